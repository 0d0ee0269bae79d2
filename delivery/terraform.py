"""Terraform in the folder of one stack, quiet about everything that may be nobody's business."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from delivery.stacks import SENSITIVE, Json

_HAS_CHANGES = 2
"""Exit status of `terraform plan -detailed-exitcode` where the plan is not empty."""
_SHOWN = {"apply_start", "apply_progress", "apply_complete", "apply_errored", "change_summary"}
"""What of an apply is shown: https://developer.hashicorp.com/terraform/internals/machine-readable-ui."""
_LOCK_TIMEOUT = "-lock-timeout=10m"


class TerraformFailedError(Exception):
    """A command failed; what it was, and what Terraform printed to standard error."""


@dataclass(frozen=True)
class Terraform:
    """Terraform in `folder`, with `environment` as its environment.

    The output of a plan is never shown: the log of a workflow is read by more people than a state is. The review says
    what a plan does, without sensitive values.
    """

    folder: Path
    environment: Mapping[str, str]

    @classmethod
    def here(cls, folder: Path, **settings: str) -> "Terraform":
        """Terraform with the environment of this process and `settings`."""
        return cls(folder, {**os.environ, "TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1", **settings})

    def lock_providers(self, options: Sequence[str]) -> None:
        """Write the lock file of the configuration in the folder."""
        self._run("providers", "lock", *options)

    def init(self) -> None:
        """Prepare the folder, with exactly the providers of its lock file."""
        self._run("init", "-input=false", "-lockfile=readonly")

    def plan(self, file: Path) -> bool:
        """Save a plan to `file`; whether it would change anything.

        It takes no lock, so that it needs no right to write where the state is: an apply of it notices by itself if the
        state has moved on ("Saved plan is stale").
        """
        command = ("plan", "-input=false", "-lock=false", "-detailed-exitcode", f"-out={file.resolve()}")
        return self._run(*command, accepted=(0, _HAS_CHANGES)).returncode == _HAS_CHANGES

    def show(self, file: Path) -> str:
        """A saved plan as JSON: it holds everything that the state holds."""
        return self._run("show", "-json", str(file.resolve())).stdout

    def outputs(self) -> dict[str, Json]:
        """The outputs in the state, `SENSITIVE` for those that are; none where there is no state."""
        outputs = json.loads(self._run("output", "-json").stdout)
        return {name: SENSITIVE if it.get("sensitive") else it["value"] for name, it in outputs.items()}

    def apply(self, file: Path) -> None:
        """Carry out a saved plan, and show how it goes on."""
        command = [_program(), "apply", "-input=false", "-json", _LOCK_TIMEOUT, str(file.resolve())]
        errors = []
        with subprocess.Popen(  # noqa: S603 - Terraform, with arguments of ours
            command, cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, text=True
        ) as process:
            for line in process.stdout or ():
                event = _event(line)
                if event.get("type") in _SHOWN:
                    sys.stdout.write(f"{event['@message']}\n")
                    sys.stdout.flush()
                elif event.get("@level") == "error":
                    errors.append(_diagnostic(event))
        if process.returncode != 0:
            raise TerraformFailedError("\n".join([f"terraform apply in {self.folder.name} failed:", *errors]))

    def _run(self, *command: str, accepted: tuple[int, ...] = (0,)) -> "subprocess.CompletedProcess[str]":
        done = subprocess.run(  # noqa: S603 - Terraform, with arguments of ours
            [_program(), *command],
            cwd=self.folder,
            env={**self.environment, "TF_CLI_ARGS": "-no-color"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode not in accepted:
            raise TerraformFailedError(f"terraform {command[0]} in {self.folder.name} failed:\n{done.stderr.strip()}")
        return done


def _program() -> str:
    program = shutil.which("terraform")
    if program is None:
        raise TerraformFailedError("terraform is not on PATH")
    return program


def _event(line: str) -> Json:
    try:
        event = json.loads(line)
    except ValueError:
        return {}
    return event if isinstance(event, dict) else {}


def _diagnostic(event: Json) -> str:
    detail = event.get("diagnostic", {}).get("detail", "")
    return f"{event.get('@message', '')}\n{detail}".strip()
