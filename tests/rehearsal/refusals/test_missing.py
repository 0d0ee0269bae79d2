"""What names something that does not exist: an id of another account or of another day, written by hand."""

from collections.abc import Callable

import pytest

from rehearsal.engine.refusal import RefusedError
from rehearsal.engine.values import State
from tests.rehearsal.player import Json, Player, named, patched
from tests.rehearsal.refusals.conftest import Refusal, said

NO_VPC = "api error InvalidVpcID.NotFound: The vpc ID 'vpc-0gone' does not exist"
NO_SUBNET = "api error InvalidSubnetID.NotFound: The subnet ID 'subnet-0gone' does not exist"
NO_TABLE = "api error InvalidRouteTableID.NotFound: The routeTable ID 'rtb-0gone' does not exist"
NO_SUBNET_OF_EKS = (
    "InvalidParameterException: The subnet ID 'subnet-0gone' does not exist (Service: AmazonEC2; Status Code: 400; "
    "Error Code: InvalidSubnetID.NotFound)"
)
NO_CLUSTER = "404, ResourceNotFoundException: No cluster found for name: gone."
NO_ROLE = "404, NoSuchEntity: The role with name gone cannot be found."
NO_BUCKET = "404, NoSuchBucket: The specified bucket does not exist"
NO_ADDRESS = "api error InvalidElasticIpID.NotFound: The elasticIp ID 'eipalloc-0gone' does not exist"
NO_GATEWAY = "api error InvalidNatGatewayID.NotFound: The natGateway ID 'nat-0gone' does not exist"
ACCOUNT = "arn:aws:iam::123456789012"
NO_POLICY = f"404, NoSuchEntity: Policy {ACCOUNT}:policy/gone does not exist or is not attachable."
NO_ROLE_OF_CLUSTER = (
    f"InvalidParameterException: Role with arn: {ACCOUNT}:role/gone, could not be assumed because it does not exist or "
    "the trusted entity is not correct"
)
NO_ROLE_OF_NODES = (
    "InvalidParameterException: The role with name gone cannot be found. (Service: AmazonIdentityManagement; Status "
    "Code: 404; Error Code: NoSuchEntity)"
)


@pytest.mark.parametrize(
    ("place", "value", "answer"),
    [
        ("dev-network aws_subnet vpc_id", "vpc-0gone", f"EC2: CreateSubnet: 400, {NO_VPC}"),
        ("dev-network aws_route_table vpc_id", "vpc-0gone", f"EC2: CreateRouteTable: 400, {NO_VPC}"),
        ("dev-network aws_internet_gateway vpc_id", "vpc-0gone", f"EC2: AttachInternetGateway: 400, {NO_VPC}"),
        ("dev-network aws_vpc_endpoint vpc_id", "vpc-0gone", f"EC2: CreateVpcEndpoint: 400, {NO_VPC}"),
        ("dev-network aws_vpc_endpoint route_table_ids", ["rtb-0gone"], f"EC2: CreateVpcEndpoint: 400, {NO_TABLE}"),
        ("dev-network aws_nat_gateway subnet_id", "subnet-0gone", f"EC2: CreateNatGateway: 400, {NO_SUBNET}"),
        (
            "dev-network aws_nat_gateway allocation_id",
            "eipalloc-0gone",
            f"EC2: CreateNatGateway: 400, {NO_ADDRESS}",
        ),
        (
            "dev-network aws_route_table_association subnet_id",
            "subnet-0gone",
            f"EC2: AssociateRouteTable: 400, {NO_SUBNET}",
        ),
        (
            "dev-network aws_route_table_association route_table_id",
            "rtb-0gone",
            f"EC2: AssociateRouteTable: 400, {NO_TABLE}",
        ),
        ("dev-network aws_route route_table_id", "rtb-0gone", f"EC2: CreateRoute: 400, {NO_TABLE}"),
        ("dev-network aws_iam_role_policy role", "gone", f"IAM: PutRolePolicy: {NO_ROLE}"),
        (
            "dev-cluster aws_eks_cluster role_arn",
            f"{ACCOUNT}:role/gone",
            f"EKS: CreateCluster: 400, {NO_ROLE_OF_CLUSTER}",
        ),
        ("dev-cluster aws_eks_node_group cluster_name", "gone", f"EKS: CreateNodegroup: {NO_CLUSTER}"),
        (
            "dev-cluster aws_eks_node_group subnet_ids",
            ["subnet-0gone"],
            f"EKS: CreateNodegroup: 400, {NO_SUBNET_OF_EKS}",
        ),
        (
            "dev-cluster aws_eks_node_group node_role_arn",
            f"{ACCOUNT}:role/path/gone",
            f"EKS: CreateNodegroup: 400, {NO_ROLE_OF_NODES}",
        ),
        ("dev-cluster aws_eks_addon cluster_name", "gone", f"EKS: CreateAddon: {NO_CLUSTER}"),
        ("dev-cluster aws_eks_access_entry cluster_name", "gone", f"EKS: CreateAccessEntry: {NO_CLUSTER}"),
        (
            "dev-cluster aws_eks_access_policy_association cluster_name",
            "gone",
            f"EKS: AssociateAccessPolicy: {NO_CLUSTER}",
        ),
        ("dev-cluster aws_iam_role_policy_attachment role", "gone", f"IAM: AttachRolePolicy: {NO_ROLE}"),
        (
            "dev-cluster aws_iam_role_policy_attachment policy_arn",
            f"{ACCOUNT}:policy/gone",
            f"IAM: AttachRolePolicy: {NO_POLICY}",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and value.startswith("dev-") else "",
)
def test_what_is_not_there(
    stacks: dict[str, Json], refusal: Refusal, place: str, value: str | list[str], answer: str
) -> None:
    stack, type_name, argument = place.split()
    document = stacks[stack]
    where = ("resource", type_name, named(document, type_name), argument)

    assert refusal(stack, patched(document, *where, value=value)).endswith(f": operation error {answer}")


def test_a_subnet_of_a_control_plane(stacks: dict[str, Json], refusal: Refusal) -> None:
    cluster = stacks["dev-cluster"]
    place = ("resource", "aws_eks_cluster", named(cluster, "aws_eks_cluster"), "vpc_config", "subnet_ids")

    assert refusal("dev-cluster", patched(cluster, *place, value=["subnet-0gone"])) == (
        f"creating EKS Cluster (dev): operation error EKS: CreateCluster: 400, {NO_SUBNET_OF_EKS}"
    )


@pytest.mark.parametrize(
    ("type_name", "arguments", "answer"),
    [
        (
            "aws_eks_pod_identity_association",
            {"cluster_name": "gone"},
            f"EKS: CreatePodIdentityAssociation: {NO_CLUSTER}",
        ),
        ("aws_eks_fargate_profile", {"cluster_name": "gone"}, f"EKS: CreateFargateProfile: {NO_CLUSTER}"),
        (
            "aws_eks_fargate_profile",
            {"subnet_ids": ["subnet-0gone"]},
            f"EKS: CreateFargateProfile: 400, {NO_SUBNET_OF_EKS}",
        ),
        (
            "aws_egress_only_internet_gateway",
            {"vpc_id": "vpc-0gone"},
            f"EC2: CreateEgressOnlyInternetGateway: 400, {NO_VPC}",
        ),
        ("aws_security_group", {"vpc_id": "vpc-0gone"}, f"EC2: CreateSecurityGroup: 400, {NO_VPC}"),
        (
            "aws_vpc_ipv4_cidr_block_association",
            {"vpc_id": "vpc-0gone"},
            f"EC2: AssociateVpcCidrBlock: 400, {NO_VPC}",
        ),
        (
            "aws_route",
            {"nat_gateway_id": "nat-0gone"},
            f"EC2: CreateRoute: 400, {NO_GATEWAY}",
        ),
        ("aws_s3_bucket_versioning", {"bucket": "gone"}, f"S3: PutBucketVersioning: {NO_BUCKET}"),
        ("aws_s3_bucket_policy", {"bucket": "gone"}, f"S3: PutBucketPolicy: {NO_BUCKET}"),
        ("aws_s3_bucket_ownership_controls", {"bucket": "gone"}, f"S3: PutBucketOwnershipControls: {NO_BUCKET}"),
        ("aws_s3_bucket_public_access_block", {"bucket": "gone"}, f"S3: PutPublicAccessBlock: {NO_BUCKET}"),
        (
            "aws_s3_bucket_server_side_encryption_configuration",
            {"bucket": "gone"},
            f"S3: PutBucketEncryption: {NO_BUCKET}",
        ),
        (
            "aws_s3_bucket_lifecycle_configuration",
            {"bucket": "gone"},
            f"S3: PutBucketLifecycleConfiguration: {NO_BUCKET}",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else value.partition(" ")[0],
)
def test_what_dev_does_not_show(
    create_alone: Callable[[str, State], State], type_name: str, arguments: State, answer: str
) -> None:
    with pytest.raises(RefusedError) as raised:
        create_alone(type_name, arguments)

    assert said(raised.value).endswith(f": operation error {answer}")


@pytest.mark.parametrize("arn", ["arn:aws:iam::aws:policy/AnyOfAws", "arn:aws:iam::999988887777:policy/of-another"])
def test_a_policy_from_elsewhere_may_be_there(stacks: dict[str, Json], before: dict[str, Player], arn: str) -> None:
    cluster = stacks["dev-cluster"]
    name = named(cluster, "aws_iam_role_policy_attachment", "ebs-csi")
    place = ("resource", "aws_iam_role_policy_attachment", name, "policy_arn")

    before["dev-cluster"].copy().play("dev-cluster", patched(cluster, *place, value=arn))
