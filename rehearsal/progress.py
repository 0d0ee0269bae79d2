"""How a rehearsal shows what it is doing: a line for each step that is done, a spinner for the one that is not."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol, TextIO

from rich.console import Console
from rich.progress import Progress as Bar
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn


class Progress(Protocol):
    """Where the lines of a rehearsal go."""

    def say(self, text: str) -> None:
        """A line that stays."""

    def running(self, text: str) -> AbstractContextManager[Callable[[str], None]]:
        """Something that takes time: what it is at the moment, and a way to say so when that changes."""


class PlainProgress:
    """Lines for a log: nothing moves, and a line that was written stays."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def say(self, text: str) -> None:
        """Write a line at once."""
        self._stream.write(f"{text}\n")
        self._stream.flush()

    @contextmanager
    def running(self, _text: str) -> Iterator[Callable[[str], None]]:
        """Nothing to see; the line comes when the step is done."""

        def change(_text: str) -> None:
            pass

        yield change


class LiveProgress:
    """Lines for a terminal, and beneath them a spinner with the time that the running step has taken so far."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def say(self, text: str) -> None:
        """Print a line above the spinner: a step, which is indented, or a heading."""
        style = None if text.startswith(" ") else "bold"
        self._console.print(text, style=style, markup=False, highlight=False, soft_wrap=True)

    @contextmanager
    def running(self, text: str) -> Iterator[Callable[[str], None]]:
        """A spinner that vanishes at the end."""
        columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
        with Bar(*columns, console=self._console, transient=True) as bar:
            task = bar.add_task(text, total=None)

            def change(text: str) -> None:
                bar.update(task, description=text)

            yield change
