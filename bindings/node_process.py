"""How Python starts Node and speaks with it: Node loads packages while Python goes on importing.

The import of bindings makes Node load the package behind them, and plainly waits for an answer that says nothing. Here
Node's greeting and these answers are read when something else is asked of Node. A package that Node cannot load is an
error there instead of at the import.

The import of this module raises AttributeError or ImportError where jsii speaks with Node in another way.
"""

import os
from collections.abc import Mapping
from typing import Any

from jsii._kernel.providers import process
from jsii._kernel.types import KernelRequest, KernelResponse, LoadRequest
from jsii.errors import JSIIError

from bindings.node import preloading

for _method in ("start", "handshake", "send", "_next_message"):
    getattr(process._NodeProcess, _method)  # noqa: SLF001 - jsii has no public place where messages pass


class _Node(process._NodeProcess):  # noqa: SLF001 - as above
    _greeted = False
    _unread = 0
    _awaits = True

    def start(self) -> None:
        with preloading(os.environ):
            super().start()  # type: ignore[no-untyped-call] # jsii leaves it without annotations

    def handshake(self) -> None:
        """Leave the greeting of the started process for later."""

    def send(self, request: KernelRequest, response_type: type[KernelResponse]) -> KernelResponse:
        self._awaits = not isinstance(request, LoadRequest)
        if self._awaits:
            self._read_what_is_left()
        return super().send(request, response_type)

    def _next_message(self) -> Mapping[Any, Any]:
        if self._awaits:
            return super()._next_message()
        self._unread += 1
        return {"ok": {"assembly": "", "types": 0}}

    def _read_what_is_left(self) -> None:
        if not self._greeted:
            self._greeted = True
            super().handshake()
        answers = []
        while self._unread:
            self._unread -= 1
            answers.append(super()._next_message())
        for answer in answers:
            if "error" in answer:
                raise JSIIError(answer["error"])


def use() -> None:
    """Make it the Node that jsii starts next; one that is running stays as it is."""
    vars(process)["_NodeProcess"] = _Node


def is_used() -> bool:
    return vars(process)["_NodeProcess"] is _Node
