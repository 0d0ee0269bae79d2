"""Sensitive values never get further than this file; unknown ones get a mark."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from reports.review.spellings import spellings
from reports.review.values import UNKNOWN, Json, Value
from reports.review.values import sensitive as concealed

_SHORTEST = 8
"""Characters of a secret that is looked for inside other texts: `prod` would be found everywhere."""
_STEP, _PART = 4, 5
"""Together not more than `_SHORTEST` + 1."""
_FEW = 32
"""Beginnings that are looked for one by one: up to here that is the fastest."""
_FEWEST_DIGITS = 4


@dataclass
class Secrets:
    """The sensitive texts of some plans, to find them where Terraform has lost sight of them.

    A provider may copy a sensitive argument into an attribute that is not marked. So a text that equals a sensitive one
    is not shown anywhere, nor one of eight characters or more within another text.
    """

    _whole: set[str] = field(default_factory=set)
    _parts: set[tuple[str, ...]] = field(default_factory=set)
    """Of the beginning of each long one, the parts of which one stands in every text that holds it; see `_may_hold`."""
    _lengths: dict[str, set[int]] = field(default_factory=dict)
    """Beginning of long ones to how long they are."""

    @property
    def has_long_ones(self) -> bool:
        """Whether there is one that is looked for inside other texts."""
        return bool(self._lengths)

    def add(self, value: Json) -> None:
        """Every text in a sensitive value, and every number of four digits or more."""
        for text in _texts(value):
            for written in spellings(text):
                self._whole.add(written)
                if len(written) >= _SHORTEST:
                    self._parts |= {tuple(written[start : start + _PART]) for start in range(_STEP)}
                    self._lengths.setdefault(written[:_SHORTEST], set()).add(len(written))

    def conceal(self, value: Value) -> Value:
        """A single value, or a mark where it holds a secret."""
        if not self._whole or isinstance(value, bool):
            return value
        if isinstance(value, int | float):
            return concealed(value) if str(value) in self._whole else value
        if not isinstance(value, str):
            return value
        holds = value in self._whole or (self._may_hold(value) and next(self._within(value), None))
        return concealed(value) if holds else value

    def cut(self, text: str) -> str:
        """A longer text with a mark in place of each secret."""
        if not self._may_hold(text):
            return text
        parts, end = [], 0
        for start, length in self._within(text):
            if start >= end:
                parts += [text[end:start], str(concealed(""))]
                end = start + length
        return "".join((*parts, text[end:]))

    def _may_hold(self, text: str) -> bool:
        """Whether a long one can stand in a text.

        Most texts hold none. To see that fast where there are many, only each fourth position is looked at: wherever a
        secret stands, one of these is among its first four characters, and so one of its parts begins there.
        """
        if len(text) < _SHORTEST:
            return False
        if len(self._lengths) <= _FEW:
            return any(map(text.__contains__, self._lengths))
        # Tuples of characters, as `zip` gives them, come four times as fast as slices of the text.
        return not self._parts.isdisjoint(zip(*[text[start::_STEP] for start in range(_PART)], strict=False))

    def _within(self, text: str) -> Iterator[tuple[int, int]]:
        """Where a long one stands in a text, and how long it is; of several at one place the longest."""
        for start in range(len(text) - _SHORTEST + 1):
            lengths = self._lengths.get(text[start : start + _SHORTEST])
            if lengths:
                longest = max((it for it in lengths if text[start : start + it] in self._whole), default=0)
                if longest:
                    yield start, longest


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


def collect_state(secrets: Secrets, module: Json) -> None:
    """Add the texts that are marked in a module of a state: what a data source has read is in no change."""
    if isinstance(module, dict):
        for resource in _list(module.get("resources")):
            if isinstance(resource, dict):
                collect(secrets, resource.get("values"), resource.get("sensitive_values"))
        for child in _list(module.get("child_modules")):
            collect_state(secrets, child)


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
    elif isinstance(value, int | float) and not isinstance(value, bool):
        if len(str(value)) >= _FEWEST_DIGITS:
            yield str(value)
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
