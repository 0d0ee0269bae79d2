"""An apply that is asked to stop, by Ctrl-C or by whoever ends processes: it finishes what it has begun and says so."""

import signal

import pytest

from rehearsal.engine.calls import Action
from rehearsal.rehearsal import Rehearsal
from tests.rehearsal.state.under_way import apply_held_at, existing, recorded

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_apply_that_is_asked_to_stop_leaves_nothing_outside_its_state(
    rehearsal: Rehearsal, number: signal.Signals
) -> None:
    terraform = rehearsal.terraform("blue-network")
    terraform.init()

    with apply_held_at(rehearsal, "blue-network", "aws_nat_gateway") as apply:
        apply.send_signal(number)
        assert apply.stdout is not None
        assert any("Interrupt received." in line for line in apply.stdout)

    assert apply.returncode == 1
    assert len(list(rehearsal.inventory.of_type("aws_nat_gateway"))) == 1
    assert recorded(rehearsal, "blue-network") == existing(rehearsal)

    plan = terraform.plan()  # nothing is locked
    assert plan.has_changes
    terraform.apply(plan)
    assert terraform.plan().has_changes is False
    created = rehearsal.calls.all(Action.CREATE)
    assert len(created) == len(set(created))
