"""The rehearsal itself: everything a stack needs around it, and a stack's whole way through Terraform."""

import json
import os
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from rehearsal.engine.calls import CallLog
from rehearsal.engine.inventory import Inventory
from rehearsal.engine.provider import Provider
from rehearsal.engine.server import ProviderServers
from rehearsal.engine.values import State, Value, first_block, text
from rehearsal.manifest import StackEntry, read_manifest
from rehearsal.providers.aws import AwsProvider
from rehearsal.providers.aws.account import DEFAULT_ACCOUNT_ID
from rehearsal.providers.helm import HelmProvider
from rehearsal.providers.tls import TlsProvider
from rehearsal.schemas.coverage import check_coverage
from rehearsal.schemas.files import PROVIDERS, read_schema_file
from rehearsal.stack import Stack
from rehearsal.state_store import StateStore
from rehearsal.state_store_servers import StateStoreError
from rehearsal.terraform import Plan, Terraform, terraform_environment
from rehearsal.workspace import copy_stack


class SecondPlanError(Exception):
    """A stack wants to change something right after it was applied. `output` is what Terraform printed."""

    def __init__(self, stack: str, output: str) -> None:
        super().__init__(f"{stack}: the plan after the apply is not empty:\n{output}")
        self.stack = stack
        self.output = output


@dataclass(frozen=True)
class StackRun:
    """A stack that was applied: the plan that was carried out, and the outputs."""

    stack: str
    plan: Plan
    outputs: dict[str, Value]


class Rehearsal:
    """The stacks under `outdir`, ready to be applied to a simulated cloud that is empty at first.

    A context manager: entering copies the stacks and starts the simulated providers (and S3, if a stack keeps its state
    there); leaving stops and removes all that. Nothing is written to `outdir`, and no local state of it is read.

    Args:
        outdir: where the stacks were synthesized, with its manifest.json.
        account_id: the AWS account of the credentials; None: the one that each stack allows.
        inventory: objects that exist already, such as those that an earlier rehearsal left.
        temporary: where its own temporary folder is made; None: where the system has such folders.
    """

    def __init__(
        self,
        outdir: Path,
        *,
        account_id: str | None = None,
        inventory: Inventory | None = None,
        temporary: Path | None = None,
    ) -> None:
        self.inventory = inventory if inventory is not None else Inventory()
        self.calls = CallLog()
        self._account_id = account_id
        self._outdir = outdir
        self._temporary = temporary
        self._files = {provider: read_schema_file(provider) for provider in PROVIDERS}
        self._entries: dict[str, StackEntry] = {}
        self._stacks: dict[str, Stack] = {}
        self._directories: dict[str, Path] = {}
        self._root = Path()
        self._settings: dict[str, str] = {}
        self._store: StateStore | None = None
        self._resources = ExitStack()
        self._read()

    @property
    def stacks(self) -> list[str]:
        """The ids of the stacks, each after those that it depends on."""
        return list(self._entries)

    def __enter__(self) -> Self:
        with ExitStack() as resources:
            self._root = Path(
                resources.enter_context(TemporaryDirectory(prefix="rehearsal-", dir=self._temporary))
            ).resolve()
            self._resources = resources
            self._take_over()
            servers = self._servers()
            resources.callback(servers.stop)
            servers.start()
            self._settings = self._terraform_settings(self._root, servers)
            self._resources = resources.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._resources.close()

    def reload(self) -> None:
        """Go on with what was synthesized anew into `outdir`; what exists, and all state, stays."""
        self._read()
        self._take_over()

    def run(self, stack: str) -> StackRun:
        """Take a stack all the way: init, validate, plan, apply, a second plan that has to be empty, outputs.

        Raises:
            TerraformError: Terraform failed.
            SecondPlanError: the second plan is not empty.
        """
        terraform = self.terraform(stack)
        terraform.init()
        terraform.validate()
        plan = terraform.plan()
        terraform.apply(plan)
        second = terraform.plan("second")
        if second.has_changes:
            raise SecondPlanError(stack, second.output)
        return StackRun(stack, plan, terraform.outputs())

    def terraform(self, stack: str) -> Terraform:
        """Terraform in the copy of a stack, for any other command; `init` has to come first."""
        settings = dict(self._settings)
        if self._store is not None:  # a stack with local state may have to bring it back from S3
            self._prepare_bucket(self._store, stack)
            settings |= self._store.environment(self._account_of(stack))
        directory = self._directories[stack]
        return Terraform(directory, terraform_environment(settings), directory / ".terraform")

    def stack(self, stack: str) -> Stack:
        """What was synthesized for a stack."""
        return self._stacks[stack]

    @property
    def state_buckets(self) -> set[str]:
        """The S3 buckets in which any stack keeps its state."""
        backends = [stack.backend for stack in self._stacks.values()]
        return {text(backend.config, "bucket") for backend in backends if backend.kind == "s3"}

    def recorded_state(self, stack: str) -> State:
        """The state of a stack as it is stored; empty where there is none."""
        backend = self._stacks[stack].backend
        if backend.kind == "s3":
            return self.store.state(text(backend.config, "bucket"), text(backend.config, "key"))
        path = self._directories[stack] / (text(backend.config, "path") or "terraform.tfstate")
        state: State = json.loads(path.read_text()) if path.is_file() else {}
        return state

    @property
    def store(self) -> StateStore:
        """The simulated S3, for states alone.

        Raises:
            StateStoreError: no stack keeps its state in S3.
        """
        if self._store is None:
            raise StateStoreError("no stack keeps its state in S3")
        return self._store

    def _read(self) -> None:
        self._entries = {entry.id: entry for entry in read_manifest(self._outdir)}
        self._stacks = {entry.id: Stack.read(entry.directory) for entry in self._entries.values()}
        check_coverage(self._stacks, self._files)

    def _take_over(self) -> None:
        """Copy the stacks, and start S3 where one of them is the first that needs it."""
        if self._store is None and any(_uses_s3(stack) for stack in self._stacks.values()):
            self._store = self._resources.enter_context(StateStore(self._root / "state-store.log"))
        self._directories = {entry.id: copy_stack(entry, self._root / "stacks") for entry in self._entries.values()}

    def _servers(self) -> ProviderServers:
        schemas = {name: file.schema for name, file in self._files.items()}
        providers: list[Provider] = [
            AwsProvider(schemas["aws"], self._account_id, self._holds_objects),
            HelmProvider(schemas["helm"]),
            TlsProvider(schemas["tls"]),
        ]
        return ProviderServers(providers, self.inventory, self.calls)

    def _terraform_settings(self, root: Path, servers: ProviderServers) -> dict[str, str]:
        """What is the same for every stack: the way to the providers, and no way out to anywhere else."""
        cli_config = root / "terraform.rc"
        cli_config.touch()
        temporary = root / "tmp"
        temporary.mkdir()
        return {
            "HOME": str(root),
            "TMPDIR": str(temporary),
            "TF_CLI_CONFIG_FILE": str(cli_config),
            "TF_REATTACH_PROVIDERS": servers.reattach,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            "HTTPS_PROXY": "http://127.0.0.1:9",  # nobody listens there: a request that would leave fails at once
        }

    def _account_of(self, stack: str) -> str:
        return self._account_id or next(iter(self._stacks[stack].allowed_account_ids), DEFAULT_ACCOUNT_ID)

    def _holds_objects(self, bucket: str) -> bool:
        return self._store is not None and bool(self._store.versions(bucket))

    def _prepare_bucket(self, store: StateStore, name: str) -> None:
        """Let a stack's state bucket exist if no other stack is to make it, or as long as that one has made it."""
        backend = self._stacks[name].backend
        if backend.kind != "s3":
            return
        bucket = text(backend.config, "bucket")
        made_elsewhere = any(bucket in stack.buckets for other, stack in self._stacks.items() if other != name)
        exists = any(key.id == bucket for key, _ in self.inventory.of_type("aws_s3_bucket"))
        if exists or not made_elsewhere:
            store.ensure_bucket(bucket, versioning=self._versioning(bucket) if exists else "Enabled")
        else:
            store.remove_bucket(bucket)

    def _versioning(self, bucket: str) -> str:
        for key, state in self.inventory.of_type("aws_s3_bucket_versioning"):
            status = text(first_block(state, "versioning_configuration"), "status")
            if key.id == bucket and status != "Disabled":  # the provider's word for leaving it as every bucket begins
                return status
        return ""


def _uses_s3(stack: Stack) -> bool:
    return any(backend.kind == "s3" for backend in [stack.backend, *stack.remote_states])
