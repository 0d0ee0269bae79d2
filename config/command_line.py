"""What the command lines of the project have in common: `main.py`, `python -m reports`, `python -m delivery`."""

import argparse
import os
from pathlib import Path
from typing import TypeAlias

_PROJECT = Path(__file__).resolve().parents[1]

Subcommands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no public name
"""Where a command registers itself."""


def add_outdir(parser: argparse.ArgumentParser, purpose: str = "folder that was synthesized to") -> None:
    """The option that names the output folder."""
    parser.add_argument(
        "--outdir",
        metavar="DIR",
        type=Path,
        default=Path(os.environ.get("CDKTF_OUTDIR") or _PROJECT / "cdktf.out"),
        help=f"{purpose} (default: CDKTF_OUTDIR, else cdktf.out)",
    )
