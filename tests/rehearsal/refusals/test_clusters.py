"""Control planes that EKS does not make, change or delete."""

import pytest

from rehearsal.engine.refusal import RefusedError
from tests.rehearsal.player import Json, Player, named, patched
from tests.rehearsal.refusals.conftest import DeleteRefusal, Refusal, UpdateRefusal

CLUSTER = "aws_eks_cluster.cluster_control-plane"
PLACE = ("resource", *CLUSTER.split("."))


@pytest.fixture
def cluster(stacks: dict[str, Json]) -> Json:
    return stacks["dev-cluster"]


def test_subnets_in_one_zone(cluster: Json, refusal: Refusal) -> None:
    subnets = cluster["resource"]["aws_eks_cluster"]["cluster_control-plane"]["vpc_config"]["subnet_ids"]

    said = refusal("dev-cluster", patched(cluster, *PLACE, "vpc_config", "subnet_ids", value=subnets[:1]))

    assert said == (
        "creating EKS Cluster (dev): operation error EKS: CreateCluster: 400, InvalidParameterException: Subnets "
        "specified must be in at least two different AZs"
    )


def test_subnets_in_a_zone_that_was_not_there_at_first(
    stacks: dict[str, Json], cluster: Json, before: dict[str, Player]
) -> None:
    network, player = stacks["dev-network"], before[""].copy()
    third = {"vpc_id": player.object("dev-network", "aws_vpc.network_vpc")["id"], "cidr_block": "10.10.168.0/22"}
    player.play(
        "third-zone",
        {
            "provider": network["provider"],
            "resource": {"aws_subnet": {"c": {**third, "availability_zone": "eu-central-1c"}}},
        },
    )
    subnets = [
        *cluster["resource"]["aws_eks_cluster"]["cluster_control-plane"]["vpc_config"]["subnet_ids"],
        player.object("third-zone", "aws_subnet.c")["id"],
    ]

    with pytest.raises(RefusedError, match="Provided subnets belong to the AZs") as raised:
        player.update("dev-cluster", patched(cluster, *PLACE, "vpc_config", "subnet_ids", value=subnets), CLUSTER)

    assert raised.value.summary.partition("InvalidParameterException: ")[2] == (
        "Provided subnets belong to the AZs 'eu-central-1a,eu-central-1b,eu-central-1c'. But they should belong to the "
        "exact set of AZs 'eu-central-1a,eu-central-1b' in which subnets were provided during cluster creation"
    )


def test_a_role_that_eks_may_not_assume(cluster: Json, refusal: Refusal) -> None:
    trust = cluster["resource"]["aws_iam_role"]["node_role"]["assume_role_policy"]
    place = ("resource", "aws_iam_role", "cluster_service_role", "assume_role_policy")

    said = refusal("dev-cluster", patched(cluster, *place, value=trust))

    assert said == (
        "creating EKS Cluster (dev): operation error EKS: CreateCluster: 400, InvalidParameterException: Role could "
        "not be assumed because the trusted entity is not correct"
    )


def test_a_role_without_its_policy(cluster: Json, refusal: Refusal) -> None:
    name = "cluster_service_AmazonEKSClusterPolicy"
    without = patched(cluster, "resource", "aws_iam_role_policy_attachment", name, value=None)

    said = refusal("dev-cluster", patched(without, *PLACE, "depends_on", value=[]))

    assert said == (
        "creating EKS Cluster (dev): operation error EKS: CreateCluster: 400, InvalidParameterException: The provided "
        "role doesn't have the Amazon EKS Managed Policies associated with it. Please ensure the following policy is "
        "attached: arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"
    )


def test_the_edge_to_the_policy_is_what_makes_it_pass(cluster: Json, before: dict[str, Player]) -> None:
    attachments = cluster["resource"]["aws_iam_role_policy_attachment"]
    late = {**attachments["cluster_service_AmazonEKSClusterPolicy"], "depends_on": [CLUSTER]}
    place = ("resource", "aws_iam_role_policy_attachment", "cluster_service_AmazonEKSClusterPolicy")
    loose = patched(cluster, *PLACE, "depends_on", value=[])

    with pytest.raises(RefusedError, match="doesn't have the Amazon EKS Managed Policies"):
        before["dev-cluster"].copy().play("dev-cluster", patched(loose, *place, value=late))


@pytest.mark.parametrize("version", ["1.37", "1.34", "1.33"], ids=["skipped", "back", "further back"])
def test_a_version_that_is_not_the_next(cluster: Json, update_refusal: UpdateRefusal, version: str) -> None:
    current = cluster["resource"]["aws_eks_cluster"]["cluster_control-plane"]["version"]

    said = update_refusal("dev-cluster", patched(cluster, *PLACE, "version", value=version), CLUSTER)

    assert said == (
        "updating EKS Cluster (dev) version: operation error EKS: UpdateClusterVersion: 400, "
        f"InvalidParameterException: Unsupported Kubernetes minor version update from {current} to {version}"
    )


def test_the_next_version_passes(cluster: Json, before: dict[str, Player]) -> None:
    player = before[""].copy()

    planned, replaced_by = player.update("dev-cluster", patched(cluster, *PLACE, "version", value="1.36"), CLUSTER)

    assert (planned["version"], replaced_by) == ("1.36", ())


def test_nodes_may_be_three_versions_behind_and_no_more(cluster: Json, before: dict[str, Player]) -> None:
    player = before[""].copy()
    for version in ("1.36", "1.37", "1.38"):
        player.update("dev-cluster", patched(cluster, *PLACE, "version", value=version), CLUSTER)

    with pytest.raises(
        RefusedError,
        match=r"Nodegroups system-[0-9a-f]{8} must be updated to match cluster version 1\.38 before updating",
    ):
        player.update("dev-cluster", patched(cluster, *PLACE, "version", value="1.39"), CLUSTER)


def test_a_mode_of_access_does_not_go_back(cluster: Json, update_refusal: UpdateRefusal) -> None:
    place = (*PLACE, "access_config", "authentication_mode")

    said = update_refusal("dev-cluster", patched(cluster, *place, value="API_AND_CONFIG_MAP"), CLUSTER)

    assert said == (
        "updating EKS Cluster (dev) access configuration: operation error EKS: UpdateClusterConfig: 400, "
        "InvalidParameterException: Unsupported authentication mode update from API to API_AND_CONFIG_MAP"
    )


def test_a_protected_cluster_is_not_deleted(cluster: Json, before: dict[str, Player]) -> None:
    player = before["dev-cluster"].copy()
    protected = patched(cluster, *PLACE, "deletion_protection", value=True)
    player.play("dev-cluster", protected)

    with pytest.raises(
        RefusedError, match=r"InvalidRequestException: Cluster dev cannot be deleted because it has del"
    ):
        player.delete("dev-cluster", protected, CLUSTER)


def test_a_cluster_with_nodes_is_not_deleted(
    cluster: Json, before: dict[str, Player], delete_refusal: DeleteRefusal
) -> None:
    assert delete_refusal("dev-cluster", CLUSTER) == (
        "deleting EKS Cluster (dev): operation error EKS: DeleteCluster: 409, ResourceInUseException: Cluster has "
        "nodegroups attached"
    )

    player = before[""].copy()
    player.delete("dev-cluster", cluster, f"aws_eks_node_group.{named(cluster, 'aws_eks_node_group')}")
    player.delete("dev-cluster", cluster, CLUSTER)


def test_a_key_of_another_region(cluster: Json, refusal: Refusal) -> None:
    place = ("resource", "aws_eks_cluster", "cluster_control-plane", "encryption_config", "provider", "key_arn")
    key = "arn:aws:kms:eu-west-1:111122223333:key/1"

    assert refusal("dev-cluster", patched(cluster, *place, value=key)).endswith(
        f"InvalidParameterException: The key {key} must be in the region of the cluster, eu-central-1"
    )


def test_another_key(cluster: Json, update_refusal: UpdateRefusal) -> None:
    place = ("resource", "aws_eks_cluster", "cluster_control-plane", "encryption_config", "provider", "key_arn")
    key = "arn:aws:kms:eu-central-1:111122223333:key/1"

    assert update_refusal("dev-cluster", patched(cluster, *place, value=key), CLUSTER) == (
        "associating EKS Cluster (dev) encryption config: operation error EKS: AssociateEncryptionConfig: 400, "
        "InvalidParameterException: Encryption is already enabled on the cluster"
    )
