"""Reviews of plans that the real Terraform made, as Markdown in git."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from rehearsal.engine.values import first_block, text
from rehearsal.terraform import TerraformError
from tests.rehearsal.changing import Platform, Settings, edited, in_state
from tests.rehearsal.faults.failing_cloud import half_made
from tests.reports.review.conftest import DEV, ZONES
from tests.reports.review.reviewing import Reviewed, reviewed
from tests.synthesis import Json

pytestmark = pytest.mark.slow

NETWORK, CLUSTER, CONTROLLERS = "dev-network", "dev-cluster", "dev-controllers"
OTHER_SUBNET: Settings = {"network.zone_slot_map": {"eu-central-1a": 0, "eu-central-1b": 2}}
DOCUMENT = Path(__file__).parents[3] / "docs" / "plan-review.md"


def planned(platform: Platform, stacks: Sequence[str]) -> dict[str, Json]:
    """What `terraform show -json` says of a plan of each stack."""
    return {stack: (running := platform.terraform(stack)).show(running.plan()) for stack in stacks}


def review_of(platform: Platform, folder: Path, edits: Settings, *stacks: str) -> Reviewed:
    platform.change({"dev": edited(DEV, edits)})
    return reviewed(folder, planned(platform, stacks))


@pytest.mark.parametrize(
    ("status", "stacks", "edits"),
    [
        pytest.param(
            0,
            [NETWORK, CLUSTER, CONTROLLERS],
            {
                "network.nat_gateway": {"mode": "per-zone"},
                "cluster.node_groups": {"batch": ZONES, "system": ZONES, "work": ZONES},
                "cluster.viewers": ["arn:aws:iam::111122223333:role/viewer"],
                "cluster.public_access_cidrs": ["203.0.113.0/24", "0.0.0.0/0"],
                "hosted_zones": [{"name": "dev.example.com", "id": "Z0DEVEXAMPLE0000002"}],
                "controllers.metrics-server": {},
                "controllers.external-dns": {"policy": "upsert-only"},
            },
            id="growth",
        ),
        pytest.param(0, [CLUSTER], {"cluster.version": "1.35"}, id="upgrade"),
        pytest.param(2, [CLUSTER], {"cluster.version": "1.36"}, id="skipped-version"),
        pytest.param(2, [CLUSTER], {"cluster.node_groups": {"general": ZONES, "system": ZONES}}, id="rename"),
        pytest.param(
            0,
            [CLUSTER],
            {"cluster.node_groups": {"system": ZONES, "work": {**ZONES, "instance_types": ["m7i.large"]}}},
            id="blue-green",
        ),
        pytest.param(
            2, [CLUSTER, CONTROLLERS], {"controllers.external-dns": None, "cluster.admins": None}, id="removal"
        ),
        pytest.param(
            0,
            [CLUSTER],
            {
                "cluster.admins": None,
                "cluster.deployers": ["arn:aws:iam::111122223333:role/new-deployer"],
                "cluster.enabled_cluster_log_types": ["api"],
                "cluster.log_retention_in_days": 7,
            },
            id="less-protected",
        ),
        pytest.param(0, [NETWORK], {"tags": {"team": "platform"}}, id="tags"),
    ],
)
def test_edits(
    platform: Platform,
    tmp_path: Path,
    golden: SnapshotAssertion,
    *,
    status: int,
    stacks: Sequence[str],
    edits: Settings,
) -> None:
    found = review_of(platform, tmp_path, edits, *stacks)

    assert (found.status, found.errors) == (status, "")
    assert found.text == golden


def test_a_replaced_subnet(platform: Platform, tmp_path: Path, golden: SnapshotAssertion) -> None:
    """Blocked, and allowed once all three are named, as the review itself proposes it; the document shows it."""
    found = review_of(platform, tmp_path, OTHER_SUBNET, NETWORK, CLUSTER)
    proposed = found.text.partition("````yaml\n")[2].partition("````")[0]
    allowances = tmp_path / "allowances.yaml"
    allowances.write_text(
        proposed.replace("reason: ''", "reason: It is empty").replace("until: ''", "until: 2026-11-30")
    )
    allowed = reviewed(tmp_path, planned(platform, [NETWORK]), "--allowances", str(allowances))

    assert (found.status, allowed.status) == (2, 0)
    assert found.text == golden
    assert found.text in DOCUMENT.read_text(encoding="utf-8")
    assert {it["address"]: it["allowance"] for it in allowed.document["stacks"][0]["entries"] if it["guard"]} == {
        f"aws_subnet.network_{tier}_eu-central-1b-subnet": {"reason": "It is empty", "end": "until 2026-11-30"}
        for tier in ("intra", "private", "public")
    }


def test_drift(platform: Platform, tmp_path: Path, golden: SnapshotAssertion) -> None:
    """Somebody opened the API in the console, and deleted a route."""
    inventory = platform.rehearsal.inventory
    ((cluster, state),) = inventory.of_type("aws_eks_cluster")
    opened = {**first_block(state, "vpc_config"), "public_access_cidrs": ["0.0.0.0/0"]}
    inventory.put(cluster, {**state, "vpc_config": [opened]})
    route = in_state(platform.rehearsal, NETWORK)["aws_route.network_public_eu-central-1a-internet-route"]
    inventory.remove(inventory.find("aws_route", text(route, "id")))

    found = reviewed(tmp_path, planned(platform, [NETWORK, CLUSTER]))

    assert found.status == 0
    assert found.text == golden


def test_a_failed_apply(platform: Platform, tmp_path: Path, golden: SnapshotAssertion) -> None:
    """A node group that was made and then failed is tainted: Terraform deletes it first."""
    platform.change({"dev": edited(DEV, {"cluster.node_groups": {"batch": ZONES, "system": ZONES, "work": ZONES}})})
    with half_made("aws_eks_node_group"), pytest.raises(TerraformError):
        platform.apply(CLUSTER)

    found = reviewed(tmp_path, planned(platform, [CLUSTER]))

    assert found.status == 2
    assert found.text == golden
