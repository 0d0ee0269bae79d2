"""How an answer gets to the workflow: as outputs of the step, and as notices on its page."""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TypeAlias

from delivery.stacks import Json

_PROJECT = Path(__file__).resolve().parents[1]

Subcommands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no public name
"""Where a command registers itself."""


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


def add_outdir(parser: argparse.ArgumentParser) -> None:
    """The option that names the output folder, as `main.py` has it."""
    parser.add_argument(
        "--outdir",
        metavar="DIR",
        type=Path,
        default=Path(os.environ.get("CDKTF_OUTDIR") or _PROJECT / "cdktf.out"),
        help="folder that was synthesized to (default: CDKTF_OUTDIR, else cdktf.out)",
    )


def _one_line(value: Json) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    if "\n" in text or "\r" in text:
        raise ValueError(f"an output has one line: {text!r}")
    return text
