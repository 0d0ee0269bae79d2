"""Which GitHub environment the apply of an environment has to pass."""

from collections.abc import Mapping
from dataclasses import dataclass

from delivery.seen import is_seen
from delivery.stacks import Json


@dataclass(frozen=True)
class Planned:
    """A stack at the beginning of a deploy; `review` is None where it could not be planned yet."""

    has_changes: bool
    review: Json | None


@dataclass(frozen=True)
class Gate:
    """Where to go on; `name` is empty where there is nothing to do."""

    name: str
    reasons: tuple[str, ...] = ()


def gate(environment: str, planned: Mapping[str, Planned], reviewed: Mapping[str, Json]) -> Gate:
    """The GitHub environment of the first apply.

    It is the environment's own where everything that is to be applied was seen in the pull request, by its very review;
    that one has reviewers or not, as the team wants it. Else it is `<environment>-approve`, which always has.

    Args:
        environment: its name.
        planned: id of each stack to how it stands.
        reviewed: id of a stack to the review that the pull request showed.
    """
    if not any(it.has_changes or it.review is None for it in planned.values()):
        return Gate("")
    changing = {id: it.review for id, it in planned.items() if it.has_changes}
    unseen = [id for id in changing if id not in reviewed]
    other = [id for id, review in changing.items() if id in reviewed and not is_seen(review, reviewed[id])]
    reasons = (
        *(f"{id}: no pull request has shown a plan of it for these files" for id in unseen),
        *(f"{id}: its plan is not the one that the pull request showed" for id in other),
    )
    return Gate(approval(environment) if reasons else environment, reasons)


def approval(environment: str) -> str:
    """The GitHub environment in which a person always has to approve."""
    return f"{environment}-approve"
