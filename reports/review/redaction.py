"""The last gate: no secret in any text of a review, also not in addresses, keys and names of outputs."""

from dataclasses import fields, replace
from operator import is_
from typing import Any

from reports.review.document import Review
from reports.review.masking import Secrets


def redacted(review: Review, secrets: Secrets) -> Review:
    """The review with a mark in place of each secret of eight characters or more."""
    found: Review = _redacted(review, secrets) if secrets.has_long_ones else review
    return found


def _redacted(part: Any, secrets: Secrets) -> Any:  # noqa: ANN401 - any part of a review
    if type(part) is str:
        return secrets.cut(part)
    if type(part) is tuple:
        shown_items = tuple(_redacted(it, secrets) for it in part)
        return part if all(map(is_, shown_items, part)) else shown_items
    if not hasattr(part, "__dataclass_fields__"):
        return part
    there = {it.name: getattr(part, it.name) for it in fields(part)}
    shown = {name: _redacted(value, secrets) for name, value in there.items()}
    return part if all(shown[name] is value for name, value in there.items()) else replace(part, **shown)
