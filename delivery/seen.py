"""Whether a plan is the one that people have seen."""

from delivery.stacks import Json


def is_seen(review: Json, seen: Json) -> bool:
    """Whether two reviews of a stack are of one change.

    A change of a resource or an output in which hidden values change has no digest, and is never the one that was seen.
    """
    changes = (*review.get("entries", ()), *review.get("outputs", ()))
    return bool(review == seen) and all(it["digest"] is not None for it in changes)
