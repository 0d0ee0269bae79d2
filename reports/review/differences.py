"""Which parts of a value differ before and after."""

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from reports.review.secret_names import without_named_secrets
from reports.review.values import UNKNOWN, Value

Path: TypeAlias = tuple[str | int, ...]
_DEEPEST = 100


class Difference(NamedTuple):
    """A part that differs; None where it is not there."""

    path: Path
    before: Value
    after: Value


def differences(before: Value, after: Value, path: Path = ()) -> Iterator[Difference]:
    """The smallest parts that differ. A list of plain values is one part; JSON in a text counts as what it holds."""
    if same(before, after):
        return
    before, after = _opened(before, after)
    old, new = _blocks(before), _blocks(after)
    if len(path) < _DEEPEST and isinstance(before, dict) and isinstance(after, dict):
        for key in sorted({*before, *after}):
            if not same(before.get(key), after.get(key)):
                yield from differences(before.get(key), after.get(key), (*path, key))
    elif len(path) < _DEEPEST and old is not None and new is not None:
        for index in range(max(len(old), len(new))):
            yield from differences(_at(old, index), _at(new, index), (*path, index))
    elif not same(before, after):
        yield Difference(path, before, after)


def same(before: Value, after: Value) -> bool:
    """Whether two values are the same; true is not 1, and what is not known is not the same as anything."""
    return type(before) is type(after) and before == after and before != UNKNOWN


def gone_and_new(before: Value, after: Value) -> tuple[list[Value], list[Value]] | None:
    """What left and what came, if both are lists of plain values."""
    old, new = _plain(before), _plain(after)
    if old is None or new is None:
        return None
    return [it for it in old if it not in new], [it for it in new if it not in old]


def _opened(before: Value, after: Value) -> tuple[Value, Value]:
    """Two texts that both hold JSON as what they hold, else as they are."""
    if isinstance(before, str) and isinstance(after, str) and before[:1] in {"{", "["} and after[:1] in {"{", "["}:
        old, new = _parsed(before), _parsed(after)
        if old is not None and new is not None:
            return without_named_secrets(old), without_named_secrets(new)
    return before, after


def _parsed(text: str) -> Value:
    try:
        parsed: Value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return parsed


def _list(value: Value) -> Sequence[Value] | None:
    return value if isinstance(value, list) else None


def _blocks(value: Value) -> Sequence[Value] | None:
    """A list in which something has parts of its own."""
    found = _list(value)
    return found if found is not None and any(isinstance(it, dict) or _list(it) is not None for it in found) else None


def _plain(value: Value) -> Sequence[Value] | None:
    found = _list(value)
    return found if found is not None and _blocks(found) is None else None


def _at(values: Sequence[Value], index: int) -> Value:
    return values[index] if index < len(values) else None
