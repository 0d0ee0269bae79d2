"""Settings that protect something or open it, and what their change means: the table settings.toml."""

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import inf
from pathlib import Path
from typing import Final

from reports.review.document import Level, Sentence
from reports.review.plan import Action, Change
from reports.review.values import Hidden, Value, mapping
from reports.review.words import code

_TABLE = Path(__file__).with_name("settings.toml")
_CONDITIONS = ("should_be", "becomes", "loses", "gains", "changes", "smaller", "larger", "made", "destroyed")
_OLD = {"loses", "gains", "changes"}
"""Conditions that speak of what was there before, unless a row says otherwise."""
_COMPARED = {Action.CREATE, Action.UPDATE, Action.REPLACE}

Values = Sequence[Value]


@dataclass(frozen=True)
class Setting:
    """A row of the table."""

    types: tuple[str, ...]
    path: str
    condition: str
    wanted: tuple[Value, ...]
    """What the condition compares with."""
    new: bool
    says: str
    level: Level


@cache
def settings() -> tuple[Setting, ...]:
    """All rows of the table, in its order."""
    return tuple(_settings())


def setting_sentences(change: Change) -> Iterator[Sentence]:
    """What the changes of settings mean. What is not known yet is said to be so."""
    rows = _rows().get(change.type, ())
    if change.action is Action.DESTROY:
        yield from (Sentence(it.level, it.says) for it in rows if it.condition == "destroyed")
    if change.action in _COMPARED:
        for setting in rows:
            yield from _sentence(setting, change)


def values_at(value: Value, path: str) -> Values:
    """The values at a path, on every way through the lists on it."""
    return tuple(_at(value, tuple(filter(None, path.split(".")))))


def _sentence(setting: Setting, change: Change) -> Iterator[Sentence]:
    if setting.condition in {"made", "destroyed"}:
        if setting.condition == "made" and change.action is not Action.UPDATE:
            yield Sentence(setting.level, setting.says)
        return
    before, after = values_at(change.before, setting.path), values_at(change.after, setting.path)
    is_new = change.action is Action.CREATE
    hidden = [it for it in after if isinstance(it, Hidden)]
    if hidden and setting.condition != "changes":
        if not is_new and before != after:
            yield Sentence(setting.level, f"{code(setting.path)} {hidden[0]}, and it may be: {setting.says}")
    elif (setting.new or not is_new) and _HOLDS[setting.condition](setting.wanted, before, after, is_new=is_new):
        yield Sentence(setting.level, f"{code(setting.path)}: {setting.says}")


def _is_worse(wanted: Values, before: Values, after: Values, *, is_new: bool) -> bool:
    other = any(it not in before and it not in wanted for it in after)
    return not _are(after, wanted) and (is_new or other or _are(before, wanted))


def _is_smaller(wanted: Values, before: Values, after: Values, *, is_new: bool) -> bool:
    return min(_numbers(after), default=inf) < (_limit(wanted) if is_new else min(_numbers(before), default=inf))


_HOLDS: Final[Mapping[str, Callable[..., bool]]] = {
    "should_be": _is_worse,
    "becomes": lambda wanted, before, after, **_: any(it in wanted and it not in before for it in after),
    "loses": lambda _, before, after, **__: any(it not in after for it in before),
    "gains": lambda _, before, after, **__: any(it not in before for it in after),
    "changes": lambda _, before, after, **__: before != after,
    "smaller": _is_smaller,
    "larger": lambda wanted, before, after, **_: (
        max(_numbers(after), default=0) > max([_limit(wanted), *_numbers(before)])
    ),
}
"""Whether a condition of the table holds."""


def _are(values: Values, wanted: Values) -> bool:
    return bool(values) and all(it in wanted for it in values)


def _limit(wanted: Values) -> float:
    return next(_numbers(wanted), 0)


def _numbers(values: Values) -> Iterator[float]:
    """Numbers of days and the like, of which 0 means that there is no end."""
    return (it for it in values if isinstance(it, int | float) and not isinstance(it, bool) and it > 0)


def _at(value: Value, steps: tuple[str, ...]) -> Iterator[Value]:
    if isinstance(value, list):
        for it in value:
            yield from _at(it, steps)
    elif isinstance(value, Hidden) or not steps:
        if value is not None and value != "":  # Terraform's text for what a route does not have
            yield value
    else:
        yield from _at(mapping(value).get(steps[0]), steps[1:])


def _settings() -> Iterator[Setting]:
    for row in tomllib.loads(_TABLE.read_text(encoding="utf-8"))["setting"]:
        (condition,) = (it for it in _CONDITIONS if it in row)
        wanted = row[condition] if isinstance(row[condition], list) else [row[condition]]
        yield Setting(
            tuple(row["types"]),
            row["path"],
            condition,
            tuple(wanted),
            row.get("new", condition not in _OLD),
            row["says"],
            Level(row.get("level", "reach")),
        )


@cache
def _rows() -> Mapping[str, Sequence[Setting]]:
    return {name: [it for it in settings() if name in it.types] for setting in settings() for name in setting.types}
