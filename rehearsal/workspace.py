"""A copy of synthesized stacks in which Terraform may run: nothing of the original is written to."""

import shutil
from pathlib import Path

from rehearsal.engine.values import text
from rehearsal.manifest import StackEntry
from rehearsal.stack import Stack

_DATA_DIRECTORY = ".terraform"


class AbsoluteStateError(Exception):
    """A stack names a local state by an absolute path, so that even its copy would use the real state."""


def copy_stack(entry: StackEntry, root: Path) -> Path:
    """Copy a stack to the place under `root` that it has under `/`; the copy's directory.

    Relative paths lead from the copy to where they lead from the original, only under `root`: local states and
    everything else outside the stack's own directory included. A copy that is there already is brought up to date, and
    what Terraform keeps in it stays, as it does when a user synthesizes again.

    Raises:
        AbsoluteStateError: see there.
    """
    stack = Stack.read(entry.directory)
    for backend in [stack.backend, *stack.remote_states]:
        if backend.kind == "local" and not _is_relative(text(backend.config, "path")):
            raise AbsoluteStateError(
                f"{entry.id}: a rehearsal must not touch real state; give its local state a relative path, "
                f"not {text(backend.config, 'path') or 'none'}"
            )
    target = root / entry.directory.relative_to(entry.directory.anchor)
    for old in target.iterdir() if target.is_dir() else ():
        if old.is_dir() and old.name != _DATA_DIRECTORY:
            shutil.rmtree(old)
        elif old.match("*.tf.json"):
            old.unlink()
    ignored = shutil.ignore_patterns(_DATA_DIRECTORY, "*.tfstate*")
    shutil.copytree(entry.directory, target, ignore=ignored, dirs_exist_ok=True)
    return target


def _is_relative(path: str) -> bool:
    return bool(path) and not Path(path).is_absolute()
