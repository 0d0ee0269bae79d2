"""What a change in one stack means for those that read its outputs."""

from collections.abc import Sequence

from reports.review.document import Consequence
from reports.review.plan import Plan
from reports.review.words import printable


def consequences(plans: Sequence[Plan]) -> tuple[Consequence, ...]:
    """Each stack whose plan was made with outputs that another plan changes, in the order of the plans."""
    return tuple(
        Consequence(printable(producer.stack), printable(consumer.stack), tuple(map(printable, sorted(changed))))
        for producer in plans
        for consumer in plans
        if (changed := _changed(producer, consumer))
    )


def _changed(producer: Plan, consumer: Plan) -> set[str]:
    changing = {it.name for it in producer.outputs}
    read = {name for it in consumer.reads if _is_state_of(it.state, producer, consumer) for name in it.outputs}
    return changing & read


def _is_state_of(state: str, producer: Plan, consumer: Plan) -> bool:
    """Local states are called `dev-network`; in S3 they are `network`, in the folder of an environment."""
    if producer is consumer or not state:
        return False
    environment = producer.stack.removesuffix(state)
    return not environment or (
        producer.stack.endswith(f"-{state}")
        and environment != producer.stack
        and consumer.stack.startswith(environment)
    )
