"""States in one bucket: each has its own key, and what a key held before can be brought back."""

import json

import pytest

from rehearsal.rehearsal import Rehearsal
from rehearsal.terraform import TerraformError
from tests.rehearsal.state.conftest import BUCKET
from tests.rehearsal.state.under_way import apply_held_at, existing, recorded

pytestmark = pytest.mark.slow

BLUE = {
    "blue/cluster.tfstate",
    "blue/cluster.tfstate.tflock",
    "blue/network.tfstate",
    "blue/network.tfstate.tflock",
}
GREEN_LOCK = "green/network.tfstate.tflock"


def test_two_environments_in_one_bucket_never_touch_each_others_keys(rehearsal: Rehearsal) -> None:
    rehearsal.run("green-network")
    greens = existing(rehearsal)
    before = rehearsal.store.versions(BUCKET)

    with apply_held_at(rehearsal, "blue-network", "aws_nat_gateway"):
        assert rehearsal.terraform("green-network").plan().has_changes is False  # under a lock of its own
        before[GREEN_LOCK] = rehearsal.store.versions(BUCKET)[GREEN_LOCK]
    rehearsal.run("blue-cluster")
    rehearsal.terraform("blue-cluster").destroy()
    rehearsal.terraform("blue-network").destroy()

    after = rehearsal.store.versions(BUCKET)
    assert after == before | {key: after[key] for key in BLUE}
    assert existing(rehearsal) == greens


def test_an_older_state_can_be_brought_back(rehearsal: Rehearsal) -> None:
    rehearsal.run("blue-network")
    made = existing(rehearsal)
    terraform = rehearsal.terraform("blue-network")
    terraform.command("state", "rm", "aws_vpc.network_vpc")
    assert terraform.plan().has_changes

    _, older = rehearsal.store.versions(BUCKET)["blue/network.tfstate"]
    old = terraform.data_directory / "old.tfstate"
    old.write_text(json.dumps(rehearsal.store.state(BUCKET, "blue/network.tfstate", older)))
    with pytest.raises(TerraformError, match="cannot import state with serial 1 over newer state with serial 2"):
        terraform.command("state", "push", str(old))
    terraform.command("state", "push", "-force", str(old))

    assert terraform.plan().has_changes is False
    assert recorded(rehearsal, "blue-network") == made
