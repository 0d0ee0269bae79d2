"""From node groups to EKS Auto Mode and back, and what its example may change: in place, and nothing replaced."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from main import PROJECT
from rehearsal.engine.values import items, mapping
from rehearsal.terraform import TerraformError
from tests.rehearsal.changing import Platform, Settings, committed, edited, rehearsed

pytestmark = pytest.mark.slow

# With a thumbprint every change of the cluster has its certificate read again, which is no news here.
LEFT_OUT: Settings = {"cluster.oidc_thumbprint": "left-out"}
DEV = edited(committed("dev"), {**LEFT_OUT, "smoke_test": None, "controllers.aws-load-balancer-controller": None})
BESIDE = edited(DEV, {"cluster.compute": {"mode": "auto"}})
ALONE = edited(BESIDE, {"cluster.node_groups": None})
OFF = edited(DEV, {"cluster.compute": {"mode": "auto-off"}})
CLUSTER = "dev-cluster"
CONTROL_PLANE = "aws_eks_cluster.cluster_control-plane"
POLICIES = (
    "AmazonEKSBlockStoragePolicy",
    "AmazonEKSComputePolicy",
    "AmazonEKSLoadBalancingPolicy",
    "AmazonEKSNetworkingPolicy",
)
AUTO_MODE = {
    *(f"aws_iam_role_policy_attachment.cluster_service_{policy}" for policy in POLICIES),
    "aws_iam_role.auto-node_role",
    "aws_iam_role_policy_attachment.auto-node_AmazonEC2ContainerRegistryPullOnly",
    "aws_iam_role_policy_attachment.auto-node_AmazonEKSWorkerNodeMinimalPolicy",
}
"""What Auto Mode needs beside its arguments."""
SWITCHED = {CONTROL_PLANE: "update", "aws_iam_role.cluster_service_role": "update"}


@pytest.fixture
def plain(tmp_path: Path) -> Iterator[Platform]:
    """The environment dev, deployed without what clashes with Auto Mode."""
    with rehearsed(tmp_path, {"dev": DEV}) as platform:
        platform.come_up()
        yield platform


def test_there_by_way_of_both_and_back_by_way_of_off(plain: Platform) -> None:
    before = plain.objects()

    plain.change({"dev": BESIDE})
    assert plain.apply_all() == {CLUSTER: {**dict.fromkeys(AUTO_MODE, "create"), **SWITCHED}}

    plain.change({"dev": ALONE})
    alone = plain.apply_all()
    assert alone["dev-controllers"] == {"helm_release.default-storage-class_release": "update"}
    assert set(alone[CLUSTER].values()) == {"delete"}
    assert {address.partition(".")[0] for address in alone[CLUSTER]} == {
        "aws_eks_addon",
        "aws_eks_node_group",
        "aws_iam_policy",
        "aws_iam_role",
        "aws_iam_role_policy_attachment",
        "aws_launch_template",
    }

    plain.change({"dev": OFF})
    off = plain.apply_all()
    assert off["dev-controllers"] == {"helm_release.default-storage-class_release": "update"}
    assert off[CLUSTER] == {**dict.fromkeys(alone[CLUSTER], "create"), CONTROL_PLANE: "update"}

    plain.change({"dev": DEV})
    assert plain.apply_all() == {CLUSTER: {**dict.fromkeys(AUTO_MODE, "delete"), **SWITCHED}}
    assert {key.type_name for key in plain.objects()} == {key.type_name for key in before}
    assert len(plain.objects()) == len(before)


def test_not_straight_back(plain: Platform) -> None:
    """The cluster would go on with Auto Mode, without the permissions that it needs."""
    plain.change({"dev": BESIDE})
    plain.come_up()

    plain.change({"dev": DEV})
    with pytest.raises(TerraformError) as failed:
        plain.apply(CLUSTER)
    assert "arguments of EKS Auto Mode that are left out stay as they are" in str(failed.value)


EXAMPLE = edited(committed("auto-mode", PROJECT / "environments" / "examples"), LEFT_OUT)
RULE: Settings = {"description": "Probes", "from_port": 8080, "to_port": 8090, "cidr_ipv4": "10.200.1.0/24"}


def test_the_example_grows_in_place(tmp_path: Path) -> None:
    entry = "aws_eks_access_entry.access_111122223333-role"
    association = "aws_eks_access_policy_association.access_111122223333-role"
    entries: Settings = {"type": "EC2_LINUX", "principal_arn": "arn:aws:iam::111122223333:role/own-nodes"}
    edits: Settings = {
        "cluster.access_entries": [*items(mapping(EXAMPLE, "cluster"), "access_entries"), entries],
        "cluster.security_group_ingress_rules.probes": RULE,
        "cluster.zonal_shift_config": {"enabled": False},
        "cluster.control_plane_scaling_config": {"tier": "tier-xl"},
        "cluster.compute": {"mode": "auto", "node_pools": ["general-purpose"]},
    }
    with rehearsed(tmp_path, {"auto-mode": EXAMPLE}) as platform:
        platform.come_up()
        platform.change({"auto-mode": edited(EXAMPLE, edits)})
        assert platform.apply_all() == {
            "auto-mode-cluster": {
                CONTROL_PLANE: "update",
                f"{entry}-own-nodes": "create",
                "aws_vpc_security_group_ingress_rule.control-plane-ingress_probes": "create",
            }
        }
        platform.change({"auto-mode": edited(EXAMPLE, {"cluster.access_entries": None})})
        assert platform.plan("auto-mode-cluster") == {
            CONTROL_PLANE: "update",
            "aws_vpc_security_group_ingress_rule.control-plane-ingress_probes": "delete",
            **dict.fromkeys(
                (f"{entry}-{name}" for name in ("gpu-nodes", "own-nodes", "shop-pipeline", "support")), "delete"
            ),
            f"{association}-gpu-nodes_AmazonEKSAutoNodePolicy": "delete",
            f"{association}-shop-pipeline_AmazonEKSEditPolicy": "delete",
            f"{association}-shop-pipeline_AmazonEKSViewPolicy": "delete",
        }
