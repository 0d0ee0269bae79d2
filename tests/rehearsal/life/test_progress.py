"""What a rehearsal shows while it runs: lines that stay, and on a terminal a spinner."""

import io
import re

import pytest
from rich.console import Console

from rehearsal.failure import DifferenceError, StepFailedError
from rehearsal.progress import LiveProgress, PlainProgress
from rehearsal.steps import Steps
from tests.rehearsal.life.command import without_figures

ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def pass_one(steps: Steps) -> None:
    with steps.step("dev-network", "init") as step:
        step.doing("apply")
        step.done("3 resources, second plan empty", resources=3)


def fail_one(steps: Steps) -> None:
    with steps.step("dev-cluster", "init") as step:
        step.doing("second plan")
        raise DifferenceError("the plan is not empty", "what Terraform printed")


def test_a_log_gets_a_line_for_each_step_that_is_done() -> None:
    stream = io.StringIO()
    steps = Steps(PlainProgress(stream))

    pass_one(steps)
    with pytest.raises(StepFailedError):
        fail_one(steps)

    assert without_figures(stream.getvalue().splitlines()) == ["dev-network - resources, second plan empty - s"]
    assert "\x1b" not in stream.getvalue()


def test_a_terminal_shows_what_is_being_done_beneath_what_is_done() -> None:
    screen = io.StringIO()
    progress = LiveProgress(Console(file=screen, force_terminal=True, width=120))

    with progress.running("dev-network: init") as change:
        progress.say("  [one] step that is done")
        change("dev-network: [apply]")

    shown = [line.strip() for line in ANSI.sub("", screen.getvalue()).replace("\r", "\n").splitlines()]
    assert shown.count("[one] step that is done") == 1
    first, last = (next(line for line in lines if "dev-network" in line) for lines in (shown, reversed(shown)))
    assert re.fullmatch(r". dev-network: init 0:00:00", first)
    assert re.fullmatch(r". dev-network: \[apply\] 0:00:00", last)


def test_the_table_says_what_became_of_every_stack() -> None:
    steps = Steps(PlainProgress(io.StringIO()))
    steps.expect("dev-network", "dev-cluster", "dev-controllers")
    with steps.step("dev", "synthesize"):
        pass
    steps.passed()
    pass_one(steps)
    with pytest.raises(StepFailedError):
        fail_one(steps)

    console = Console(file=io.StringIO(), width=120, record=True, color_system=None)
    console.print(steps.table())

    rows = [" ".join(line.split()) for line in console.export_text().splitlines()]
    assert rows == [
        "stack resources seconds result",
        "dev-network 3 0.0 not finished",
        "dev-cluster 0.0 failed: second plan",
        "dev-controllers 0.0 not reached",
        "dev 0.0 passed",
    ]


def test_a_failure_says_what_failed_where_and_why() -> None:
    with pytest.raises(StepFailedError) as raised:
        fail_one(Steps(PlainProgress(io.StringIO())))

    assert raised.value.headline == "dev-cluster: second plan: the plan is not empty"
    assert raised.value.output == "what Terraform printed"
