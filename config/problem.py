"""A mistake in an environment file, in the words of the person who made it."""

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic_core import PydanticCustomError

PROBLEMS = "problems"
"""The type of a validation error that carries several problems, each with its own path below the validated field."""


@dataclass(frozen=True)
class Problem:
    """One mistake: where it is, what stands there, and what to do.

    `path` leads from the validated value to the mistake (keys and list positions); `value` is what was found;
    `remedy` is a sentence in the imperative.
    """

    path: tuple[str | int, ...]
    value: object
    remedy: str


def refuse(problems: Iterable[Problem]) -> None:
    """Raise one validation error that carries all of `problems`, or do nothing when there are none."""
    found = tuple(problems)
    if found:
        raise PydanticCustomError(PROBLEMS, "{count} problems", {"count": len(found), PROBLEMS: found})
