"""What AWS answers when an argument names something that does not exist.

What exists is what the rehearsal made, and what was there before because an environment file speaks of it
(rehearsal/already_there.py). Not judged is what may well exist beside that: policies of AWS, roles of other accounts,
principals of access entries, security groups that EKS made.
"""

from rehearsal.engine.values import text
from rehearsal.providers.aws.refusals.answer import USERGUIDE, refused
from rehearsal.providers.aws.refusals.named import (
    IAM_API,
    bucket,
    cluster,
    of_ec2,
    role,
    route_table,
    subnet,
    subnets_of_eks,
    vpc,
)
from rehearsal.providers.aws.resource import Refusal, Resource
from rehearsal.providers.aws.trust import find_role


def _attached_policy(resource: Resource) -> None:
    """A policy of this account; those of AWS are all taken for granted."""
    arn, own = resource.text("policy_arn"), resource.global_arn("iam", "policy/")
    if arn.startswith(own) and not any(text(it, "arn") == arn for it in resource.all("aws_iam_policy")):
        raise refused(
            _ATTACHING.format_map({"policy_arn": arn, "role": resource.text("role")}),
            "IAM: AttachRolePolicy",
            f"NoSuchEntity: Policy {arn} does not exist or is not attachable.",
            source=f"{IAM_API}/API_AttachRolePolicy.html",
            status=404,
        )


def _missing_role(resource: Resource, arn: str) -> bool:
    """Whether this is the ARN of a role that this account should have, and has not."""
    own = arn.startswith(resource.global_arn("iam", "role/"))
    return own and find_role(resource.change.inventory, arn) is None


def _role_of_cluster(resource: Resource) -> None:
    arn = resource.text("role_arn")
    if _missing_role(resource, arn):
        raise refused(
            _CREATING_CLUSTER.format(name=resource.text("name")),
            "EKS: CreateCluster",
            f"InvalidParameterException: Role with arn: {arn}, could not be assumed because it does not exist or the "
            "trusted entity is not correct",
            source="https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2406",
        )


def _role_of_nodes(resource: Resource) -> None:
    """The page tells of the rule; the words are IAM's own."""
    arn = resource.text("node_role_arn")
    if _missing_role(resource, arn):
        names = {it: resource.text(it) for it in ("cluster_name", "node_group_name")}
        raise refused(
            _CREATING_NODES.format_map(names),
            "EKS: CreateNodegroup",
            f"InvalidParameterException: The role with name {arn.rpartition('/')[2]} cannot be found. (Service: "
            "AmazonIdentityManagement; Status Code: 404; Error Code: NoSuchEntity)",
            source=f"{USERGUIDE}/create-node-role.html",
        )


_ATTACHING = "attaching IAM Policy ({policy_arn}) to IAM Role ({role})"
_CREATING_CLUSTER = "creating EKS Cluster ({name})"
_CREATING_NODES = "creating EKS Node Group ({cluster_name}:{node_group_name})"
_CREATING_PROFILE = "creating EKS Fargate Profile ({cluster_name}:{fargate_profile_name})"
_CREATING_ENDPOINT = "creating EC2 VPC Endpoint ({service_name})"
_CREATING_ROUTE = "creating Route in Route Table ({route_table_id}) with destination ({destination_cidr_block})"
_ASSOCIATING = "creating Route Table ({route_table_id}) Association"
_CREATING_ENTRY = "creating EKS Access Entry ({cluster_name}:{principal_arn})"
_CREATING_GATEWAY = "creating EC2 NAT Gateway"

ON_CREATE: dict[str, tuple[Refusal, ...]] = {
    "aws_egress_only_internet_gateway": (
        vpc("creating EC2 Egress-only Internet Gateway", "CreateEgressOnlyInternetGateway"),
    ),
    "aws_eks_access_entry": (cluster(_CREATING_ENTRY, "CreateAccessEntry"),),
    "aws_eks_access_policy_association": (
        cluster(
            "creating EKS Access Policy Association ({cluster_name}#{principal_arn}#{policy_arn})",
            "AssociateAccessPolicy",
        ),
    ),
    "aws_eks_addon": (cluster("creating EKS Add-On ({cluster_name}:{addon_name})", "CreateAddon"),),
    "aws_eks_cluster": (
        subnets_of_eks("vpc_config.subnet_ids", _CREATING_CLUSTER, "CreateCluster"),
        _role_of_cluster,
    ),
    "aws_eks_fargate_profile": (
        cluster(_CREATING_PROFILE, "CreateFargateProfile"),
        subnets_of_eks("subnet_ids", _CREATING_PROFILE, "CreateFargateProfile"),
    ),
    "aws_eks_node_group": (
        cluster(_CREATING_NODES, "CreateNodegroup"),
        subnets_of_eks("subnet_ids", _CREATING_NODES, "CreateNodegroup"),
        _role_of_nodes,
    ),
    "aws_eks_pod_identity_association": (
        cluster("creating EKS Pod Identity Association", "CreatePodIdentityAssociation"),
    ),
    "aws_iam_role_policy": (role("putting IAM Role ({role}) Policy ({name})", "PutRolePolicy"),),
    "aws_iam_role_policy_attachment": (role(_ATTACHING, "AttachRolePolicy"), _attached_policy),
    "aws_nat_gateway": (
        subnet(_CREATING_GATEWAY, "CreateNatGateway"),
        of_ec2(
            _CREATING_GATEWAY,
            "CreateNatGateway",
            "InvalidElasticIpID.NotFound: The elasticIp ID '{missing}' does not exist",
            allocation_id="aws_eip",
        ),
    ),
    "aws_route": (
        route_table(_CREATING_ROUTE, "CreateRoute"),
        of_ec2(
            _CREATING_ROUTE,
            "CreateRoute",
            "InvalidNatGatewayID.NotFound: The natGateway ID '{missing}' does not exist",
            nat_gateway_id="aws_nat_gateway",
        ),
    ),
    "aws_route_table": (vpc("creating Route Table", "CreateRouteTable"),),
    "aws_route_table_association": (
        subnet(_ASSOCIATING, "AssociateRouteTable"),
        route_table(_ASSOCIATING, "AssociateRouteTable"),
    ),
    "aws_s3_bucket_lifecycle_configuration": (bucket("Lifecycle Configuration", "PutBucketLifecycleConfiguration"),),
    "aws_s3_bucket_ownership_controls": (bucket("Ownership Controls", "PutBucketOwnershipControls"),),
    "aws_s3_bucket_policy": (bucket("Policy", "PutBucketPolicy"),),
    "aws_s3_bucket_public_access_block": (bucket("Public Access Block", "PutPublicAccessBlock"),),
    "aws_s3_bucket_server_side_encryption_configuration": (
        bucket("Server-side Encryption Configuration", "PutBucketEncryption"),
    ),
    "aws_s3_bucket_versioning": (bucket("Versioning", "PutBucketVersioning"),),
    "aws_security_group": (vpc("creating Security Group ({name})", "CreateSecurityGroup"),),
    "aws_subnet": (vpc("creating EC2 Subnet", "CreateSubnet"),),
    "aws_vpc_endpoint": (
        vpc(_CREATING_ENDPOINT, "CreateVpcEndpoint"),
        route_table(_CREATING_ENDPOINT, "CreateVpcEndpoint", "route_table_ids"),
    ),
    "aws_vpc_ipv4_cidr_block_association": (
        vpc("creating EC2 VPC ({vpc_id}) IPv4 CIDR Block Association", "AssociateVpcCidrBlock"),
    ),
}
NOT_READY: dict[str, tuple[Refusal, ...]] = {
    # It is made, and then can't be attached.
    "aws_internet_gateway": (
        vpc(
            "creating EC2 Internet Gateway: attaching EC2 Internet Gateway ({id}) to VPC ({vpc_id})",
            "AttachInternetGateway",
        ),
    ),
}
