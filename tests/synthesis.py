"""What synthesis wrote, read back for tests: the files are the truth, not the constructs."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

import bindings

Json = Any
"""What json.loads gives; tests compare it with literals."""


INTERPOLATION = re.compile(r"\$\{[^}]*\}")


@dataclass(frozen=True)
class Synthesized:
    """An output folder."""

    outdir: Path

    @property
    def manifest(self) -> Json:
        """The manifest's stacks, by id."""
        return json.loads((self.outdir / "manifest.json").read_bytes())["stacks"]

    def stack(self, id: str) -> Json:
        """The Terraform JSON of one stack, without cdktf's own remarks."""
        return without_remarks(json.loads((self.outdir / "stacks" / id / "cdk.tf.json").read_bytes()))

    @property
    def stacks(self) -> dict[str, Json]:
        """The Terraform JSON of all stacks, by id."""
        return {id: self.stack(id) for id in self.manifest}

    def resources(self, kind: str) -> Iterator[tuple[str, str, Json]]:
        """Stack id, name and arguments of every resource of one type, in all stacks."""
        for id, stack in self.stacks.items():
            for name, arguments in stack.get("resource", {}).get(kind, {}).items():
                yield id, name, arguments


def without_remarks(value: Json) -> Json:
    """The value without the `//` keys in which cdktf keeps construct paths."""
    if isinstance(value, Mapping):
        return {key: without_remarks(inner) for key, inner in value.items() if key != "//"}
    if isinstance(value, list):
        return [without_remarks(inner) for inner in value]
    return value


def helm_values(release: Json) -> Json:
    """The values of a Helm release."""
    return yaml.safe_load(_readable(release["values"][0]))


def policy_statements(document: str) -> list[Json]:
    """The statements of an IAM policy document."""
    statements: list[Json] = json.loads(_readable(document))["Statement"]
    return statements


def _readable(text: str) -> str:
    """Text before Terraform fills it in: the quotes inside an interpolation are no YAML and no JSON."""
    return INTERPOLATION.sub(lambda it: it[0].replace('"', ""), text)


def synthesize_stack(build: Callable[[Any], object]) -> Json:
    """The Terraform JSON of a stack called `test` that `build` fills, with addresses as in the platform's stacks."""
    bindings.load()
    from cdktf import App, LocalBackend  # noqa: PLC0415 - only after the bindings are set up

    with TemporaryDirectory() as staged:
        app = App(outdir=staged, stack_traces=False, skip_validation=True)
        stack = _stack_class()(app, "test")
        LocalBackend(stack, path="test.tfstate")
        build(stack)
        app.synth()
        return without_remarks(json.loads(Path(staged, "stacks/test/cdk.tf.json").read_bytes()))


def _stack_class() -> Json:
    from cdktf import TerraformStack  # noqa: PLC0415

    from stacks.platform_stack import PlatformStack  # noqa: PLC0415

    return type("TestStack", (TerraformStack,), {"_allocate_logical_id": PlatformStack._allocate_logical_id})
