"""The last gate: no secret in any text of a review, also not in addresses, keys and names of outputs."""

from dataclasses import fields, replace
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
        return tuple(_redacted(it, secrets) for it in part)
    if not hasattr(part, "__dataclass_fields__"):
        return part
    return replace(part, **{it.name: _redacted(getattr(part, it.name), secrets) for it in fields(part)})
