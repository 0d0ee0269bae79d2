"""Reading the environment files: all of them, all mistakes at once, nothing half-read."""

from collections.abc import Sequence
from pathlib import Path

from config.controllers import ControllerKinds
from config.environment import Environment


class InvalidInput(Exception):  # noqa: N818 - it is the input that is wrong
    """The mistakes of all files, one line each: `file: path: value: remedy`."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


def load_environments(directory: Path, kinds: ControllerKinds) -> tuple[Environment, ...]:
    """Every environment of `directory`, sorted by name; raises `InvalidInput` with all mistakes of all files."""
    raise NotImplementedError
