"""An apply that is under way, and what there is when it has ended."""

import os
import signal
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
    terraform = rehearsal.terraform(stack)
    terraform.init()
    plan = terraform.plan()
    held, released = Event(), Event()

    def hold(call: Call) -> None:
        if (call.action, call.type_name) == (Action.CREATE, type_name):
            held.set()
            released.wait(_PATIENCE_SECONDS)

    stop = rehearsal.calls.listen(hold)
    process = terraform.start("apply", "-input=false", str(plan.file))
    try:
        wait_until(lambda: held.is_set() or process.poll() is not None)
        assert held.is_set(), f"{stack}: the apply ended, and nobody asked for {type_name}"
        yield process
    finally:
        released.set()
        process.send_signal(signal.SIGCONT)
        finish(process)
        stop()


def kill_while_it_makes(
    rehearsal: Rehearsal, type_name: str, *stacks: str, missing: int, when: Callable[[], bool] = lambda: True
) -> None:
    """Kill the apply of the last of `stacks` while it waits for the first object of a type, and for nothing else.

    The cloud makes that object all the same: nobody gets the answer. `missing` counts it and all that comes after it.
    """
    everything = sum(_resources(rehearsal, stack) for stack in stacks)
    with apply_held_at(rehearsal, stacks[-1], type_name) as apply:
        wait_until(lambda: len(existing(rehearsal)) == everything - missing)
        wait_until(lambda: _stopped(apply) and when())
        apply.kill()
        apply.wait()
    wait_until(lambda: len(existing(rehearsal)) == everything - missing + 1)


def _stopped(process: Popen[str]) -> bool:
    """Let a process go on for a moment, and stop it: it may not be in the middle of writing when it is killed."""
    process.send_signal(signal.SIGCONT)
    time.sleep(0.01)
    process.send_signal(signal.SIGSTOP)
    return os.waitid(os.P_PID, process.pid, os.WSTOPPED) is not None


def _resources(rehearsal: Rehearsal, stack: str) -> int:
    return sum(
        len(mapping(resources, type_name))
        for document in rehearsal.stack(stack).documents
        for resources in [mapping(document, "resource")]
        for type_name in resources
    )


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
