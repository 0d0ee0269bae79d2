"""What a failed rehearsal tells: where, why, and the lines of Terraform's output that decide."""

import re
from dataclasses import dataclass
from pathlib import Path

_MOST_LINES = 40
_DIAGNOSTIC = re.compile(r"^(?=Error: |Warning: )", re.MULTILINE)
_CHANGED_ARGUMENT = re.compile(r" {4,}([+~-]|-/\+|\+/-) ")


class DifferenceError(Exception):
    """Terraform did what it was told, and the outcome is not what it should be. `output` is what it printed."""

    def __init__(self, reason: str, output: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.output = output


@dataclass
class StepFailedError(Exception):
    """A step of a rehearsal failed; the rehearsal ends with it."""

    subject: str
    """The stack, or what else the step was about."""
    action: str
    reason: str
    output: str
    """Everything that the failed program printed."""

    @property
    def headline(self) -> str:
        """What failed, in one line."""
        return f"{self.subject}: {self.action}: {self.reason}"


def decisive_lines(output: str) -> list[str]:
    """The errors in Terraform's output, each once; without any, the changes that a plan shows."""
    parts = _DIAGNOSTIC.split(output)[1:]
    errors = [text.strip() for text in parts if text.startswith("Error: ")]
    lines = "\n\n".join(dict.fromkeys(errors)).splitlines() or _planned_changes(output) or output.strip().splitlines()
    left_out = len(lines) - _MOST_LINES
    return lines if left_out <= 0 else [*lines[:_MOST_LINES], f"... ({left_out} more lines)"]


def _planned_changes(output: str) -> list[str]:
    """What happens to which resource, and to those that stay also which arguments change."""
    lines: list[str] = []
    stays = False
    for line in output.splitlines():
        if line.startswith("  # "):
            lines.append(line)
            stays = not line.endswith(("will be created", "will be destroyed"))
        elif stays and _CHANGED_ARGUMENT.match(line):
            lines.append(line)
    return lines


def keep_output(failure: StepFailedError, folder: Path) -> Path:
    """Write the whole output of what failed into `folder`, in the place of an earlier one of the same subject."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{failure.subject}.txt"
    file.write_text(f"{failure.headline}\n\n{failure.output}", encoding="utf-8")
    return file
