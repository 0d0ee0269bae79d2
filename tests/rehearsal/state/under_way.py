"""An apply that is under way, and what there is when it has ended."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from subprocess import Popen
from threading import Event

from rehearsal.engine.calls import Action, Call
from rehearsal.engine.inventory import Key
from rehearsal.engine.values import blocks, mapping, text
from rehearsal.rehearsal import Rehearsal
from rehearsal.terraform import finish

_PATIENCE_SECONDS = 60.0
"""After which something went wrong, rather than takes long."""


@contextmanager
def apply_held_at(rehearsal: Rehearsal, stack: str, type_name: str) -> Iterator[Popen[str]]:
    """`terraform apply`, held up where the first object of a type is about to be made; afterwards it goes on."""
    held, released = Event(), Event()

    def hold(call: Call) -> None:
        if (call.action, call.type_name) == (Action.CREATE, type_name):
            held.set()
            released.wait(_PATIENCE_SECONDS)

    stop = rehearsal.calls.listen(hold)
    process = rehearsal.terraform(stack).start("apply", "-input=false", "-auto-approve")
    try:
        assert held.wait(_PATIENCE_SECONDS), f"{type_name} was never asked for"
        yield process
    finally:
        released.set()
        finish(process)
        stop()


def wait_until(happened: Callable[[], bool]) -> None:
    """Wait for what happens by itself in another thread."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def existing(rehearsal: Rehearsal) -> list[tuple[str, str]]:
    """Type and id of everything in the cloud."""
    return sorted((key.type_name, key.id) for key in rehearsal.inventory)


def recorded(rehearsal: Rehearsal, *stacks: str) -> list[tuple[str, str]]:
    """Type and id of everything that the states of these stacks hold."""
    return sorted(
        (text(resource, "type"), text(mapping(instance, "attributes"), "id"))
        for stack in stacks
        for resource in blocks(rehearsal.recorded_state(stack), "resources")
        if resource["mode"] == "managed"
        for instance in blocks(resource, "instances")
    )


def outside(rehearsal: Rehearsal, *stacks: str) -> list[Key]:
    """What is in the cloud, but in none of these states."""
    known = recorded(rehearsal, *stacks)
    return [key for key in rehearsal.inventory if (key.type_name, key.id) not in known]
