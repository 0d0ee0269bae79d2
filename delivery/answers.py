"""How an answer gets to the workflow: as outputs of the step, and as notices on its page."""

import json
import os
import sys
from pathlib import Path

from delivery.stacks import Json

_PROJECT = Path(__file__).resolve().parents[1]


def answer(**outputs: Json) -> None:
    """Say each output: text as it is, anything else as JSON, on one line.

    In a workflow they go to the file that GITHUB_OUTPUT names, elsewhere to standard output.
    https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
    """
    lines = "".join(f"{name}={_one_line(value)}\n" for name, value in outputs.items())
    file = os.environ.get("GITHUB_OUTPUT")
    if file:
        with Path(file).open("a", encoding="utf-8") as outputs_file:
            outputs_file.write(lines)
    else:
        sys.stdout.write(lines)


def notice(line: str) -> None:
    """Show a line on the page of the workflow's run."""
    sys.stdout.write(f"::notice::{line}\n")


def warning(line: str) -> None:
    """The same, so that nobody overlooks it."""
    sys.stdout.write(f"::warning::{line}\n")


def error(line: str) -> None:
    """Show why a job fails."""
    sys.stdout.write(f"::error::{line}\n")


def _one_line(value: Json) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    if "\n" in text or "\r" in text:
        raise ValueError(f"an output has one line: {text!r}")
    return text
