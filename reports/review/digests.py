"""A hash of a change, so that two reviews of it are equal only where the changes are.

A review leaves out most values of what is made. The hash is of all values that could be shown,
and of no hidden one: whoever has it could try short passwords until one fits.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import lru_cache

from reports.review.credentials import holds_credentials
from reports.review.differences import Difference, same
from reports.review.helm_values import read_document
from reports.review.plan import Change
from reports.review.secret_names import assigns_secret, speaks_of_secret, without_named_secrets
from reports.review.values import UNKNOWN, Hidden, Value, named_secret
from reports.review.words import Words

_WITH_MARKS = (Hidden, dict, list)
"""What may be a mark, or hold some."""


def digest(change: Change, words: Words) -> str | None:
    """SHA-256 of what a change does; None where a hidden value comes or changes, which nobody can compare."""
    what = (change.type, change.action, change.creates_first, change.forced_by, change.moved_from, change.imported_id)
    return _digest(what, change.before, change.after, words)


def digest_of(difference: Difference, words: Words) -> str | None:
    """The same of a single value."""
    return _digest([words.concealed(it) for it in difference.path], difference.before, difference.after, words)


def _digest(what: Sequence[object], old: Value, new: Value, words: Words) -> str | None:
    before, after = (_without_secrets(value, words) for value in (old, new))
    if _hides_something_new(before, after):
        return None
    marks = [[*_marks(value)] for value in (before, after)]
    written = json.dumps([*what, before, after, marks], sort_keys=True, default=lambda _: None)
    return hashlib.sha256(written.encode()).hexdigest()


def _without_secrets(value: Value, words: Words) -> Value:
    """A value with marks also in texts that hold YAML or JSON."""
    if isinstance(value, dict):
        return {_key(key, words): _without_secrets(inner, words) for key, inner in value.items()}
    if isinstance(value, list):
        return [_without_secrets(it, words) for it in value]
    return _text_without_secrets(value, words) if isinstance(value, str) else words.concealed(value)


@lru_cache(maxsize=4096)
def _key(key: str, words: Words) -> str:
    return str(words.concealed(key))


@lru_cache(maxsize=512)  # most of what is there before is there after
def _text_without_secrets(given: str, words: Words) -> Value:
    value = words.concealed(given)
    if isinstance(value, str) and holds_credentials(value):
        return named_secret(value)
    if not isinstance(value, str) or not speaks_of_secret(value):
        return value
    document = read_document(value)
    if document is None:
        return named_secret(value) if assigns_secret(value) else value
    marked = without_named_secrets(document)
    return marked if any(_marks(marked)) else value


def _hides_something_new(before: Value, after: Value) -> bool:
    if isinstance(after, Hidden):
        return after != UNKNOWN and not same(before, after)
    if isinstance(after, dict):
        there = before if isinstance(before, dict) else {}
        return any(
            _hides_something_new(there.get(key), inner)
            for key, inner in after.items()
            if isinstance(inner, _WITH_MARKS)
        )
    if isinstance(after, list):
        known = before if isinstance(before, list) else []
        return any(
            _hides_something_new(known[index] if index < len(known) else None, inner)
            for index, inner in enumerate(after)
        )
    return False


def _marks(value: Value, place: str = "") -> Iterator[list[str]]:
    """Where which mark stands."""
    if isinstance(value, Hidden):
        yield [place, value.why]
    elif isinstance(value, dict):
        for key in sorted(value):
            if isinstance(value[key], _WITH_MARKS):
                yield from _marks(value[key], f"{place}/{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            if isinstance(inner, _WITH_MARKS):
                yield from _marks(inner, f"{place}/{index}")
