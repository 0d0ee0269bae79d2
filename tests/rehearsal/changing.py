"""Environments that change: their files edited, synthesized anew, and planned against what exists by then."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TypeAlias

import yaml

from main import PROJECT
from rehearsal.engine.inventory import Inventory, Key
from rehearsal.engine.values import State, Value, blocks, mapping, text, texts
from rehearsal.rehearsal import Rehearsal
from rehearsal.terraform import Plan, Terraform
from tests.conftest import synthesize_folders
from tests.synthesis import Json

Settings: TypeAlias = Mapping[str, Value]
"""What stands in an environment file."""
Changes: TypeAlias = dict[str, str]
"""Address to what a plan does to it: create, update, replace, delete or forget. What stays as it is has no entry."""

_WORDS = {
    ("create",): "create",
    ("update",): "update",
    ("delete",): "delete",
    ("forget",): "forget",
    ("delete", "create"): "replace",
    ("create", "delete"): "replace",
}


def committed(name: str, folder: Path = PROJECT / "environments") -> Settings:
    """The settings of an environment: of this repository, or of another folder."""
    settings: Settings = yaml.safe_load((folder / f"{name}.yaml").read_text())
    return settings


def edited(settings: Settings, edits: Settings) -> Settings:
    """`settings` with other values, by path: `{"network.cidr_block": "10.0.0.0/16"}`; None takes a key away."""
    result = dict(settings)
    for path, value in edits.items():
        name, _, inner = path.partition(".")
        if inner:
            result[name] = edited(mapping(result, name), {inner: value})
        elif value is None:
            del result[name]
        else:
            result[name] = value
    return result


class Snapshot(NamedTuple):
    """Everything that exists, and every state."""

    objects: dict[Key, State]
    states: dict[str, State]


class Platform:
    """Environments in a folder, and one rehearsal of them, which goes on with each new synthesis."""

    def __init__(self, folder: Path, environments: Mapping[str, Settings], inventory: Inventory | None = None) -> None:
        self._folder = folder
        self._outdir = folder / "cdktf.out"
        self._synthesize(environments)
        self.rehearsal = Rehearsal(self._outdir, inventory=inventory, temporary=folder)
        self._initialized: set[str] = set()

    def change(self, environments: Mapping[str, Settings]) -> None:
        """Let these be all environments there are; what exists stays."""
        self._synthesize(environments)
        self.rehearsal.reload()

    @contextmanager
    def patched(self, file: str, patch: Callable[[Json], None]) -> Iterator[None]:
        """A JSON file of the output folder as `patch` changes it, for a while."""
        path = self._outdir / file
        synthesized = path.read_bytes()
        document = json.loads(synthesized)
        patch(document)
        path.write_text(json.dumps(document))
        self.rehearsal.reload()
        try:
            yield
        finally:
            path.write_bytes(synthesized)
            self.rehearsal.reload()

    def terraform(self, stack: str) -> Terraform:
        """Terraform in a stack, initialized."""
        terraform = self.rehearsal.terraform(stack)
        if stack not in self._initialized:
            terraform.init()
            self._initialized.add(stack)
        return terraform

    def plan(self, stack: str) -> Changes:
        """What applying a stack would do."""
        terraform = self.terraform(stack)
        plan = terraform.plan()
        return changes(terraform, plan) if plan.has_changes else {}

    def plan_all(self) -> dict[str, Changes]:
        """What applying each stack would do, those aside in which there is nothing to do."""
        plans = {stack: self.plan(stack) for stack in self.rehearsal.stacks}
        return {stack: planned for stack, planned in plans.items() if planned}

    def apply(self, stack: str) -> Changes:
        """Apply a stack, if there is anything to do; what was done."""
        terraform = self.terraform(stack)
        plan = terraform.plan()
        if not plan.has_changes:
            return {}
        done = changes(terraform, plan)
        terraform.apply(plan)
        return done

    def come_up(self) -> None:
        """Apply every stack in order, without a plan to look at, which takes half the time."""
        for stack in self.rehearsal.stacks:
            self.terraform(stack).command("apply", "-input=false", "-auto-approve")

    def apply_all(self) -> dict[str, Changes]:
        """Apply every stack in order; what was done in each, those aside in which there was nothing to do."""
        done = {stack: self.apply(stack) for stack in self.rehearsal.stacks}
        return {stack: changed for stack, changed in done.items() if changed}

    def objects(self) -> dict[Key, State]:
        """Everything that exists, as it is now."""
        inventory = self.rehearsal.inventory
        return {key: inventory.get(key) or {} for key in inventory}

    def snapshot(self) -> Snapshot:
        """What `restore` brings back."""
        return Snapshot(self.objects(), self._states())

    def restore(self, snapshot: Snapshot) -> None:
        """Go back to what was, in the cloud and in the states of these stacks."""
        inventory = self.rehearsal.inventory
        for key in inventory:
            inventory.remove(key)
        for key, state in snapshot.objects.items():
            inventory.put(key, state)
        present = self._states()
        emptied = {stack: {**state, "outputs": {}, "resources": []} for stack, state in present.items()}
        for stack, state in {**emptied, **snapshot.states}.items():
            if _content(state) != _content(present.get(stack, {})):
                self._store(stack, json.dumps(state))

    def _store(self, stack: str, state: str) -> None:
        terraform, backend = self.terraform(stack), self.rehearsal.stack(stack).backend
        if backend.kind == "local":
            (terraform.directory / text(backend.config, "path")).write_text(state)
            return
        file = self._folder / f"{stack}.json"
        file.write_text(state)
        terraform.command("state", "push", "-force", str(file))

    def _states(self) -> dict[str, State]:
        states = {stack: self.rehearsal.recorded_state(stack) for stack in self.rehearsal.stacks}
        return {stack: state for stack, state in states.items() if state}

    def _synthesize(self, environments: Mapping[str, Settings]) -> None:
        files = self._folder / "environments"
        files.mkdir(exist_ok=True)
        for old in files.iterdir():
            old.unlink()
        for name, settings in environments.items():
            (files / f"{name}.yaml").write_text(json.dumps(settings))  # JSON is YAML
        synthesize_folders([files], self._folder)


@contextmanager
def rehearsed(
    folder: Path, environments: Mapping[str, Settings], inventory: Inventory | None = None
) -> Iterator[Platform]:
    """The environments, in a cloud in which nothing exists but `inventory`; no stack has a state yet."""
    platform = Platform(folder, environments, inventory)
    with platform.rehearsal:
        yield platform


def _content(state: State) -> tuple[Value, Value]:
    return state.get("outputs"), state.get("resources")


def terraform_json(stack: str) -> str:
    """The file of a stack in the output folder."""
    return f"stacks/{stack}/cdk.tf.json"


def changes(terraform: Terraform, plan: Plan) -> Changes:
    """What a saved plan does to resources, as `terraform show -json` gives it."""
    done = {
        text(change, "address"): tuple(texts(mapping(change, "change"), "actions"))
        for change in blocks(terraform.show(plan), "resource_changes")
        if change["mode"] == "managed"
    }
    return {address: _WORDS[actions] for address, actions in done.items() if actions != ("no-op",)}


def in_state(rehearsal: Rehearsal, stack: str) -> dict[str, State]:
    """Address to attributes of every resource in the stored state of a stack."""
    return {
        f"{text(resource, 'type')}.{text(resource, 'name')}": mapping(instance, "attributes")
        for resource in blocks(rehearsal.recorded_state(stack), "resources")
        if resource["mode"] == "managed"
        for instance in blocks(resource, "instances")
    }
