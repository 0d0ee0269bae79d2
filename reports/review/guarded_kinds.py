"""The table of what a plan may not do without an allowance: guarded_kinds.toml."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from reports.review.plan import Action

_TABLE = Path(__file__).with_name("guarded_kinds.toml")
_VERBS = {Action.REPLACE: "would be replaced", Action.DESTROY: "would be destroyed"}


@dataclass(frozen=True)
class Kind:
    """A kind of thing that is guarded, as the table has it."""

    name: str
    many: str
    types: tuple[str, ...]
    loss: str
    rank: int
    """Place in the table: 0 is the most dangerous one."""
    changes: tuple[Action, ...] = tuple(_VERBS)
    verb: str = ""
    renamed: str = ""
    only: str = ""


@cache
def kinds() -> tuple[Kind, ...]:
    """All kinds, most dangerous first."""
    return tuple(
        Kind(
            it["name"],
            it["many"],
            tuple(it["types"]),
            it["loss"],
            rank,
            tuple(map(Action, it.get("changes", _VERBS))),
            it.get("verb", ""),
            it.get("renamed", ""),
            it.get("only", ""),
        )
        for rank, it in enumerate(table()["kind"])
    )


@cache
def table() -> dict[str, Any]:
    """The table of the guarded kinds, as TOML gives it."""
    return tomllib.loads(_TABLE.read_text(encoding="utf-8"))


def kind_called(name: str) -> Kind:
    """The kind of that name."""
    return next(it for it in kinds() if it.name == name)


def what_would_happen(kind: str, action: Action) -> str:
    """`would be replaced`, and other ends of a sentence that begins with a kind."""
    return kind_called(kind).verb or _VERBS[action]


@cache
def kinds_of_types() -> Mapping[str, Sequence[Kind]]:
    """Resource type to the kinds that it may be of."""
    return {name: [it for it in kinds() if name in it.types] for kind in kinds() for name in kind.types}
