"""The call log: what the simulated providers were asked to do, in the order in which they were asked."""

from collections.abc import Callable
from enum import StrEnum
from threading import Lock
from typing import NamedTuple


class Action(StrEnum):
    """What Terraform asked for."""

    CREATE = "create"
    READ = "read"
    UPDATE = "update"
    DELETE = "delete"
    IMPORT = "import"
    READ_DATA = "read data"


class Call(NamedTuple):
    """One request: `name` is the object's own name in the cloud, or its id where it has none."""

    provider: str
    type_name: str
    action: Action
    name: str


class CallLog:
    """Calls in order. Safe to use from several threads.

    A listener is told of each call before it takes effect, in the thread that serves it: it may wait, which holds
    Terraform up at this place, and it may raise `RefusedError`, which makes the call fail with nothing changed.
    """

    def __init__(self) -> None:
        self._calls: list[Call] = []
        self._listeners: list[Callable[[Call], None]] = []
        self._lock = Lock()

    def record(self, call: Call) -> None:
        """Append `call` and tell the listeners."""
        with self._lock:
            self._calls.append(call)
            listeners = list(self._listeners)
        for listener in listeners:
            listener(call)

    def listen(self, listener: Callable[[Call], None]) -> Callable[[], None]:
        """Have `listener` told of each call from now on, until the returned function is called."""
        with self._lock:
            self._listeners.append(listener)

        def stop() -> None:
            with self._lock:
                self._listeners.remove(listener)

        return stop

    def all(self, *actions: Action) -> list[Call]:
        """The calls so far, of the given actions alone if there are any."""
        with self._lock:
            return [call for call in self._calls if not actions or call.action in actions]

    def clear(self) -> None:
        """Forget the calls so far."""
        with self._lock:
            self._calls.clear()
