"""IPv6 blocks that EC2 does not take or give back, and clusters whose pods could have no IPv6 address.

EC2's answers are its own for IPv4; what EKS says is told by the pages, its words are ours.
"""

import json
from collections.abc import Iterator
from ipaddress import IPv6Network

from rehearsal.engine.refusal import RefusedError
from rehearsal.engine.values import State, first_block, text, texts
from rehearsal.providers.aws.refusals.answer import EC2_ERRORS, USERGUIDE, not_ready, refused
from rehearsal.providers.aws.resource import Refusal, Resource
from rehearsal.providers.aws.trust import find_role

_IPV6 = f"{USERGUIDE}/cni-ipv6.html"
_SUBNET_PREFIXES = range(44, 65, 4)
"""https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html"""


def _block_of_a_subnet(resource: Resource) -> None:
    block = resource.text("ipv6_cidr_block")
    if not block or block == text(resource.change.prior or {}, "ipv6_cidr_block"):
        return
    vpc_id = resource.text("vpc_id")
    vpc_block = text(resource.other("aws_vpc", vpc_id), "ipv6_cidr_block")
    network = IPv6Network(block)
    outside = vpc_block and not network.subnet_of(IPv6Network(vpc_block))
    if outside or network.prefixlen not in _SUBNET_PREFIXES:
        raise _no_block(resource, f"InvalidSubnet.Range: The CIDR '{block}' is invalid.")
    others = (
        text(other, "ipv6_cidr_block")
        for other in resource.all("aws_subnet")
        if text(other, "vpc_id") == vpc_id and text(other, "id") != resource.text("id")
    )
    if any(network.overlaps(IPv6Network(other)) for other in others if other):
        raise _no_block(resource, f"InvalidSubnet.Conflict: The CIDR '{block}' conflicts with another subnet")


def _addresses_without_a_block(resource: Resource) -> None:
    if resource.planned.get("assign_ipv6_address_on_creation") is True and resource.planned.get("ipv6_cidr_block") in {
        None,
        "",
    }:
        raise _no_block(
            resource,
            "InvalidParameterValue: invalid value for parameter assign-ipv6-address-on-creation: true",
        )


def _no_block(resource: Resource, answer: str) -> RefusedError:
    if resource.change.prior is None:
        return refused("creating EC2 Subnet", "EC2: CreateSubnet", answer, source=EC2_ERRORS)
    doing = f"updating EC2 Subnet ({resource.text('id')})"
    return refused(doing, "EC2: AssociateSubnetCidrBlock", answer, source=EC2_ERRORS)


def _block_in_use(resource: Resource) -> None:
    prior = resource.change.prior or {}
    block, vpc_id = text(prior, "ipv6_cidr_block"), text(prior, "id")
    given_back = block and resource.planned.get("assign_generated_ipv6_cidr_block") is not True
    subnets = [other for other in resource.all("aws_subnet") if text(other, "vpc_id") == vpc_id]
    if given_back and any(text(subnet, "ipv6_cidr_block") for subnet in subnets):
        raise refused(
            f"updating EC2 VPC ({vpc_id})",
            "EC2: DisassociateVpcCidrBlock",
            f"InvalidCidrBlock.InUse: The vpc {vpc_id} currently has a subnet within CIDR block {block}",
            source=EC2_ERRORS,
        )


def is_ipv6(cluster: State) -> bool:
    """Whether the pods of a cluster have IPv6 addresses."""
    return text(first_block(cluster, "kubernetes_network_config"), "ip_family") == "ipv6"


def _cluster(resource: Resource) -> None:
    if not is_ipv6(resource.planned):
        return
    name = resource.text("name")
    network = first_block(resource.planned, "kubernetes_network_config")
    without = list(_without(resource, texts(first_block(resource.planned, "vpc_config"), "subnet_ids")))
    answer = ""
    if text(network, "service_ipv4_cidr"):
        answer = "serviceIpv4Cidr cannot be specified when ipFamily is ipv6"
    elif without:
        answer = f"Subnets {', '.join(without)} must have an IPv6 CIDR block when ipFamily is ipv6"
    if answer:
        raise refused(
            f"creating EKS Cluster ({name})",
            "EKS: CreateCluster",
            f"InvalidParameterException: {answer}",
            source=_IPV6,
        )


def _without(resource: Resource, subnet_ids: list[str]) -> Iterator[str]:
    """The subnets of this rehearsal whose new interfaces get no IPv6 address."""
    for subnet_id in subnet_ids:
        subnet = resource.other("aws_subnet", subnet_id)
        if subnet and subnet.get("assign_ipv6_address_on_creation") is not True:
            yield subnet_id


def _nodes(resource: Resource) -> None:
    cluster = resource.other("aws_eks_cluster", resource.text("cluster_name"))
    if not is_ipv6(cluster):
        return
    name = f"{resource.text('cluster_name')}:{resource.text('node_group_name')}"
    failure = ""
    if without := list(_without(resource, texts(resource.planned, "subnet_ids"))):
        failure = (
            f"Ec2SubnetInvalidConfiguration: Subnets {', '.join(without)} do not automatically assign IPv6 addresses "
            "to instances launched into them"
        )
    elif not _cni_may_assign(resource, cluster):
        failure = "NodeCreationFailure: Unhealthy nodes in the kubernetes cluster"
    if failure:
        raise not_ready(
            f"EKS Node Group ({name}) create",
            f"unexpected state 'CREATE_FAILED', wanted target 'ACTIVE'. last error: {failure}",
            source=_IPV6,
        )


def _cni_may_assign(resource: Resource, cluster: State) -> bool:
    """Whether the role of the VPC CNI may give IPv6 prefixes to nodes; true where it is not of this rehearsal."""
    addons = (it for it in resource.all("aws_eks_addon") if text(it, "cluster_name") == text(cluster, "name"))
    arns = [text(addon, "service_account_role_arn") for addon in addons if text(addon, "addon_name") == "vpc-cni"]
    roles = [find_role(resource.change.inventory, arn) for arn in arns if arn]
    return all(role is None or "ec2:AssignIpv6Addresses" in _actions(resource, role) for role in roles)


def _actions(resource: Resource, role: State) -> set[str]:
    """What the customer-managed policies of a role allow."""
    attached = {
        text(it, "policy_arn")
        for it in resource.all("aws_iam_role_policy_attachment")
        if text(it, "role") == text(role, "name")
    }
    actions: set[str] = set()
    for policy in resource.all("aws_iam_policy"):
        if text(policy, "arn") in attached:
            for statement in json.loads(text(policy, "policy"))["Statement"]:
                action = statement["Action"]
                actions.update([action] if isinstance(action, str) else action)
    return actions


ON_CREATE: dict[str, tuple[Refusal, ...]] = {
    "aws_eks_cluster": (_cluster,),
    "aws_subnet": (_block_of_a_subnet, _addresses_without_a_block),
}
ON_UPDATE: dict[str, tuple[Refusal, ...]] = {
    "aws_subnet": (_block_of_a_subnet, _addresses_without_a_block),
    "aws_vpc": (_block_in_use,),
}
NOT_READY: dict[str, tuple[Refusal, ...]] = {"aws_eks_node_group": (_nodes,)}
