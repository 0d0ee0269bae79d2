"""The last gate: no secret in any text of a review, also not in addresses, keys and names of outputs."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from operator import is_
from typing import Any

from reports.review.document import Review
from reports.review.masking import Secrets


def redacted(review: Review, secrets: Secrets) -> Review:
    """The review with a mark in place of each secret of eight characters or more."""
    # Names, paths and sentences come again and again.
    found: Review = _redacted(review, cache(secrets.cut)) if secrets.has_long_ones else review
    return found


def _redacted(part: Any, cut: Callable[[str], str]) -> Any:  # noqa: ANN401 - any part of a review
    if type(part) is str:
        shown_text = cut(part)
        return part if shown_text == part else shown_text
    if type(part) is tuple:
        shown_items = tuple([_redacted(it, cut) for it in part])
        return part if all(map(is_, shown_items, part)) else shown_items
    names = tuple(getattr(part, "__dataclass_fields__", ()))
    there = [getattr(part, name) for name in names]
    shown = [_redacted(it, cut) for it in there]
    return part if all(map(is_, shown, there)) else replace(part, **dict(zip(names, shown, strict=True)))
