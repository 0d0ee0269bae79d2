"""What the benchmark measures is what it says, and the document keeps its other text."""

import os
import sys
from pathlib import Path

import pytest

from bench import tables
from bench.cases import many_clusters
from bench.process import Run, run
from config.loading import load_environments
from modules.controllers import CONTROLLERS


def test_many_clusters_are_valid_environments(tmp_path: Path) -> None:
    many = {case.name: Path(case.command[case.command.index("--environments") + 1]) for case in many_clusters(tmp_path)}

    assert {name: len(load_environments(folder, CONTROLLERS)) for name, folder in many.items()} == {
        "1": 1,
        "5": 5,
        "20": 20,
        "50": 50,
    }


def test_the_memory_of_child_processes_counts(tmp_path: Path) -> None:
    (tmp_path / "child.py").write_text("import time; taken = b'x' * (300 * 2**20); time.sleep(0.5)", encoding="utf-8")
    (tmp_path / "parent.py").write_text(
        "import subprocess, sys; taken = b'x' * (100 * 2**20); subprocess.run([sys.executable, 'child.py'])",
        encoding="utf-8",
    )

    measured = run([sys.executable, "parent.py"], os.environ, folder=tmp_path)

    assert 300 < measured.largest < 390
    assert measured.together is not None
    assert 400 < measured.together < 500


def test_a_command_that_fails_ends_the_benchmark_with_its_words(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="no such luck"):
        run([sys.executable, "-c", "raise SystemExit('no such luck')"], os.environ, folder=tmp_path)


def test_several_runs_count_as_the_shortest_time_and_the_highest_peaks() -> None:
    assert Run.best([Run(2.0, 200, None), Run(1.0, 150, 190), Run(3.0, 100, 300)]) == Run(1.0, 200, 300)


def test_the_document_gets_ratios_and_keeps_its_text() -> None:
    floor, lazy, plain = Run(0.5, 80, 160), Run(1.0, 190, 240), Run(20.0, 700, None)
    figures = [
        tables.both_environments(floor, [("lazy", lazy), ("plain", plain)]),
        tables.many_clusters(floor, [("1", lazy, 70), ("5", Run(1.5, 195, 250), 320)]),
    ]
    document = f"before\n{tables.BEGIN}\nold\n{tables.END}\nafter\n"

    written = tables.replace_tables(document, "\n\n".join(table.as_markdown() for table in figures))

    assert (
        written
        == f"""before
{tables.BEGIN}

**dev and prod**

|  | import = 1 | plain = 1 | largest MiB | all MiB |
| --- | --: | --: | --: | --: |
| import cdktf | 1.0 | 0.03 | 80 | 160 |
| lazy | 2.0 | 0.05 | 190 | 240 |
| plain | 40.0 | 1.00 | 700 |  |

**lazy, many clusters**

| clusters | resources | import = 1 | largest MiB | all MiB | ms per resource more |
| --- | --: | --: | --: | --: | --: |
| 1 | 70 | 2.0 | 190 | 240 |  |
| 5 | 320 | 3.0 | 195 | 250 | 2.00 |

{tables.END}
after
"""
    )


def test_a_document_without_a_place_for_tables_is_refused() -> None:
    with pytest.raises(ValueError, match="one place between"):
        tables.replace_tables("no marks", "table")
