"""Node groups that EKS does not make, and nodes that never become ready."""

import pytest

from rehearsal.engine.refusal import RefusedError
from tests.rehearsal.player import Json, Player, patched
from tests.rehearsal.refusals.conftest import Refusal, UpdateRefusal

NODES = "node-group-system_nodes"
PLACE = ("resource", "aws_eks_node_group", NODES)
GROUP = "dev:system-0f7b2cda"
FAILED = (
    f"waiting for EKS Node Group ({GROUP}) create: unexpected state 'CREATE_FAILED', wanted target 'ACTIVE'. last "
    "error: NodeCreationFailure:"
)


@pytest.fixture
def cluster(stacks: dict[str, Json]) -> Json:
    return stacks["dev-cluster"]


def test_newer_nodes_than_the_control_plane(cluster: Json, refusal: Refusal) -> None:
    said = refusal("dev-cluster", patched(cluster, *PLACE, "version", value="1.36"))

    assert said == (
        f"creating EKS Node Group ({GROUP}): operation error EKS: CreateNodegroup: 400, InvalidParameterException: "
        "Nodegroup Kubernetes version should be equal to Cluster kubernetes version 1.35 or NodeGroup kubernetes "
        "version 1.35"
    )


def test_nodes_that_are_upgraded_before_the_control_plane(cluster: Json, update_refusal: UpdateRefusal) -> None:
    document = patched(cluster, *PLACE, "version", value="1.36")

    assert update_refusal("dev-cluster", document, f"aws_eks_node_group.{NODES}") == (
        f"updating EKS Node Group ({GROUP}) version: operation error EKS: UpdateNodegroupVersion: 400, "
        "InvalidParameterException: Nodegroup Kubernetes version should be equal to Cluster kubernetes version 1.35 or "
        "NodeGroup kubernetes version 1.35"
    )


def test_nodes_that_follow_the_control_plane_pass(cluster: Json, before: dict[str, Player]) -> None:
    player = before[""].copy()
    control_plane = "aws_eks_cluster.cluster_control-plane"
    document = patched(cluster, "resource", *control_plane.split("."), "version", value="1.36")
    player.update("dev-cluster", document, control_plane)

    player.update("dev-cluster", patched(document, *PLACE, "version", value="1.36"), f"aws_eks_node_group.{NODES}")

    assert player.object("dev-cluster", f"aws_eks_node_group.{NODES}")["version"] == "1.36"


@pytest.mark.parametrize(
    ("scaling", "why"),
    [
        (
            {"min_size": 3, "desired_size": 2, "max_size": 4},
            "Minimum capacity 3 can't be greater than desired size 2",
        ),
        ({"min_size": 1, "desired_size": 3, "max_size": 2}, "desired capacity 3 can't be greater than max size 2"),
    ],
    ids=["below", "above"],
)
def test_bounds_that_leave_the_desired_size_outside(
    cluster: Json, update_refusal: UpdateRefusal, scaling: dict[str, int], why: str
) -> None:
    document = patched(cluster, *PLACE, "scaling_config", value=scaling)

    assert update_refusal("dev-cluster", document, f"aws_eks_node_group.{NODES}") == (
        f"updating EKS Node Group ({GROUP}) config: operation error EKS: UpdateNodegroupConfig: 400, "
        f"InvalidParameterException: {why}"
    )


def test_a_role_that_nodes_may_not_assume(cluster: Json, refusal: Refusal) -> None:
    trust = cluster["resource"]["aws_iam_role"]["cluster_service_role"]["assume_role_policy"]
    document = patched(cluster, "resource", "aws_iam_role", "node_role", "assume_role_policy", value=trust)

    assert refusal("dev-cluster", document) == (
        f"creating EKS Node Group ({GROUP}): operation error EKS: CreateNodegroup: 400, InvalidParameterException: "
        "Following required service principals [ec2.amazonaws.com] were not found in the trust relationships of "
        "nodeRole arn:aws:iam::123456789012:role/dev-node"
    )


def test_a_disk_in_two_places(cluster: Json, refusal: Refusal) -> None:
    assert refusal("dev-cluster", patched(cluster, *PLACE, "disk_size", value=50)) == (
        f"creating EKS Node Group ({GROUP}): operation error EKS: CreateNodegroup: 400, InvalidParameterException: "
        "Disk size must be specified within the launch template."
    )


def left_behind(cluster: Json, before: dict[str, Player]) -> tuple[str, list[str]]:
    """What is said when nodes never become ready, and which node groups there are all the same."""
    player = before["dev-cluster"].copy()
    with pytest.raises(RefusedError) as raised:
        player.play("dev-cluster", cluster)
    return raised.value.summary, [key.id for key, _ in player.inventory.of_type("aws_eks_node_group")]


@pytest.mark.parametrize("policy", ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"])
def test_nodes_without_a_policy_of_their_role(cluster: Json, before: dict[str, Player], policy: str) -> None:
    without = patched(cluster, "resource", "aws_iam_role_policy_attachment", f"node_{policy}", value=None)
    edges = cluster["resource"]["aws_eks_node_group"][NODES]["depends_on"]
    document = patched(without, *PLACE, "depends_on", value=[edge for edge in edges if not edge.endswith(policy)])

    assert left_behind(document, before) == (
        f"{FAILED} Instances failed to join the kubernetes cluster",
        [GROUP],
    )


def test_nodes_before_their_network(cluster: Json, before: dict[str, Player]) -> None:
    edges = cluster["resource"]["aws_eks_node_group"][NODES]["depends_on"]
    loose = patched(cluster, *PLACE, "depends_on", value=[edge for edge in edges if "vpc-cni" not in edge])
    addon = loose["resource"]["aws_eks_addon"]["addons-before-nodes_vpc-cni"]
    addon["depends_on"] = [*addon["depends_on"], f"aws_eks_node_group.{NODES}"]

    assert left_behind(loose, before) == (
        f"{FAILED} Unhealthy nodes in the kubernetes cluster",
        [GROUP],
    )
