"""What is asked of the cloud in the life of a platform, and what is wrong with the order of it.

That one thing comes before another in a call log may be luck: Terraform works on ten things at once. So the cloud can
refuse a thing: then luck ends, what waits for that thing is not asked for, and everything else is.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple, TypeAlias

from rehearsal.engine.calls import Action, Call
from rehearsal.engine.operations import _label
from rehearsal.engine.refusal import RefusedError
from rehearsal.engine.values import State
from rehearsal.rehearsal import Rehearsal
from tests.rehearsal.changing import in_state
from tests.rehearsal.order.pairs import Pair, Thing

REFUSAL = "Refused, to see what does not wait"


class Asked(NamedTuple):
    """One thing that was to be created or deleted."""

    action: Action
    thing: Thing
    refused: bool


Log: TypeAlias = Sequence[Asked]
"""What was asked for, in order."""


class Life(NamedTuple):
    """What was asked for on the way from nothing to everything, and on the way back; one of them may be missing."""

    applied: Log = ()
    destroyed: Log = ()


class Names:
    """Every resource of the applied stacks of a rehearsal, and what its calls call it."""

    def __init__(self, rehearsal: Rehearsal) -> None:
        self.attributes: Mapping[Thing, State] = {
            Thing(stack, address): attributes
            for stack in rehearsal.stacks
            for address, attributes in in_state(rehearsal, stack).items()
        }
        self._called = {
            (thing.type_name, _label(thing.type_name, attributes)): thing
            for thing, attributes in self.attributes.items()
        }

    def thing(self, call: Call) -> Thing:
        """Which resource a call is about."""
        return self._called[call.type_name, call.name]

    def all(self, *patterns: Thing) -> list[Thing]:
        """The resources that patterns mean, each once."""
        return [thing for thing in self.attributes if any(pattern.matches(thing) for pattern in patterns)]

    def log(self, calls: Sequence[Call]) -> Log:
        """Calls of which none was refused."""
        return [Asked(call.action, self.thing(call), refused=False) for call in calls]


@contextmanager
def refusing(rehearsal: Rehearsal, names: Names, refused: Collection[Thing] = ()) -> Iterator[Log]:
    """A cloud that refuses to create or delete some things; what is asked of it."""
    log: list[Asked] = []

    def hear(call: Call) -> None:
        if call.action in {Action.CREATE, Action.DELETE}:
            asked = Asked(call.action, names.thing(call), names.thing(call) in refused)
            log.append(asked)
            if asked.refused:
                raise RefusedError(REFUSAL)

    stop = rehearsal.calls.listen(hear)
    try:
        yield log
    finally:
        stop()


def disorder(life: Life, names: Names, pair: Pair) -> set[str]:
    """What is wrong with a pair, all that its patterns mean taken together."""
    wrong = set()
    for first in names.all(pair.first):
        for then in names.all(pair.then):
            if _asked_before(life.applied, Action.CREATE, then, first):
                wrong.add("created too early")
            if _asked_before(life.destroyed, Action.DELETE, first, then):
                wrong.add("deleted too early")
    return wrong


def _asked_before(log: Log, action: Action, one: Thing, other: Thing) -> bool:
    """Whether `one` was asked for when `other` was not done yet."""
    done = Asked(action, other, refused=False)
    ahead = log[: log.index(done)] if done in log else log
    return any((asked.action, asked.thing) == (action, one) for asked in ahead)
