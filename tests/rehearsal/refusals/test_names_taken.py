"""Names that exist already."""

import pytest

from rehearsal.engine.refusal import RefusedError
from rehearsal.engine.values import mapping
from tests.rehearsal.player import Json, Player, named, patched
from tests.rehearsal.refusals.conftest import Refusal

AGAIN = {
    "aws_cloudwatch_log_group": (
        "creating CloudWatch Logs Log Group (/aws/eks/dev/cluster): operation error CloudWatch Logs: CreateLogGroup: "
        "400, ResourceAlreadyExistsException: The specified log group already exists"
    ),
    "aws_eks_addon": (
        "creating EKS Add-On (dev:{addon_name}): operation error EKS: CreateAddon: 409, ResourceInUseException: Addon "
        "already exists."
    ),
    "aws_eks_cluster": (
        "creating EKS Cluster (dev): operation error EKS: CreateCluster: 409, ResourceInUseException: Cluster already "
        "exists with name: dev"
    ),
    "aws_eks_node_group": (
        "creating EKS Node Group (dev:{node_group_name}): operation error EKS: CreateNodegroup: 409, "
        "ResourceInUseException: NodeGroup already exists with name {node_group_name} and cluster name dev"
    ),
    "aws_iam_openid_connect_provider": (
        "creating IAM OIDC Provider: operation error IAM: CreateOpenIDConnectProvider: 409, EntityAlreadyExists: "
        "Provider with url {url} already exists."
    ),
    "aws_iam_policy": (
        "creating IAM Policy ({name}): operation error IAM: CreatePolicy: 409, EntityAlreadyExists: A policy called "
        "{name} already exists. Duplicate names are not allowed."
    ),
    "aws_iam_role": (
        "creating IAM Role ({name}): operation error IAM: CreateRole: 409, EntityAlreadyExists: Role with name {name} "
        "already exists."
    ),
    "aws_kms_alias": (
        "creating KMS Alias (alias/eks/dev): operation error KMS: CreateAlias: 400, AlreadyExistsException: An alias "
        "with the name arn:aws:kms:eu-central-1:123456789012:alias/eks/dev already exists"
    ),
    "aws_launch_template": (
        "creating EC2 Launch Template ({name}): operation error EC2: CreateLaunchTemplate: 400, api error "
        "InvalidLaunchTemplateName.AlreadyExistsException: Launch template name already in use."
    ),
}


@pytest.mark.parametrize("type_name", AGAIN)
def test_an_object_of_the_cluster_that_is_made_twice(
    stacks: dict[str, Json], before: dict[str, Player], refusal: Refusal, type_name: str
) -> None:
    cluster = stacks["dev-cluster"]
    name = named(cluster, type_name)
    values = before[""].object("dev-cluster", f"{type_name}.{name}")
    body = {**cluster["resource"][type_name][name], "depends_on": [f"{type_name}.{name}", *EDGES.get(type_name, [])]}

    said = refusal("dev-cluster", patched(cluster, "resource", type_name, "again", value=body))

    assert said == AGAIN[type_name].format_map(values)


# What has to be there so that nothing else is refused first.
EDGES = {"aws_eks_addon": ["aws_eks_node_group.node-group-system_nodes"]}


def test_a_route_that_is_made_twice(stacks: dict[str, Json], refusal: Refusal) -> None:
    network = stacks["dev-network"]
    route = network["resource"]["aws_route"][named(network, "aws_route", "public")]

    assert "RouteAlreadyExists: The route identified by 0.0.0.0/0 already exists." in refusal(
        "dev-network", patched(network, "resource", "aws_route", "again", value=route)
    )


@pytest.mark.parametrize("name", ["default", "web"], ids=["the default one's name", "a name of ours"])
def test_a_security_group_that_is_made_twice(stacks: dict[str, Json], refusal: Refusal, name: str) -> None:
    group = {"name": name, "vpc_id": "${aws_vpc.network_vpc.id}", "depends_on": [DEFAULT]}
    groups = {"one": group, "two": {**group, "description": "another"}}

    said = refusal("dev-network", patched(stacks["dev-network"], "resource", "aws_security_group", value=groups))

    assert said.startswith(
        f"creating Security Group ({name}): operation error EC2: CreateSecurityGroup: 400, api error "
        f"InvalidGroup.Duplicate: The security group '{name}' already exists for VPC 'vpc-"
    )


DEFAULT = "aws_default_security_group.network_default-security-group"


def test_a_bucket_that_is_made_twice(stacks: dict[str, Json], refusal: Refusal) -> None:
    buckets = {"one": {"bucket": "a-b-c"}, "two": {"bucket": "a-b-c"}}

    assert refusal("dev-network", patched(stacks["dev-network"], "resource", "aws_s3_bucket", value=buckets)) == (
        "creating S3 Bucket (a-b-c): operation error S3: CreateBucket: 409, BucketAlreadyOwnedByYou: Your previous "
        "request to create the named bucket succeeded and you already own it."
    )


def test_a_log_group_that_the_control_plane_made_first(stacks: dict[str, Json], refusal: Refusal) -> None:
    control_plane = "aws_eks_cluster.cluster_control-plane"
    loose = patched(
        stacks["dev-cluster"],
        *("resource", *control_plane.split("."), "depends_on"),
        value=["aws_iam_role_policy_attachment.cluster_service_AmazonEKSClusterPolicy"],
    )
    late = patched(loose, "resource", "aws_cloudwatch_log_group", "cluster_logs", "depends_on", value=[control_plane])

    assert refusal("dev-cluster", late) == AGAIN["aws_cloudwatch_log_group"]


def test_a_release_that_is_made_twice(stacks: dict[str, Json], before: dict[str, Player]) -> None:
    controllers, player = stacks["dev-controllers"], before[""].copy()
    name = named(controllers, "helm_release", "storage-class")
    release = controllers["resource"]["helm_release"][name]
    again = {"provider": controllers["provider"], "data": controllers["data"]}

    adopting = {**again, "resource": {"helm_release": {"again": {**release, "upgrade_install": True}}}}
    player.play("again", adopting)
    assert mapping(player.object("again", "helm_release.again"), "metadata")["revision"] == 2

    with pytest.raises(RefusedError, match="installation failed") as raised:
        player.play("again", {**again, "resource": {"helm_release": {"again": {**release, "upgrade_install": False}}}})
    assert raised.value.detail.startswith("cannot re-use a name that is still in use")
