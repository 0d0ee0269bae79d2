"""A cloud that fails once, at any place, and what a platform is before and after a stack is applied."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import NamedTuple

import pytest

from rehearsal.engine.calls import Action, Call
from rehearsal.engine.operations import Operations
from rehearsal.engine.provider import ProviderInstance
from rehearsal.engine.refusal import RefusedError
from rehearsal.engine.values import State
from rehearsal.rehearsal import Rehearsal
from tests.rehearsal.changing import Platform, Snapshot, in_state

FAULT = "InternalFailure: the request has failed due to an unknown error"


class Stack(NamedTuple):
    """A stack of a running platform, how things were before it was applied, and how they were then."""

    name: str
    platform: Platform
    before: Snapshot
    after: Snapshot

    @property
    def types(self) -> "Counter[str]":
        """How many objects of each type it has."""
        return Counter(key.type_name for key in set(self.after.objects) - set(self.before.objects))

    def run(self, command: str) -> None:
        """Apply or destroy it."""
        self.platform.terraform(self.name).command(command, "-input=false", "-auto-approve")

    def unknown(self) -> "Counter[str]":
        """What exists and is in no state, and what is in the state and does not exist: how many of each type."""
        known = Counter(address.partition(".")[0] for address in in_state(self.platform.rehearsal, self.name))
        known.update(key.type_name for key in self.before.objects)
        exists = Counter(key.type_name for key in self.platform.objects())
        return (known - exists) + (exists - known)


@contextmanager
def heard(rehearsal: Rehearsal, action: Action, *, failing: int = 0) -> Iterator[list[str]]:
    """The types of what is asked for; the cloud fails at one call, counted from 1, before anything is done."""
    types: list[str] = []
    lock = Lock()

    def hear(call: Call) -> None:
        if call.action is action:
            with lock:
                types.append(call.type_name)
                number = len(types)
            if number == failing:
                raise RefusedError(FAULT)

    stop = rehearsal.calls.listen(hear)
    try:
        yield types
    finally:
        stop()


@contextmanager
def half_made(*type_names: str, number: int = 1) -> Iterator[None]:
    """A cloud that makes one thing, the given one of some types, and then says that it failed."""
    create = Operations.create
    made: list[str] = []
    lock = Lock()

    def failing(self: Operations, instance: ProviderInstance, wanted: str, planned: State) -> State:
        state = create(self, instance, wanted, planned)
        with lock:
            if wanted in type_names:
                made.append(wanted)
                if len(made) == number:
                    refusal = RefusedError(FAULT)
                    refusal.left_behind = state
                    raise refusal
        return state

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Operations, "create", failing)
        yield
