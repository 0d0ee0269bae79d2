"""The real Terraform, run for one stack."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from rehearsal.engine.values import State, Value, mapping
from rehearsal.processes import finish, start

__all__ = ["Plan", "Terraform", "TerraformError", "finish", "installed_version", "terraform_environment"]

OLDEST = (1, 11)
"""The first version that locks S3 state without a table; the stacks ask for it too."""
_REMEDY = f"install {OLDEST[0]}.{OLDEST[1]} or newer: https://developer.hashicorp.com/terraform/install"
_CHANGES = 2
"""Exit status of `terraform plan -detailed-exitcode` when the plan is not empty."""


class TerraformError(Exception):
    """Terraform failed. `output` is everything that it printed; so is the message, after the command."""

    def __init__(self, command: tuple[str, ...], directory: Path, exit_code: int, output: str) -> None:
        super().__init__(f"terraform {' '.join(command)} in {directory} failed with status {exit_code}:\n{output}")
        self.command = command
        self.directory = directory
        self.exit_code = exit_code
        self.output = output

    @property
    def reason(self) -> str:
        """The failure in a few words."""
        return f"terraform {self.command[0]} ended with status {self.exit_code}"


class UnusableTerraformError(Exception):
    """There is no Terraform, or it is too old; one line."""


class Plan(NamedTuple):
    """A saved plan: its file, whether it would change anything, and how Terraform puts it."""

    file: Path
    has_changes: bool
    output: str


@dataclass(frozen=True)
class Terraform:
    """Terraform in the stack at `directory`, with nothing in its environment but `environment`.

    With `data_directory` Terraform keeps what it would keep in `.terraform` there, and nothing is written to
    `directory`; saved plans go there too.
    """

    directory: Path
    environment: Mapping[str, str]
    data_directory: Path

    def init(self) -> str:
        """Prepare the directory and its backend; what Terraform printed."""
        return self.command("init", "-input=false")

    def move_state(self) -> str:
        """Prepare the directory anew, and copy the state from where it was to where it belongs now."""
        return self.command("init", "-input=false", "-migrate-state", "-force-copy")

    def validate(self) -> str:
        """Check the configuration against the schemas; what Terraform printed."""
        return self.command("validate")

    def plan(self, name: str = "plan", *options: str) -> Plan:
        """Plan and save the plan under `name`; `options` such as `-destroy` go to Terraform."""
        file = self.data_directory / f"{name}.tfplan"
        command = ("plan", "-input=false", "-detailed-exitcode", f"-out={file}", *options)
        exit_code, output = finish(self.start(*command))
        if exit_code not in {0, _CHANGES}:
            raise TerraformError(command, self.directory, exit_code, output)
        return Plan(file, exit_code == _CHANGES, output)

    def apply(self, plan: Plan) -> str:
        """Carry out a saved plan; what Terraform printed."""
        return self.command("apply", "-input=false", str(plan.file))

    def show(self, plan: Plan) -> State:
        """A saved plan as data: https://developer.hashicorp.com/terraform/internals/json-format."""
        return _object(self.command("show", "-json", str(plan.file)))

    def outputs(self) -> dict[str, Value]:
        """The values of the stack's outputs, sensitive ones included."""
        outputs = _object(self.command("output", "-json"))
        return {name: mapping(outputs, name)["value"] for name in outputs}

    def resources(self) -> list[str]:
        """The addresses of everything in the state, data sources included."""
        return self.command("state", "list").split()

    def destroy(self) -> str:
        """Destroy everything that the state knows; what Terraform printed."""
        return self.command("destroy", "-input=false", "-auto-approve")

    def start(self, *command: str) -> "subprocess.Popen[str]":
        """Start Terraform and leave it running; its whole output comes on the process's `stdout`."""
        self.data_directory.mkdir(parents=True, exist_ok=True)
        return start(
            ["terraform", command[0], *_plain(command[0]), *command[1:]],
            cwd=self.directory,
            environment={**self.environment, "TF_DATA_DIR": str(self.data_directory)},
        )

    def command(self, *command: str) -> str:
        """Run any other command; what Terraform printed.

        Raises:
            TerraformError: it failed.
        """
        exit_code, output = finish(self.start(*command))
        if exit_code != 0:
            raise TerraformError(command, self.directory, exit_code, output)
        return output


def terraform_environment(settings: Mapping[str, str]) -> dict[str, str]:
    """The environment for Terraform: `settings`, and of this process only what finds programs and temporary files.

    Credentials, profiles, proxies and Terraform settings of whoever runs it are left behind. GOGC lets Terraform, which
    runs for a moment with little in memory, collect garbage rarely: that is a sixth of its time.
    """
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR", "LANG") if name in os.environ}
    return {**kept, "TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1", "GOGC": "1000", **settings}


def installed_version() -> str:
    """The version of the Terraform on PATH, such as `1.11.4`.

    Raises:
        UnusableTerraformError: there is none, it does not start, or it is older than `OLDEST`.
    """
    program = shutil.which("terraform")
    if program is None:
        raise UnusableTerraformError(f"terraform is not on PATH; {_REMEDY}")
    try:
        process = start([program, "version"], cwd=Path.cwd(), environment=terraform_environment({}))
    except OSError as error:
        raise UnusableTerraformError(f"{program} can't be started: {error.strerror}; {_REMEDY}") from error
    _, output = finish(process)
    found = re.search(r"^Terraform v((\d+)\.(\d+)\S*)", output, re.MULTILINE)
    if found is None:
        raise UnusableTerraformError(f"{program} does not say which version it is; {_REMEDY}")
    if (int(found[2]), int(found[3])) < OLDEST:
        raise UnusableTerraformError(f"{program} is Terraform {found[1]}, which is too old; {_REMEDY}")
    return found[1]


def _plain(subcommand: str) -> tuple[str, ...]:
    return () if subcommand == "state" else ("-no-color",)  # `state` has subcommands of its own instead of options


def _object(text: str) -> State:
    value: State = json.loads(text)
    return value
