"""The whole life of every example: whoever copies one gets what was applied, planned again and destroyed."""

from pathlib import Path

import pytest

from tests.conftest import EXAMPLES
from tests.rehearsal.life.command import rehearse, without_figures

pytestmark = pytest.mark.slow


ALL = sorted(path.stem for path in EXAMPLES.glob("*.yaml"))
SAMPLE = ("private",)
"""The others are applied and planned again by the tests of their growth or their order, and existing-cluster lives in
test_whole_lives.py, with a bucket that keeps its own state; the sweep lives them all."""


@pytest.mark.parametrize("name", [pytest.param(it, marks=[] if it in SAMPLE else pytest.mark.sweep) for it in ALL])
def test_the_whole_life_of_an_example(name: str, tmp_path: Path) -> None:
    done = rehearse(name, "--environments", EXAMPLES, temporary=tmp_path)

    assert (done.status, done.errors, without_figures(done.lines[-1:])) == (0, "", ["everything holds; - s"])
