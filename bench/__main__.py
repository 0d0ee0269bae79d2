"""The command line: measures, prints, and with --write puts the tables into docs/performance.md."""

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bench import cases, tables
from bench.cases import Case
from bench.process import Run, run

DOCUMENT = cases.PROJECT / "docs" / "performance.md"


def main() -> None:
    """Measure, print the tables, and write them where that is asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure synthesis in whole processes.")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    parser.add_argument("--about", metavar="TEXT", help="a line above the written tables: versions, machine, date")
    wishes = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = _figures(Path(folder))
    console = Console()
    for table in figures:
        console.print(table.for_terminal())
    if wishes.write:
        parts = ([wishes.about] if wishes.about else []) + [table.as_markdown() for table in figures]
        text = tables.replace_tables(DOCUMENT.read_text(encoding="utf-8"), "\n\n".join(parts))
        DOCUMENT.write_text(text, encoding="utf-8")


def _figures(scratch: Path) -> list[tables.Figures]:
    floor, both, many = cases.bare(), cases.both_environments(scratch), cases.many_clusters(scratch)
    best = _measure([floor, *both, *many], scratch)
    return [
        tables.both_environments(best[floor.name], [(case.name, best[case.name]) for case in both]),
        tables.many_clusters(best[floor.name], [(case.name, best[case.name], case.resources()) for case in many]),
    ]


def _measure(measured: Sequence[Case], scratch: Path) -> dict[str, Run]:
    """The fastest run of each case, by its name. Round by round, so that a busy moment of the machine meets all."""
    runs: dict[str, list[Run]] = {case.name: [] for case in measured}
    columns = (MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, transient=True) as progress:
        task = progress.add_task("", total=sum(case.rounds for case in measured))
        for number in range(max(case.rounds for case in measured)):
            for case in (case for case in measured if number < case.rounds):
                progress.update(task, description=case.name)
                runs[case.name].append(run(case.command, case.environment(scratch), folder=cases.PROJECT))
                progress.advance(task)
    return {name: Run.best(of_case) for name, of_case in runs.items()}


if __name__ == "__main__":
    main()
