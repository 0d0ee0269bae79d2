"""An apply that was killed, and the documented way back: unlock, list what no state knows, import or delete it, apply.

When Terraform is gone, AWS still makes what it was asked for last: nobody gets the answer.
"""

from contextlib import suppress
from json import JSONDecodeError
from pathlib import Path
from time import sleep

import pytest

from rehearsal.engine.calls import Action, Call
from rehearsal.providers.aws.account import DEFAULT_ACCOUNT_ID
from rehearsal.rehearsal import Rehearsal
from tests.rehearsal.state.recovery import import_what_exists, list_outside_state, unlock
from tests.rehearsal.state.tagging_api import tagged
from tests.rehearsal.state.under_way import existing, kill_while_it_makes, outside, recorded

pytestmark = pytest.mark.slow

GATEWAY_AND_ITS_ROUTES = 3
RELEASES = 3
REGION = "eu-central-1"
SECONDS_TO_THE_FIRST_WRITE = 20
"""Of remote state, in an apply. Terraform has a setting that makes it longer, and none that makes it shorter."""


def all_is_written(rehearsal: Rehearsal, *stacks: str) -> bool:
    with suppress(JSONDecodeError):  # half of it
        return outside(rehearsal, *stacks) == []
    return False


def tagged_outside_state(rehearsal: Rehearsal, environment: str) -> list[str]:
    """The ARNs of what has an environment's tags, and is in the state of its network under no address."""
    keys = outside(rehearsal, f"{environment}-network")
    tags = {"environment": environment, "stack": "network"}
    return [arn for arn, key in tagged(rehearsal.inventory, region=REGION, tags=tags).items() if key in keys]


def delete(rehearsal: Rehearsal, arns: list[str]) -> None:
    by_arn = tagged(rehearsal.inventory, region=REGION, tags={})
    for arn in arns:
        rehearsal.inventory.remove(by_arn[arn])


def assert_each_thing_is_there_once(rehearsal: Rehearsal, *stacks: str) -> None:
    assert recorded(rehearsal, *stacks) == existing(rehearsal)
    assert [stack for stack in stacks if rehearsal.terraform(stack).plan().has_changes] == []


def test_killed_before_the_state_was_first_written(rehearsal: Rehearsal, tmp_path: Path) -> None:
    kill_while_it_makes(rehearsal, "aws_nat_gateway", "blue-network", missing=GATEWAY_AND_ITS_ROUTES)
    assert recorded(rehearsal, "blue-network") == []
    made = existing(rehearsal)

    unlock(rehearsal, "blue-network")
    listed = list_outside_state(rehearsal, "blue", "network", region=REGION, checkout=tmp_path / "checkout")
    assert listed == tagged_outside_state(rehearsal, "blue")
    assert import_what_exists(rehearsal, "blue-network") == made

    assert_each_thing_is_there_once(rehearsal, "blue-network")


def test_killed_after_the_state_was_written(rehearsal: Rehearsal, tmp_path: Path) -> None:
    """Terraform writes a local state anew for whatever it gets to know; its lock ends with the process."""
    kill_while_it_makes(
        rehearsal,
        "aws_nat_gateway",
        "local-network",
        missing=GATEWAY_AND_ITS_ROUTES,
        when=lambda: all_is_written(rehearsal, "local-network"),
    )
    ((gateway, _),) = rehearsal.inventory.of_type("aws_nat_gateway")

    listed = list_outside_state(rehearsal, "local", "network", region=REGION, checkout=tmp_path / "before")
    assert listed == [f"arn:aws:ec2:{REGION}:{DEFAULT_ACCOUNT_ID}:natgateway/{gateway.id}"]
    delete(rehearsal, listed)
    rehearsal.run("local-network")

    assert_each_thing_is_there_once(rehearsal, "local-network")
    assert list_outside_state(rehearsal, "local", "network", region=REGION, checkout=tmp_path / "after") == []


def test_a_release_that_no_state_knows_is_taken_over(rehearsal: Rehearsal) -> None:
    stacks = ("local-network", "local-cluster", "local-controllers")
    rehearsal.run("local-network")
    rehearsal.run("local-cluster")
    kill_while_it_makes(
        rehearsal,
        "helm_release",
        *stacks,
        missing=RELEASES,
        when=lambda: all_is_written(rehearsal, *stacks),
    )
    assert [key.type_name for key in outside(rehearsal, *stacks)] == ["helm_release"]

    rehearsal.run("local-controllers")

    assert_each_thing_is_there_once(rehearsal, *stacks)


@pytest.mark.sweep
def test_killed_after_remote_state_was_written(rehearsal: Rehearsal, tmp_path: Path) -> None:
    def last(call: Call) -> None:
        if (call.action, call.type_name) == (Action.CREATE, "aws_eip"):
            sleep(SECONDS_TO_THE_FIRST_WRITE + 1)

    rehearsal.calls.listen(last)
    kill_while_it_makes(rehearsal, "aws_nat_gateway", "blue-network", missing=GATEWAY_AND_ITS_ROUTES)
    assert recorded(rehearsal, "blue-network") != []

    unlock(rehearsal, "blue-network")
    listed = list_outside_state(rehearsal, "blue", "network", region=REGION, checkout=tmp_path / "checkout")
    assert listed == tagged_outside_state(rehearsal, "blue")
    delete(rehearsal, listed)
    rehearsal.run("blue-network")

    assert_each_thing_is_there_once(rehearsal, "blue-network")
