"""Values that the provider takes for no argument of that name, in its words: bounds.toml.

The words are those of the validators in https://github.com/hashicorp/terraform-plugin-sdk/tree/v2.38.1/helper/validation.
"""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TypeAlias

from rehearsal.engine.refusal import RefusedError
from rehearsal.engine.traversal import Path as AttributePath
from rehearsal.engine.traversal import occurrences, value_at
from rehearsal.engine.values import State, Value

FILE = Path(__file__).parents[1] / "bounds.toml"


class Range(NamedTuple):
    """Whole numbers; without an end where `most` is None."""

    least: int
    most: int | None = None


Bounds: TypeAlias = tuple[str, ...] | tuple[int, ...] | Range


def _read() -> dict[str, dict[AttributePath, Bounds]]:
    table: dict[str, dict[str, list[str] | dict[str, int]]] = tomllib.loads(FILE.read_text())
    return {
        type_name: {
            tuple(name.split(".")): Range(**bounds) if isinstance(bounds, dict) else tuple(bounds)
            for name, bounds in entries.items()
        }
        for type_name, entries in table.items()
    }


BOUNDS = _read()
"""Type to path of the argument to what may stand there."""


def out_of_bounds(type_name: str, config: State) -> Iterator[RefusedError]:
    """What is wrong with the arguments of a resource; values that are not known yet are not looked at."""
    for argument, bounds in BOUNDS.get(type_name, {}).items():
        for path in occurrences(argument, config):
            for place, value in _each(path, value_at(config, path)):
                if isinstance(value, str | int) and (problem := _problem(bounds, value)) is not None:
                    name = ".".join(map(str, place))
                    # Elements of sets have no path of their own, so the outermost argument is named to Terraform.
                    yield RefusedError(f"expected {name} to be {problem}, got {value}", path=argument[:1])


def _each(path: AttributePath, value: Value) -> Iterator[tuple[AttributePath, Value]]:
    if isinstance(value, list | tuple):
        yield from (((*path, index), element) for index, element in enumerate(value))
    else:
        yield path, value


def _problem(bounds: Bounds, value: str | int) -> str | None:
    if isinstance(bounds, Range):
        if not isinstance(value, int):
            return None
        if bounds.most is None:
            return None if value >= bounds.least else f"at least ({bounds.least})"
        return None if bounds.least <= value <= bounds.most else f"in the range ({bounds.least} - {bounds.most})"
    return None if value in bounds else f"one of [{' '.join(json.dumps(it) for it in bounds)}]"
