"""A mistake in an environment file, in the words of the person who made it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final

from pydantic_core import PydanticCustomError

PROBLEMS: Final = "problems"
"""The type of a validation error that carries several problems, each with its own path below the validated field."""

KeyPath = tuple[str | int, ...]
"""Keys and list positions that lead to a value."""

NOT_SHOWN: Final = "(not shown)"
"""The value of a problem whose value is a secret."""

PARENT: Final = ".."
"""The element of a path that leads from a value up to what holds it."""


class Absent(Enum):
    """The value of a problem where nothing stands in the file."""

    MISSING = "missing"
    """The key itself."""
    NOTHING = "nothing"
    """A value after the key."""


@dataclass(frozen=True)
class Problem:
    """One mistake: where it is, what stands there, and what to do.

    `path` leads from the validated value to the mistake (keys, list positions, or `PARENT`); `value` is what was
    found; `remedy` says what is wrong with it and what to write instead.
    """

    path: KeyPath
    value: object
    remedy: str


def refuse(problems: Iterable[Problem]) -> None:
    """Raise one validation error that carries all of `problems`, or do nothing when there are none."""
    found = tuple(problems)
    if found:
        raise PydanticCustomError(PROBLEMS, "{count} problems", {"count": len(found), PROBLEMS: found})
