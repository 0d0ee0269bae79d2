"""A second environment in the same account and region: the first one does not notice it, coming or going."""

import pytest

from tests.rehearsal.changing import Platform, committed, edited, in_state

pytestmark = pytest.mark.slow

DEV = committed("dev")
OPS = edited(DEV, {"network.cidr_block": "10.30.0.0/16", "smoke_test": None})
OPS_STACKS = ["ops-network", "ops-cluster", "ops-controllers"]


def test_a_second_environment_comes_and_goes(dev: Platform) -> None:
    before = dev.objects()

    dev.change({"dev": DEV, "ops": OPS})
    created = {stack: dev.apply(stack) for stack in OPS_STACKS}

    assert dev.plan_all() == {}
    assert created == {
        stack: dict.fromkeys(in_state(dev.rehearsal, f"dev-{stack.removeprefix('ops-')}"), "create")
        for stack in OPS_STACKS
    }

    for stack in reversed(OPS_STACKS):
        dev.terraform(stack).destroy()
    dev.change({"dev": DEV})
    assert dev.objects() == before
