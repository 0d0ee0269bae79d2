"""Sensitive values never get further than this file; unknown ones get a mark."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from reports.review.values import UNKNOWN, Json, Value
from reports.review.values import sensitive as concealed

_SHORTEST = 8
"""Characters of a secret that is looked for inside other texts: `prod` would be found everywhere."""


@dataclass
class Secrets:
    """The sensitive texts of some plans, to find them where Terraform has lost sight of them.

    A provider may copy a sensitive argument into an attribute that is not marked. So a text that equals a sensitive one
    is not shown anywhere, nor one of eight characters or more within another text.
    """

    _whole: set[str] = field(default_factory=set)
    _by_beginning: dict[str, set[str]] = field(default_factory=dict)

    def add(self, value: Json) -> None:
        """Every text in a sensitive value."""
        for text in _texts(value):
            for written in {text, json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]}:
                self._whole.add(written)
                if len(written) >= _SHORTEST:
                    self._by_beginning.setdefault(written[:_SHORTEST], set()).add(written)

    def conceal(self, value: Value) -> Value:
        """A single value, or a mark where it holds a secret."""
        if not self._whole or not isinstance(value, str):
            return value
        return concealed(value) if value in self._whole or self._within(value) else value

    def _within(self, text: str) -> bool:
        return any(
            text.startswith(secret, position)
            for position in range(len(text) - _SHORTEST + 1)
            for secret in self._by_beginning.get(text[position : position + _SHORTEST], ())
        )


def masked(value: Json, *, sensitive: Json, unknown: Json) -> Value:
    """A value with its marks, as a plan has them beside it: objects and lists of the same shape, true where it holds.

    A mark of another shape than the value hides the whole value.
    """
    has_sensitive, has_unknown = _any(sensitive), _any(unknown)
    if sensitive is True or (has_sensitive and not _alike(value, sensitive) and value is not None):
        return concealed(value)
    if unknown is True:
        return UNKNOWN
    if not has_sensitive and not has_unknown:
        return value
    if isinstance(sensitive, dict) or isinstance(unknown, dict):
        return _masked_object(value, sensitive, unknown)
    return _masked_list(value, sensitive, unknown)


def collect(secrets: Secrets, value: Json, sensitive: Json) -> None:
    """Add the texts that are marked."""
    if not _any(sensitive):
        return
    if sensitive is True or not _alike(value, sensitive):
        secrets.add(value)
    elif isinstance(sensitive, dict) and isinstance(value, dict):
        for key, mark in sensitive.items():
            collect(secrets, value.get(key), mark)
    elif isinstance(sensitive, list) and isinstance(value, list):
        for item, mark in zip(value, sensitive, strict=False):
            collect(secrets, item, mark)


def _masked_object(value: Json, sensitive: Json, unknown: Json) -> Value:
    inner: dict[str, Value] = dict(value) if isinstance(value, dict) else {}
    hidden = sensitive if isinstance(sensitive, dict) else {}
    pending = unknown if isinstance(unknown, dict) else {}
    for key in {**hidden, **pending}:
        if key in inner or _any(hidden.get(key)) or _any(pending.get(key)):
            there = value.get(key) if isinstance(value, dict) else None
            inner[key] = masked(there, sensitive=hidden.get(key), unknown=pending.get(key))
    return inner


def _masked_list(value: Json, sensitive: Json, unknown: Json) -> Value:
    there, hidden, pending = _list(value), _list(sensitive), _list(unknown)
    length = max(len(there), len(hidden), len(pending))
    return [
        masked(_at(there, index), sensitive=_at(hidden, index), unknown=_at(pending, index)) for index in range(length)
    ]


def _any(mark: Json) -> bool:
    if not mark:
        return False
    if isinstance(mark, dict):
        return any(map(_any, mark.values()))
    return any(map(_any, mark)) if isinstance(mark, list) else mark is True


def _alike(value: Json, mark: Json) -> bool:
    if isinstance(mark, dict):
        return isinstance(value, dict)
    return isinstance(value, list) and isinstance(mark, list)


def _texts(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        if value:
            yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _list(value: Json) -> Sequence[Json]:
    return value if isinstance(value, list) else ()


def _at(values: Sequence[Json], index: int) -> Json:
    return values[index] if index < len(values) else None
