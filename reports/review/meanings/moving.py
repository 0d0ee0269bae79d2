"""What nobody in the pull request decided: values that AWS, or somebody else, may change at any time."""

from collections.abc import Iterator

from reports.review.document import Level, Sentence
from reports.review.plan import Action, Change, Plan
from reports.review.values import mapping
from reports.review.words import code, listed


def moving_sentences(change: Change, plan: Plan) -> Iterator[Sentence]:
    """Arguments that change and come from a data source that moves by itself; data that is read late."""
    if change.action is Action.READ:
        yield Sentence(Level.ROUTINE, "is read during the apply: what it finds, and what follows, is not in this plan")
    if change.action is not Action.UPDATE and change.action is not Action.REPLACE:
        return
    before, after = mapping(change.before), mapping(change.after)
    for argument, sources in sorted(plan.moved_by.get(change.address.partition("[")[0], {}).items()):
        if before.get(argument) != after.get(argument):
            from_where = listed([code(it) for it in sources])
            yield Sentence(Level.REACH, f"{code(argument)} **moves by itself**, with {from_where}")
