"""Edits that would replace something precious, or take it away: the plan says so, and these are all of them.

docs/operations.md lists the keys of an environment file that can't change; here is what Terraform makes of each.
"""

import re
from pathlib import Path

import pytest

from rehearsal.engine.values import mapping
from rehearsal.terraform import TerraformError
from tests.rehearsal.changing import Changes, Platform, Settings, committed, edited, in_state, rehearsed

pytestmark = pytest.mark.slow

DEV = committed("dev")
CLUSTER = "aws_eks_cluster.cluster_control-plane"


def gone(changes: Changes) -> set[str]:
    """What a plan takes away, whether or not it makes a new one."""
    return {address for address, action in changes.items() if action in {"delete", "replace"}}


def subnets(*zones: str) -> set[str]:
    return {
        address
        for zone in zones
        for tier in ("public", "private", "intra")
        for address in (
            f"aws_subnet.network_{tier}_{zone}-subnet",
            f"aws_route_table_association.network_{tier}_{zone}-association",
        )
    }


def routing(zone: str) -> set[str]:
    """What a zone without a NAT gateway has besides its subnets."""
    return {
        *(f"aws_route_table.network_{tier}_{zone}-route-table" for tier in ("public", "private", "intra")),
        f"aws_route.network_public_{zone}-internet-route",
        f"aws_route.network_private_{zone}-nat-route",
    }


NAT_GATEWAY = "aws_nat_gateway.network_nat_eu-central-1a-gateway"
IN_EU_WEST_1: Settings = {
    "region": "eu-west-1",
    "network.availability_zones": ["eu-west-1a", "eu-west-1b"],
    "network.nat_gateway": {"mode": "single", "availability_zone": "eu-west-1a"},
    "cluster.availability_zones": ["eu-west-1a", "eu-west-1b"],
    "cluster.node_groups.system.availability_zones": ["eu-west-1a", "eu-west-1b"],
}
ZONE_C_FOR_B: Settings = {
    "network.availability_zones": ["eu-central-1a", "eu-central-1c"],
    "cluster.availability_zones": ["eu-central-1a", "eu-central-1c"],
    "cluster.node_groups.system.availability_zones": ["eu-central-1a", "eu-central-1c"],
}


@pytest.mark.parametrize(
    ("edits", "taken"),
    [
        ({"network.zone_slots": 8}, {*subnets("eu-central-1a", "eu-central-1b"), NAT_GATEWAY}),
        ({"network.zone_slot_map": {"eu-central-1a": 0, "eu-central-1b": 2}}, subnets("eu-central-1b")),
        (ZONE_C_FOR_B, {*subnets("eu-central-1b"), *routing("eu-central-1b")}),
    ],
    ids=["zone slots", "slot of a zone", "another zone"],
)
def test_edits_that_take_subnets_away(dev: Platform, edits: Settings, taken: set[str]) -> None:
    dev.change({"dev": edited(DEV, edits)})

    assert gone(dev.plan("dev-network")) == taken


@pytest.mark.parametrize(
    ("stack", "edits", "kept"),
    [
        (
            "dev-network",
            {"network.cidr_block": "10.11.0.0/16"},
            {
                "aws_cloudwatch_log_group.network_flow-logs_logs",
                "aws_eip.network_nat_eu-central-1a-address",
                "aws_iam_role.network_flow-logs_delivery_role",
                "aws_iam_role_policy.network_flow-logs_delivery_policy",
                "aws_internet_gateway.network_internet-gateway",
            },
        ),
        (
            "dev-network",
            IN_EU_WEST_1,
            {
                "aws_iam_role.network_flow-logs_delivery_role",
                "aws_iam_role_policy.network_flow-logs_delivery_policy",
            },
        ),
        ("dev-cluster", {"cluster.name": "other"}, {"aws_kms_key.encryption_key"}),
    ],
    ids=["address range", "region", "name of the cluster"],
)
def test_edits_that_take_nearly_everything_away(dev: Platform, stack: str, edits: Settings, kept: set[str]) -> None:
    dev.change({"dev": edited(DEV, edits)})

    assert set(in_state(dev.rehearsal, stack)) - gone(dev.plan(stack)) == kept


def test_the_service_range_takes_the_cluster_away(dev: Platform) -> None:
    """Only what hangs on an id of the cluster goes with it; nodes and EKS add-ons, which know it by name, do not."""
    dev.change({"dev": edited(DEV, {"cluster.service_ipv4_cidr": "172.21.0.0/16"})})

    assert gone(dev.plan("dev-cluster")) == {
        CLUSTER,
        "aws_ec2_tag.cluster_discovery-tag",
        "aws_iam_openid_connect_provider.oidc_provider",
    }


def refusal(address: str) -> str:
    """A pattern of what Terraform says while it plans, wherever it breaks the lines."""
    words = ["Resource", re.escape(address), "has", r"lifecycle\.prevent_destroy"]
    return r"Error: Instance cannot be destroyed(.|\n)*" + r"\s+".join(words)


def test_a_protected_cluster_is_not_taken_away(dev: Platform) -> None:
    edits: Settings = {"deletion_protection": True, "cluster.service_ipv4_cidr": "172.21.0.0/16"}
    dev.change({"dev": edited(DEV, edits)})

    with pytest.raises(TerraformError, match=refusal(CLUSTER)):
        dev.plan("dev-cluster")


def test_a_protected_state_bucket_is_not_taken_away(tmp_path: Path) -> None:
    prod, stack = committed("prod"), "prod-state-bucket"
    with rehearsed(tmp_path, {"prod": prod}) as platform:
        platform.apply(stack)
        platform.change({"prod": edited(prod, {"state.bucket": "example-prod-other-state"})})

        with pytest.raises(TerraformError, match=refusal("aws_s3_bucket.state_bucket")):
            platform.plan(stack)


def test_a_node_group_with_another_name_is_another_one(dev: Platform) -> None:
    system = mapping(mapping(mapping(DEV, "cluster"), "node_groups"), "system")
    dev.change({"dev": edited(DEV, {"cluster.node_groups": {"general": system}})})

    assert dev.plan("dev-cluster") == {
        "aws_eks_node_group.node-group-general_nodes": "create",
        "aws_launch_template.node-group-general_launch-template": "create",
        "aws_eks_node_group.node-group-system_nodes": "delete",
        "aws_launch_template.node-group-system_launch-template": "delete",
    }
