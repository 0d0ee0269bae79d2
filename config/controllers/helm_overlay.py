"""Values of a Helm chart laid over others."""

from collections.abc import Mapping
from typing import TypeVar, cast

_Value = TypeVar("_Value")


def overlaid(below: Mapping[str, _Value], above: Mapping[str, _Value]) -> dict[str, _Value]:
    """Values with others laid over them as Helm does it: maps are joined, everything else is replaced."""
    both = {key: _joined(below[key], above[key]) for key in below if key in above}
    return {**below, **above, **both}


def _joined(below: _Value, above: _Value) -> _Value:
    if isinstance(below, Mapping) and isinstance(above, Mapping):
        return cast("_Value", overlaid(below, above))
    return above
