"""The cloud fails once, at any place: the next apply or destroy finishes what was begun, nothing lost or made twice."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pytest

from rehearsal.engine.calls import Action, Call
from rehearsal.engine.refusal import RefusedError
from rehearsal.rehearsal import Rehearsal
from rehearsal.terraform import TerraformError
from tests.rehearsal.changing import Platform, Snapshot, committed, edited, in_state, rehearsed

pytestmark = pytest.mark.slow

ENVIRONMENTS = {
    "dev": edited(committed("dev"), {"smoke_test": None}),
    "ops": edited(committed("prod"), {"deletion_protection": False, "cluster.name": "ops"}),
}
STACKS = ["dev-network", "dev-cluster", "dev-controllers", "ops-state-bucket"]
FAULT = "InternalFailure: the request has failed due to an unknown error"


class Applied(NamedTuple):
    """A platform, how things were before a stack was applied, and how they were then."""

    platform: Platform
    before: dict[str, Snapshot]
    after: dict[str, Snapshot]


@pytest.fixture(scope="module")
def applied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Applied]:
    with rehearsed(tmp_path_factory.mktemp("faults"), ENVIRONMENTS) as platform:
        before, after = {}, {}
        for stack in STACKS:
            before[stack] = platform.snapshot()
            platform.apply(stack)
            after[stack] = platform.snapshot()
        yield Applied(platform, before, after)


@contextmanager
def failing(rehearsal: Rehearsal, action: Action, number: int) -> Iterator[list[Call]]:
    """A cloud that fails at the given call of one kind, counted from 1; all calls of the kind."""
    calls: list[Call] = []

    def hear(call: Call) -> None:
        if call.action is action:
            calls.append(call)
            if len(calls) == number:
                raise RefusedError(FAULT)

    stop = rehearsal.calls.listen(hear)
    try:
        yield calls
    finally:
        stop()


def run(platform: Platform, stack: str, command: str) -> None:
    platform.terraform(stack).command(command, "-input=false", "-auto-approve")


def broken_off(applied: Applied, stack: str, command: str, action: Action, number: int) -> list[Call]:
    """A run that the cloud ends at one call, and the one after it that ends well; all calls of the kind in both.

    Between the two, the state knows everything that exists, and nothing else.
    """
    platform = applied.platform
    with failing(platform.rehearsal, action, number) as calls, pytest.raises(TerraformError, match=FAULT):
        run(platform, stack, command)
    others = Counter(key.type_name for key in applied.before[stack].objects)
    known = Counter(address.partition(".")[0] for address in in_state(platform.rehearsal, stack))
    assert Counter(key.type_name for key in platform.objects()) == others + known
    with failing(platform.rehearsal, action, number=0) as later:
        run(platform, stack, command)
    return [*calls, *later]


def heals(applied: Applied, stack: str, number: int) -> None:
    """Break the stack's creation off at one object, then its destruction; see each finished by the next run."""
    platform, before, after = applied.platform, applied.before[stack], applied.after[stack]
    everything = Counter(key.type_name for key in set(after.objects) - set(before.objects))
    platform.restore(before)

    created = broken_off(applied, stack, "apply", Action.CREATE, number)
    assert platform.objects() == after.objects
    assert Counter(call.type_name for call in created) == everything + Counter([created[number - 1].type_name])

    deleted = broken_off(applied, stack, "destroy", Action.DELETE, number)
    assert platform.objects() == before.objects
    assert Counter(call.type_name for call in deleted) == everything + Counter([deleted[number - 1].type_name])


def size(applied: Applied, stack: str) -> int:
    """How many objects a stack has."""
    return len(set(applied.after[stack].objects) - set(applied.before[stack].objects))


@pytest.mark.parametrize("stack", STACKS)
def test_a_run_that_is_broken_off_is_finished_by_the_next(applied: Applied, stack: str) -> None:
    """Somewhere in the middle."""
    heals(applied, stack, size(applied, stack) // 2)


def test_at_both_ends_too(applied: Applied) -> None:
    for number in (1, size(applied, "dev-cluster")):
        heals(applied, "dev-cluster", number)


@pytest.mark.sweep
@pytest.mark.parametrize("stack", STACKS)
def test_wherever_a_run_is_broken_off(applied: Applied, stack: str) -> None:
    for number in range(1, size(applied, stack) + 1):
        heals(applied, stack, number)
