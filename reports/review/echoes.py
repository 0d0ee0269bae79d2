"""Changes outside of Terraform that nobody made: AWS repeats in one resource what the stack made with another."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from reports.review.plan import Change, Plan
from reports.review.values import Value, items, mapping, text

_TABLE = Path(__file__).with_name("echoes.toml")


class Echo(NamedTuple):
    """A row of the table."""

    types: tuple[str, ...]
    arguments: tuple[str, ...]
    of: str
    owner: str
    id: str
    counts: bool


@cache
def echoes() -> tuple[Echo, ...]:
    """All rows of the table."""
    return tuple(
        Echo(tuple(it["types"]), tuple(it["arguments"]), it["of"], it["owner"], it["id"], it.get("counts", False))
        for it in tomllib.loads(_TABLE.read_text(encoding="utf-8"))["echo"]
    )


def repeated_types() -> frozenset[str]:
    """The types of which other resources repeat something."""
    return frozenset(it.of for it in echoes())


class Echoes:
    """What the resources of a plan may be repeated as."""

    def __init__(self, plan: Plan) -> None:
        self._made: dict[tuple[str, str, str], list[Mapping[str, Value]]] = {}
        for change in plan.changes:
            for echo in echoes():
                if change.type == echo.of:
                    made = mapping(change.before if change.before is not None else change.after)
                    self._made.setdefault((echo.of, echo.owner, text(made.get(echo.owner))), []).append(made)

    def has(self, drifted: Change) -> bool:
        """Whether all that changed in a resource only repeats what the stack made."""
        before, after = mapping(drifted.before), mapping(drifted.after)
        names = [it for it in {*before, *after} if before.get(it) != after.get(it)]
        return bool(names and after) and all(self._is_echo(it, drifted.type, before, after) for it in names)

    def sources(self, drifted: Change) -> Iterator[tuple[str, Mapping[str, Value]]]:
        """Type and values of what the stack made and a resource may repeat."""
        now = mapping(drifted.before if drifted.after is None else drifted.after)
        for echo in echoes():
            if drifted.type in echo.types:
                yield from ((echo.of, it) for it in self._made.get((echo.of, echo.owner, text(now.get(echo.id))), ()))

    def _is_echo(self, name: str, type_name: str, before: Mapping[str, Value], after: Mapping[str, Value]) -> bool:
        for echo in echoes():
            if type_name in echo.types and name in echo.arguments:
                made = self._made.get((echo.of, echo.owner, text(after.get(echo.id))), [])
                if echo.counts:
                    return after.get(name) == len(made)
                sources = [set(_texts(it)) for it in made]
                new = _new(before.get(name), after.get(name))
                return new is not None and all(any(set(_texts(it)) <= one for one in sources) for it in new)
        return False


def _new(before: Value, after: Value) -> list[Value] | None:
    """What came, one by one; None where something went."""
    old, new = (it if isinstance(it, list) else [it] for it in (before, after))
    gone = [it for it in old if it and it not in new]
    return None if gone else [it for it in new if it not in old]


def _texts(value: Value) -> Iterator[str]:
    """Every text in a value, numbers as texts; what is empty says nothing."""
    if isinstance(value, str) and value:
        yield value
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield str(value)
    for it in (*mapping(value).values(), *items(value)):
        yield from _texts(it)
