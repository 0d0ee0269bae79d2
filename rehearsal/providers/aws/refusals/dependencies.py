"""What cannot be deleted because something still needs it. The real provider tries for a while before it says so."""

from rehearsal.engine.values import first_block, text, texts
from rehearsal.providers.aws.refusals.answer import EC2_ERRORS, refused
from rehearsal.providers.aws.resource import Refusal, Resource

# What lies in a VPC. Its default security group goes with it.
_IN_VPC = (
    "aws_egress_only_internet_gateway",
    "aws_internet_gateway",
    "aws_route_table",
    "aws_security_group",
    "aws_subnet",
    "aws_vpc_endpoint",
)


def _vpc(resource: Resource) -> None:
    vpc_id = resource.text("id")
    if any(text(other, "vpc_id") == vpc_id for kind in _IN_VPC for other in resource.all(kind)):
        raise refused(
            f"deleting EC2 VPC ({vpc_id})",
            "EC2: DeleteVpc",
            f"DependencyViolation: The vpc '{vpc_id}' has dependencies and cannot be deleted.",
            source=EC2_ERRORS,
        )


def _subnet(resource: Resource) -> None:
    """NAT gateways, control planes, nodes, Fargate pods and interface endpoints have network interfaces in it."""
    subnet_id = resource.text("id")
    used = [text(gateway, "subnet_id") for gateway in resource.all("aws_nat_gateway")]
    for cluster in resource.all("aws_eks_cluster"):
        used += texts(first_block(cluster, "vpc_config"), "subnet_ids")
    for kind in ("aws_eks_fargate_profile", "aws_eks_node_group", "aws_vpc_endpoint"):
        for other in resource.all(kind):
            used += texts(other, "subnet_ids")
    if subnet_id in used:
        raise refused(
            f"deleting EC2 Subnet ({subnet_id})",
            "EC2: DeleteSubnet",
            f"DependencyViolation: The subnet '{subnet_id}' has dependencies and cannot be deleted.",
            source=EC2_ERRORS,
        )


def _internet_gateway(resource: Resource) -> None:
    gateway_id, vpc_id = resource.text("id"), resource.text("vpc_id")
    gateways = (gateway for gateway in resource.all("aws_internet_gateway") if text(gateway, "vpc_id") == vpc_id)
    is_attached = text(next(gateways, {}), "id") == gateway_id  # of several, the first one
    if is_attached and any(
        text(resource.other("aws_subnet", text(gateway, "subnet_id")), "vpc_id") == vpc_id
        for gateway in resource.all("aws_nat_gateway")
    ):
        raise refused(
            f"detaching EC2 Internet Gateway ({gateway_id}) from VPC ({vpc_id})",
            "EC2: DetachInternetGateway",
            f"DependencyViolation: Network {vpc_id} has some mapped public address(es). Please unmap those public "
            "address(es) before detaching the gateway.",
            source=EC2_ERRORS,
        )


def _address(resource: Resource) -> None:
    allocation_id = resource.text("id")
    if any(text(gateway, "allocation_id") == allocation_id for gateway in resource.all("aws_nat_gateway")):
        raise refused(
            f"deleting EC2 EIP ({allocation_id})",
            "EC2: ReleaseAddress",
            f"InvalidIPAddress.InUse: Address {resource.text('public_ip')} is in use.",
            source=EC2_ERRORS,
        )


def _route_table(resource: Resource) -> None:
    table_id = resource.text("id")
    associations = resource.all("aws_route_table_association")
    if any(text(association, "route_table_id") == table_id for association in associations):
        raise refused(
            f"deleting Route Table ({table_id})",
            "EC2: DeleteRouteTable",
            f"DependencyViolation: The routeTable '{table_id}' has dependencies and cannot be deleted.",
            source=EC2_ERRORS,
        )


def _security_group(resource: Resource) -> None:
    group_id = resource.text("id")
    used = [
        text(rule, "referenced_security_group_id")
        for kind in ("aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule")
        for rule in resource.all(kind)
        if text(rule, "security_group_id") != group_id
    ]
    for cluster in resource.all("aws_eks_cluster"):
        used += texts(first_block(cluster, "vpc_config"), "security_group_ids")
    for endpoint in resource.all("aws_vpc_endpoint"):
        used += texts(endpoint, "security_group_ids")
    if group_id in used:
        raise refused(
            f"deleting Security Group ({group_id})",
            "EC2: DeleteSecurityGroup",
            f"DependencyViolation: resource {group_id} has a dependent object",
            source=EC2_ERRORS,
        )


def _policy(resource: Resource) -> None:
    arn = resource.text("arn")
    if any(text(other, "policy_arn") == arn for other in resource.all("aws_iam_role_policy_attachment")):
        raise refused(
            f"deleting IAM Policy ({arn})",
            "IAM: DeletePolicy",
            "DeleteConflict: Cannot delete a policy attached to entities.",
            source="https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html",
            status=409,
        )


ON_DELETE: dict[str, tuple[Refusal, ...]] = {
    "aws_eip": (_address,),
    "aws_iam_policy": (_policy,),
    "aws_internet_gateway": (_internet_gateway,),
    "aws_route_table": (_route_table,),
    "aws_security_group": (_security_group,),
    "aws_subnet": (_subnet,),
    "aws_vpc": (_vpc,),
}
