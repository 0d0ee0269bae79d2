"""EKS Auto Mode as EKS does not take it: one thing changed in the cluster of dev."""

import copy

import pytest

from rehearsal.engine.refusal import RefusedError
from tests.rehearsal.player import Json, Player, patched
from tests.rehearsal.refusals.conftest import Refusal, said

CONTROL_PLANE = "aws_eks_cluster.cluster_control-plane"
POLICIES = (
    "AmazonEKSBlockStoragePolicy",
    "AmazonEKSComputePolicy",
    "AmazonEKSLoadBalancingPolicy",
    "AmazonEKSNetworkingPolicy",
)
WHOLE = (
    "compute_config.enabled, kubernetes_networking_config.elastic_load_balancing.enabled, and "
    "storage_config.block_storage.enabled must all be set to either true or false"
)


@pytest.fixture
def auto(stacks: dict[str, Json]) -> Json:
    """The cluster stack of dev with EKS Auto Mode, and all that it needs."""
    document = copy.deepcopy(stacks["dev-cluster"])
    resources = document["resource"]
    cluster = resources["aws_eks_cluster"]["cluster_control-plane"]
    pools = {"enabled": True, "node_pools": ["system"], "node_role_arn": "${aws_iam_role.node_role.arn}"}
    cluster["compute_config"] = pools
    cluster["storage_config"] = {"block_storage": {"enabled": True}}
    cluster["kubernetes_network_config"]["elastic_load_balancing"] = {"enabled": True}
    for policy in POLICIES:
        resources["aws_iam_role_policy_attachment"][policy] = {
            "role": "${aws_iam_role.cluster_service_role.name}",
            "policy_arn": f"arn:aws:iam::aws:policy/{policy}",
        }
        cluster["depends_on"].append(f"aws_iam_role_policy_attachment.{policy}")
    role = resources["aws_iam_role"]["cluster_service_role"]
    role["assume_role_policy"] = role["assume_role_policy"].replace(
        '"Action":"sts:AssumeRole"', '"Action":["sts:AssumeRole","sts:TagSession"]'
    )
    return document


def test_a_cluster_that_has_all_of_it_is_made(before: dict[str, Player], auto: Json) -> None:
    """Though the role of its nodes is entered already, so nobody else may enter it."""
    player = before["dev-cluster"].copy()
    del auto["resource"]["aws_eks_node_group"]
    entry = {
        "cluster_name": f"${{{CONTROL_PLANE}.name}}",
        "principal_arn": "${aws_iam_role.node_role.arn}",
        "type": "EC2",
    }

    with pytest.raises(RefusedError, match="The specified access entry resource is already in use on this cluster"):
        player.play("dev-cluster", patched(auto, "resource", "aws_eks_access_entry", "nodes", value=entry))


@pytest.mark.parametrize(
    ("place", "value", "answer"),
    [
        (("storage_config",), None, WHOLE),
        (("kubernetes_network_config", "elastic_load_balancing"), {"enabled": False}, WHOLE),
        (("compute_config", "enabled"), False, WHOLE),
        (
            ("compute_config", "node_role_arn"),
            None,
            "When Compute Config nodeRoleArn is null or empty, nodePool list cannot be populated.",
        ),
        (
            ("compute_config", "node_pools"),
            [],
            "When Compute Config nodeRoleArn is not null or empty, nodePool value(s) must be provided.",
        ),
        (("bootstrap_self_managed_addons",), None, "bootstrapSelfManagedAddons must be false for EKS Auto Mode"),
    ],
)
def test_a_part_of_it(auto: Json, refusal: Refusal, place: tuple[str, ...], value: Json, answer: str) -> None:
    path = ("resource", "aws_eks_cluster", "cluster_control-plane", *place)

    assert refusal("dev-cluster", patched(auto, *path, value=value)).endswith(answer)


def test_a_role_without_its_policies(auto: Json, refusal: Refusal) -> None:
    del auto["resource"]["aws_iam_role_policy_attachment"]["AmazonEKSComputePolicy"]
    auto["resource"]["aws_eks_cluster"]["cluster_control-plane"]["depends_on"].remove(
        "aws_iam_role_policy_attachment.AmazonEKSComputePolicy"
    )

    assert refusal("dev-cluster", auto).endswith(
        "The provided role lacks policies for EKS Auto Mode: AmazonEKSComputePolicy"
    )


def test_a_role_whose_sessions_nobody_may_tag(auto: Json, stacks: dict[str, Json], refusal: Refusal) -> None:
    place = ("resource", "aws_iam_role", "cluster_service_role", "assume_role_policy")
    plain = stacks["dev-cluster"]["resource"]["aws_iam_role"]["cluster_service_role"]["assume_role_policy"]

    assert refusal("dev-cluster", patched(auto, *place, value=plain)).endswith(
        "The trust policy of the provided role does not allow sts:TagSession"
    )


def test_leaving_it_out_does_not_switch_it_off(before: dict[str, Player], auto: Json, stacks: dict[str, Json]) -> None:
    player = before["dev-cluster"].copy()
    player.play("dev-cluster", auto)

    with pytest.raises(RefusedError) as raised:
        player.update("dev-cluster", stacks["dev-cluster"], CONTROL_PLANE)

    assert said(raised.value) == (
        "updating EKS Cluster (dev): arguments of EKS Auto Mode that are left out stay as they are; set enabled = "
        "false in each of them, and apply, before they are taken away"
    )
