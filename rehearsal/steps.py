"""The steps of a rehearsal: shown while they run, timed, and remembered for the table at the end."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic

from rich.table import Table
from rich.text import Text

from rehearsal.failure import DifferenceError, StepFailedError
from rehearsal.progress import Progress
from rehearsal.terraform import TerraformError

_NOT_REACHED = "not reached"
_NOT_FINISHED = "not finished"
_STYLES = {"passed": "green", "failed": "red"}
_WIDTHS = (24, 72)


@dataclass
class Row:
    """What the table says of one stack."""

    resources: int | None = None
    seconds: float = 0.0
    result: str = _NOT_REACHED


class Step:
    """A step that is running: `doing` says with what, `done` what came of it."""

    def __init__(self, subject: str, action: str, row: Row) -> None:
        self.action = action
        self.outcome = ""
        self.show: Callable[[str], None] = _nowhere
        self._subject = subject
        self._row = row

    @property
    def shown(self) -> str:
        """What a spinner says of it."""
        return f"{self._subject}: {self.action}"

    def doing(self, action: str) -> None:
        """Say what comes next."""
        self.action = action
        self.show(self.shown)

    def done(self, outcome: str, *, resources: int | None = None) -> None:
        """Say what came of it; `resources` is how many the stack has now."""
        self.outcome = outcome
        if resources is not None:
            self._row.resources = resources


def _nowhere(_text: str) -> None:
    pass


class Steps:
    """All steps of a run, over all environments."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.rows: dict[str, Row] = {}

    def expect(self, *subjects: str) -> None:
        """Give each of `subjects` a row, for the case that it is never reached."""
        for subject in subjects:
            self.rows.setdefault(subject, Row())

    @contextmanager
    def step(self, subject: str, action: str) -> Iterator[Step]:
        """Show and time what happens inside.

        Raises:
            StepFailedError: Terraform failed in there, or something was not as it should be.
        """
        self.expect(subject)
        row = self.rows[subject]
        row.result = _NOT_FINISHED
        started = monotonic()
        step = Step(subject, action, row)
        try:
            with self.progress.running(step.shown) as step.show:
                yield step
        except (TerraformError, DifferenceError) as error:
            row.result = f"failed: {step.action}"
            raise StepFailedError(subject, step.action, error.reason, error.output) from error
        finally:
            seconds = monotonic() - started
            row.seconds += seconds
        name, outcome = (text.ljust(width) for text, width in zip((subject, step.outcome), _WIDTHS, strict=True))
        self.progress.say(f"  {name} {outcome} {seconds:5.1f} s")

    def passed(self) -> None:
        """Note that everything which was begun is done, and as it should be."""
        for row in self.rows.values():
            if row.result == _NOT_FINISHED:
                row.result = "passed"

    def table(self) -> Table:
        """What became of every stack."""
        table = Table(box=None, header_style="bold")
        table.add_column("stack")
        table.add_column("resources", justify="right")
        table.add_column("seconds", justify="right")
        table.add_column("result")
        for subject, row in self.rows.items():
            resources = "" if row.resources is None else str(row.resources)
            result = Text(row.result, style=_STYLES.get(row.result.partition(":")[0], ""))
            table.add_row(subject, resources, f"{row.seconds:.1f}", result)
        return table
