"""A copy of the project in which programs may run, and what they leave there."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]

# What git ignores, and git itself.
_NOT_SOURCE = shutil.ignore_patterns(
    ".git", ".venv", "build", "cdktf.out", "state", "__pycache__", ".*_cache", ".hypothesis"
)
# Choices of whoever runs the tests that would change what is synthesized.
_CHOICES = ("CDKTF_OUTDIR", "EKS_STAGE", "MAKEFLAGS", "PLAIN_BINDINGS", "PYTHON")


def copy_project(to: Path) -> None:
    """Copy the files of the project, without any output, and let the copy use the same virtual environment."""
    shutil.copytree(PROJECT, to, ignore=_NOT_SOURCE)
    (to / ".venv").symlink_to(PROJECT / ".venv")


def run(arguments: Sequence[str | Path], *, cwd: Path, env: Mapping[str, str] | None = None) -> str:
    """Run a program and give what it printed; AssertionError with all its output where its status is not 0."""
    inherited = {name: value for name, value in os.environ.items() if name not in _CHOICES}
    quiet = {"CHECKPOINT_DISABLE": "1", "CI": "true", "NO_COLOR": "1"}
    done = subprocess.run(
        arguments, cwd=cwd, env=inherited | quiet | dict(env or {}), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise AssertionError(f"{arguments} ended with status {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout


def listing(folder: Path) -> dict[str, str]:
    """Everything below a folder by its path: where a link points, the hash of a file, or that it is a folder."""

    def describe(path: Path) -> str:
        if path.is_symlink():
            return f"link to {path.readlink()}"
        return "folder" if path.is_dir() else hashlib.sha256(path.read_bytes()).hexdigest()

    return {str(path.relative_to(folder)): describe(path) for path in sorted(folder.rglob("*"))}
