"""Whether a plan is the one that people have seen."""

from delivery.stacks import Json


def is_seen(review: Json, seen: Json) -> bool:
    """Whether two reviews of a stack are of one change.

    An entry in which hidden values change has no digest, and is never the one that was seen.
    """
    return bool(review == seen) and all(it["digest"] is not None for it in review.get("entries", ()))
