"""Fargate profiles that EKS does not make, and what has to wait for them."""

from collections.abc import Callable

import pytest

from rehearsal.engine.refusal import RefusedError
from rehearsal.engine.values import text
from tests.rehearsal.player import Json, Player, named, patched
from tests.rehearsal.refusals.conftest import said
from tests.synthesis import Synthesized

NETWORK, CLUSTER, KIND = "gpu-spot-network", "gpu-spot-cluster", "aws_eks_fargate_profile"
PROFILE = "fargate_jobs"


@pytest.fixture(scope="module")
def cluster(synthesized_with_examples: Synthesized) -> Json:
    """The cluster stack of the example that has a profile."""
    return synthesized_with_examples.stack(CLUSTER)


@pytest.fixture(scope="module")
def network(synthesized_with_examples: Synthesized) -> Player:
    """The cloud with its network."""
    player = Player()
    player.play(NETWORK, synthesized_with_examples.stack(NETWORK))
    return player


Refuse = Callable[..., str]


@pytest.fixture
def refuse(cluster: Json, network: Player) -> Refuse:
    """What is said to the profile with another argument."""

    def play(**arguments: Json) -> str:
        document = cluster
        for argument, value in arguments.items():
            document = patched(document, "resource", KIND, PROFILE, argument, value=value)
        with pytest.raises(RefusedError) as raised:
            network.copy().play(CLUSTER, document)
        return said(raised.value)

    return play


def test_a_role_that_fargate_may_not_assume(cluster: Json, refuse: Refuse) -> None:
    name = cluster["resource"][KIND][PROFILE]["fargate_profile_name"]

    assert refuse(pod_execution_role_arn="${aws_iam_role.node_role.arn}") == (
        f"creating EKS Fargate Profile (gpu-spot:{name}): operation error EKS: CreateFargateProfile: 400, "
        "InvalidParameterException: Misconfigured PodExecutionRole Trust Policy; Please add the "
        "eks-fargate-pods.amazonaws.com Service Principal"
    )


def test_an_entry_for_the_role_that_has_one_from_eks(network: Player, cluster: Json) -> None:
    entry = {
        "cluster_name": "gpu-spot",
        "principal_arn": cluster["resource"][KIND][PROFILE]["pod_execution_role_arn"],
        "depends_on": [f"{KIND}.{PROFILE}"],
    }

    with pytest.raises(RefusedError) as raised:
        network.copy().play(CLUSTER, patched(cluster, "resource", "aws_eks_access_entry", "fargate", value=entry))
    assert said(raised.value).endswith(
        "409, ResourceInUseException: The specified access entry resource is already in use on this cluster."
    )


def test_pods_in_a_public_subnet(network: Player, cluster: Json, refuse: Refuse) -> None:
    name = cluster["resource"][KIND][PROFILE]["fargate_profile_name"]
    subnet = text(network.object(NETWORK, "aws_subnet.network_public_eu-central-1a-subnet"), "id")

    assert refuse(subnet_ids=[subnet]) == (
        f"creating EKS Fargate Profile (gpu-spot:{name}): operation error EKS: CreateFargateProfile: 400, "
        f"InvalidParameterException: Subnet {subnet} provided in Fargate Profile is not a private subnet"
    )


def test_a_profile_that_is_made_twice(network: Player, cluster: Json) -> None:
    body = {**cluster["resource"][KIND][PROFILE], "depends_on": [f"{KIND}.{PROFILE}"]}
    with pytest.raises(RefusedError) as raised:
        network.copy().play(CLUSTER, patched(cluster, "resource", KIND, "again", value=body))

    name = body["fargate_profile_name"]
    assert said(raised.value) == (
        f"creating EKS Fargate Profile (gpu-spot:{name}): operation error EKS: CreateFargateProfile: 409, "
        "ResourceInUseException: Fargate Profile already exists with this name in the cluster."
    )


def test_a_cluster_keeps_until_its_profiles_are_gone(network: Player, cluster: Json) -> None:
    player = network.copy()
    player.play(CLUSTER, cluster)
    control_plane = f"aws_eks_cluster.{named(cluster, 'aws_eks_cluster')}"
    for group in cluster["resource"]["aws_eks_node_group"]:
        player.delete(CLUSTER, cluster, f"aws_eks_node_group.{group}")
    for key, state in list(player.inventory.of_type("aws_eks_cluster")):
        player.inventory.put(key, {**state, "deletion_protection": False})

    with pytest.raises(RefusedError) as raised:
        player.delete(CLUSTER, cluster, control_plane)

    assert said(raised.value) == (
        "deleting EKS Cluster (gpu-spot): operation error EKS: DeleteCluster: 409, ResourceInUseException: Cluster has "
        "Fargate profiles attached"
    )
