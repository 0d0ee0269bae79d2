"""Access to clusters that EKS does not give."""

import copy

import pytest

from tests.rehearsal.player import Json, named, patched
from tests.rehearsal.refusals.conftest import Refusal


@pytest.fixture
def cluster(stacks: dict[str, Json]) -> Json:
    return stacks["dev-cluster"]


def test_a_second_entry_for_one_principal(cluster: Json, refusal: Refusal) -> None:
    name = named(cluster, "aws_eks_access_entry")
    entry = cluster["resource"]["aws_eks_access_entry"][name]

    said = refusal("dev-cluster", patched(cluster, "resource", "aws_eks_access_entry", "again", value=entry))

    assert said == (
        f"creating EKS Access Entry (dev:{entry['principal_arn']}): operation error EKS: CreateAccessEntry: 409, "
        "ResourceInUseException: The specified access entry resource is already in use on this cluster."
    )


def test_an_entry_for_nodes_that_have_one_from_eks(cluster: Json, refusal: Refusal) -> None:
    name = named(cluster, "aws_eks_access_entry")
    entry = copy.deepcopy(cluster["resource"]["aws_eks_access_entry"][name])
    entry |= {"principal_arn": "${aws_iam_role.node_role.arn}", "type": "EC2_LINUX"}
    entry["depends_on"] = ["aws_eks_node_group.node-group-system_nodes"]

    said = refusal("dev-cluster", patched(cluster, "resource", "aws_eks_access_entry", "nodes", value=entry))

    assert said.endswith("The specified access entry resource is already in use on this cluster.")


def test_an_entry_in_a_cluster_that_knows_only_its_config_map(cluster: Json, refusal: Refusal) -> None:
    place = ("resource", "aws_eks_cluster", "cluster_control-plane", "access_config", "authentication_mode")

    assert refusal("dev-cluster", patched(cluster, *place, value="CONFIG_MAP")).endswith(
        "operation error EKS: CreateAccessEntry: 400, InvalidRequestException: The cluster's authentication mode must "
        "be set to one of [API, API_AND_CONFIG_MAP] to perform this operation."
    )


def test_a_policy_for_a_principal_without_an_entry(cluster: Json, refusal: Refusal) -> None:
    name = named(cluster, "aws_eks_access_policy_association")
    place = ("resource", "aws_eks_access_policy_association", name, "principal_arn")

    assert refusal("dev-cluster", patched(cluster, *place, value="arn:aws:iam::111122223333:role/other")).endswith(
        "operation error EKS: AssociateAccessPolicy: 404, ResourceNotFoundException: The specified principalArn could "
        "not be found. You can view your available access entries with 'list-access-entries'."
    )


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (
            {"type": "EC2_LINUX", "kubernetes_groups": ["nodes"]},
            "username and kubernetesGroups can't be specified for type EC2_LINUX",
        ),
        ({"user_name": "eks:ci"}, "The username eks:ci is invalid, it cannot start with eks:"),
        (
            {"kubernetes_groups": ["system:masters"]},
            "The kubernetes group name system:masters is invalid, it cannot start with system:",
        ),
    ],
)
def test_names_that_eks_keeps_for_itself(cluster: Json, refusal: Refusal, arguments: Json, answer: str) -> None:
    name = named(cluster, "aws_eks_access_entry")
    entry = {**cluster["resource"]["aws_eks_access_entry"][name], **arguments}

    assert refusal("dev-cluster", patched(cluster, "resource", "aws_eks_access_entry", name, value=entry)).endswith(
        f"operation error EKS: CreateAccessEntry: 400, InvalidParameterException: {answer}"
    )


@pytest.mark.parametrize("kind", ["EC2_LINUX", "EC2"])
def test_a_policy_of_people_for_nodes(cluster: Json, refusal: Refusal, kind: str) -> None:
    name = named(cluster, "aws_eks_access_entry")

    assert refusal(
        "dev-cluster", patched(cluster, "resource", "aws_eks_access_entry", name, "type", value=kind)
    ).endswith(
        "operation error EKS: AssociateAccessPolicy: 400, InvalidRequestException: AmazonEKSClusterAdminPolicy can't "
        f"be associated with an access entry of type {kind}"
    )


def test_a_second_association_for_one_service_account(cluster: Json, refusal: Refusal) -> None:
    association = {
        "cluster_name": "${aws_eks_cluster.cluster_control-plane.name}",
        "namespace": "a",
        "service_account": "b",
        "role_arn": "${aws_iam_role.node_role.arn}",
    }
    associations = {"one": association, "two": {**association, "role_arn": "${aws_iam_role.ebs-csi_role.arn}"}}

    said = refusal("dev-cluster", patched(cluster, "resource", "aws_eks_pod_identity_association", value=associations))

    assert said.startswith(
        "creating EKS Pod Identity Association: operation error EKS: CreatePodIdentityAssociation: 409, "
        "ResourceInUseException: Association already exists: a-"
    )
