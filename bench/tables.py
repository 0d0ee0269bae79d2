"""The figures as tables: for the terminal, and without seconds, which hold for one machine only, for the document."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from rich.table import Table

from bench.process import Run

BEGIN, END = "<!-- written by python -m bench --write -->", "<!-- end -->"


@dataclass(frozen=True)
class Figures:
    """A title, a heading for each column, and the rows."""

    title: str
    heading: Sequence[str]
    rows: Sequence[Sequence[str]]

    def for_terminal(self) -> Table:
        table = Table(title=self.title, title_justify="left")
        for position, name in enumerate(self.heading):
            table.add_column(name, justify="right" if position else "left", no_wrap=position == 0)
        for row in self.rows:
            table.add_row(*row)
        return table

    def as_markdown(self) -> str:
        shown = [position for position, name in enumerate(self.heading) if name != SECONDS]
        ruler = ["---" if position == 0 else "--:" for position in shown]
        lines = [[row[position] for position in shown] for row in (self.heading, *self.rows)]
        lines.insert(1, ruler)
        return "\n".join([f"**{self.title}**", "", *(f"| {' | '.join(line)} |" for line in lines)])


SECONDS = "seconds"
MEMORY = ("largest MiB", "all MiB")


def both_environments(floor: Run, runs: Sequence[tuple[str, Run]]) -> Figures:
    """Both environments, dev and prod, compared with the bare import and with the plain synthesis."""
    plain = dict(runs)["plain"].seconds
    rows = [
        [name, f"{run.seconds:.2f}", f"{run.seconds / floor.seconds:.1f}", f"{run.seconds / plain:.2f}", *_memory(run)]
        for name, run in [("import cdktf", floor), *runs]
    ]
    return Figures("dev and prod", ["", SECONDS, "import = 1", "plain = 1", *MEMORY], rows)


def many_clusters(floor: Run, runs: Sequence[tuple[str, Run, int]]) -> Figures:
    """More and more clusters, with the time for each resource that the row before did not have."""
    rows = [
        [name, str(resources), f"{run.seconds:.2f}", f"{run.seconds / floor.seconds:.1f}", *_memory(run)]
        for name, run, resources in runs
    ]
    steps = ["", *(f"{_step(*pair):.2f}" for pair in itertools.pairwise((run, count) for _, run, count in runs))]
    heading = ["clusters", "resources", SECONDS, "import = 1", *MEMORY, "ms per resource more"]
    return Figures("lazy, many clusters", heading, [[*row, step] for row, step in zip(rows, steps, strict=True)])


def replace_tables(document: str, tables: str) -> str:
    """The document with `tables` between its two marks. Raises ValueError if it has no such place."""
    place = re.compile(rf"(?<={re.escape(BEGIN)}\n).*?(?={re.escape(END)})", re.DOTALL)
    text, found = place.subn(lambda _: f"\n{tables}\n\n", document)
    if found != 1:
        raise ValueError(f"the document needs one place between {BEGIN} and {END}")
    return text


def _memory(run: Run) -> list[str]:
    return [f"{run.largest:.0f}", "" if run.together is None else f"{run.together:.0f}"]


def _step(before: tuple[Run, int], after: tuple[Run, int]) -> float:
    return 1000 * (after[0].seconds - before[0].seconds) / (after[1] - before[1])
