"""The processes that play S3, each for one state store after the other, because starting one takes a second."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path


class StateStoreError(Exception):
    """The server did not start, or refused a request with an HTTP `status`."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class Server:
    """A running moto server. Starting does not wait for it; the first request does."""

    def __init__(self, log: Path) -> None:
        self._log = log
        with log.open("w") as output:
            self.process = subprocess.Popen(  # noqa: S603 - the arguments are written here
                [sys.executable, "-m", f"{__package__}.state_store_server"],
                cwd=Path(__file__).parents[1],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=output,
                text=True,
                process_group=0,  # what Ctrl-C ends has to write its state first
            )

    @cached_property
    def port(self) -> int:
        """Where it listens on 127.0.0.1.

        Raises:
            StateStoreError: it could not start.
        """
        line = self.process.stdout.readline() if self.process.stdout else ""
        if not line:
            raise StateStoreError(f"the S3 server did not start:\n{self._log.read_text()}")
        return int(line)

    def request(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> str:
        """The answer to an HTTP request.

        Raises:
            StateStoreError: it could not start, or refuses.
        """
        connection = HTTPConnection("127.0.0.1", self.port)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            answer = response.read().decode()
        finally:
            connection.close()
        if response.status not in {HTTPStatus.OK, HTTPStatus.NO_CONTENT}:
            raise StateStoreError(f"{method} {path}: {response.status} {answer}", response.status)
        return answer

    def forget(self) -> None:
        """Let it be as empty as it was at first: no bucket, no user, no key."""
        self.request("POST", "/moto-api/reset", None, {})

    def stop(self) -> None:
        """Let it end, and wait for that."""
        self.process.communicate("")


class _Kept:
    """The servers that nobody uses just now, while they are kept."""

    def __init__(self) -> None:
        self.idle: list[Server] | None = None


_KEPT = _Kept()


@contextmanager
def servers_kept() -> Iterator[None]:
    """While this lasts, a server that was given back serves the next state store, which finds it empty."""
    if _KEPT.idle is not None:  # whoever keeps them already will stop them
        yield
        return
    _KEPT.idle = []
    try:
        yield
    finally:
        for unused in _KEPT.idle:
            unused.stop()
        _KEPT.idle = None


def server(log: Path) -> Server:
    """A server that is empty; what a new one has to complain of goes to `log`."""
    return _KEPT.idle.pop() if _KEPT.idle else Server(log)


def give_back(used: Server) -> None:
    """Keep a server for the next one, or stop it."""
    if _KEPT.idle is None:
        used.stop()
        return
    try:
        used.forget()
    except (OSError, StateStoreError):  # it is no use to anybody
        used.stop()
    else:
        _KEPT.idle.append(used)
