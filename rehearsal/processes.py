"""The processes that a rehearsal starts: it knows them while they run, so that none outlives it.

A signal that asks the rehearsal to stop is not raised wherever Python happens to be, which could lose a process that
was just started or cut off a clean-up. It ends the processes that run, and `Interrupted` is raised where one of them
was waited for, or where the next one would have started.
"""

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer
from types import FrameType

_ASK_TO_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_PATIENCE_SECONDS = 10.0
"""For Terraform to finish what it has begun and to write its state, before it is killed."""


class Interrupted(BaseException):
    """The rehearsal was asked to stop by `signal`. No Exception, so that nobody takes it for a failure."""

    def __init__(self, signal_: signal.Signals) -> None:
        super().__init__(signal_.name)
        self.signal = signal_


class _Running:
    """The processes that run, and the signal that ended them if there was one."""

    def __init__(self) -> None:
        self.processes: set[subprocess.Popen[str]] = set()
        self.signal: signal.Signals | None = None
        self._last_resort: Timer | None = None

    def receive(self, number: int, _frame: FrameType | None) -> None:
        """End everything: gently the first time, at once when asked again or when it takes too long."""
        if self.signal is not None:
            self.send(signal.SIGKILL)
            return
        self.signal = signal.Signals(number)
        self.send(signal.SIGTERM)
        self._last_resort = Timer(_PATIENCE_SECONDS, self.send, [signal.SIGKILL])
        self._last_resort.daemon = True
        self._last_resort.start()

    def send(self, signal_: signal.Signals) -> None:
        for process in list(self.processes):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal_)

    def check(self) -> None:
        if self.signal is not None:
            raise Interrupted(self.signal)

    def forget(self) -> None:
        if self._last_resort is not None:
            self._last_resort.cancel()
        self.signal = None


_RUNNING = _Running()


@contextmanager
def interruptible() -> Iterator[None]:
    """While this lasts, SIGINT, SIGTERM and SIGHUP end what runs, and `start` and `finish` raise `Interrupted`."""
    before = {number: signal.signal(number, _RUNNING.receive) for number in _ASK_TO_STOP}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        _RUNNING.forget()


def start(arguments: Sequence[str], *, cwd: Path, environment: Mapping[str, str]) -> "subprocess.Popen[str]":
    """Start a program; its whole output comes on the process's `stdout`. `finish` has to follow.

    It gets a process group of its own: Ctrl-C reaches the whole group of a terminal, and Terraform takes a second
    signal for the wish to end without writing its state.

    Raises:
        Interrupted: the rehearsal was asked to stop.
    """
    _RUNNING.check()
    process = subprocess.Popen(  # noqa: S603 - the arguments are written by the rehearsal
        arguments,
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        process_group=0,
    )
    _RUNNING.processes.add(process)
    if _RUNNING.signal is not None:  # it came before the process was known
        _RUNNING.send(signal.SIGTERM)
    return process


def finish(process: "subprocess.Popen[str]") -> tuple[int, str]:
    """Wait for a process to end; its exit status and output. Where the wait is cut short, it is told to end.

    Raises:
        Interrupted: the rehearsal was asked to stop.
    """
    try:
        output, _ = process.communicate()
    except BaseException:
        process.terminate()
        process.communicate()
        raise
    finally:
        _RUNNING.processes.discard(process)
    _RUNNING.check()
    return process.returncode, output
