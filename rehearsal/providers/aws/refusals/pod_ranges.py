"""Ranges that EC2 does not add to a VPC or take away from it, and nodes whose pods would find no subnet.

What is said of ranges that overlap are our words; the pages tell only that they are refused.
"""

import json
from ipaddress import IPv4Network

from rehearsal.engine.refusal import RefusedError
from rehearsal.engine.values import State, mapping, text, texts
from rehearsal.providers.aws.refusals.answer import EC2_ERRORS, USERGUIDE, not_ready, refused
from rehearsal.providers.aws.refusals.network import secondary_ranges
from rehearsal.providers.aws.resource import Refusal, Resource

_RANGES = "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html"
_PRIVATE = tuple(IPv4Network(block) for block in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"))
# The page's table: where the VPC's own range lies, and what it then can't have besides.
_NEVER = (IPv4Network("198.19.0.0/16"), IPv4Network("169.254.0.0/16"))
_NOT_BESIDE = (
    (IPv4Network("10.0.0.0/15"), IPv4Network("10.0.0.0/16")),
    (IPv4Network("172.16.0.0/12"), IPv4Network("172.31.0.0/16")),
)
_MOST_RANGES = 5


def _restricted(resource: Resource) -> None:
    block, own = _blocks(resource)
    if own is None:
        return
    beside = [private for private in _PRIVATE if own.subnet_of(private)]
    foreign = any(block.overlaps(private) for private in _PRIVATE if private not in beside)
    taken = any(own.subnet_of(first) and block.overlaps(second) for first, second in _NOT_BESIDE)
    if foreign or taken or any(block.overlaps(never) for never in _NEVER):
        raise _not_added(
            resource,
            f"InvalidVpc.Range: The CIDR '{block}' is restricted. Use a CIDR from the same private address range as "
            "the current VPC CIDR, or use a publicly-routable CIDR. For additional restrictions, see "
            "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Subnets.html",
        )
    if not 16 <= block.prefixlen <= 28:  # noqa: PLR2004 - as for a VPC
        raise _not_added(resource, f"InvalidVpc.Range: The CIDR '{block}' is invalid.")


def _overlapping(resource: Resource) -> None:
    block, own = _blocks(resource)
    others = secondary_ranges(resource, resource.text("vpc_id"))
    ranges = [own, *(IPv4Network(text(other, "cidr_block")) for other in others)]
    if any(block.overlaps(other) for other in ranges if other is not None):
        raise _not_added(
            resource, f"InvalidVpc.Range: The CIDR '{block}' conflicts with another CIDR block of the VPC."
        )
    if own is not None and len(ranges) >= _MOST_RANGES:
        raise _not_added(resource, "CidrLimitExceeded: This network has met its maximum number of allowed CIDRs")


def _blocks(resource: Resource) -> tuple[IPv4Network, IPv4Network | None]:
    """The range to add, and the VPC's own; None where the VPC is not of this rehearsal."""
    own = text(resource.other("aws_vpc", resource.text("vpc_id")), "cidr_block")
    return IPv4Network(resource.text("cidr_block")), IPv4Network(own) if own else None


def _not_added(resource: Resource, answer: str) -> RefusedError:
    doing = f"creating EC2 VPC ({resource.text('vpc_id')}) IPv4 CIDR Block Association"
    return refused(doing, "EC2: AssociateVpcCidrBlock", answer, source=_RANGES)


def _in_use(resource: Resource) -> None:
    block, vpc_id = resource.text("cidr_block"), resource.text("vpc_id")
    subnets = (text(it, "cidr_block") for it in resource.all("aws_subnet") if text(it, "vpc_id") == vpc_id)
    if any(IPv4Network(subnet).subnet_of(IPv4Network(block)) for subnet in subnets if subnet):
        raise refused(
            f"deleting EC2 VPC IPv4 CIDR Block Association ({resource.text('id')})",
            "EC2: DisassociateVpcCidrBlock",
            f"InvalidCidrBlock.InUse: The vpc {vpc_id} currently has a subnet within CIDR block {block}",
            source=EC2_ERRORS,
        )


def _without_subnet_for_pods(resource: Resource) -> None:
    """With custom networking a node without an ENIConfig of its zone has no addresses for pods."""
    subnets = _subnets_for_pods(resource)
    if subnets is None:
        return
    nodes = [resource.other("aws_subnet", subnet_id) for subnet_id in texts(resource.planned, "subnet_ids")]
    for zone in sorted({text(node, "availability_zone") for node in nodes if node}):
        subnet = resource.other("aws_subnet", text(mapping(subnets, zone), "id"))
        if text(subnet, "availability_zone") != zone:
            name = f"{resource.text('cluster_name')}:{resource.text('node_group_name')}"
            raise not_ready(
                f"EKS Node Group ({name}) create",
                "unexpected state 'CREATE_FAILED', wanted target 'ACTIVE'. last error: "
                "NodeCreationFailure: Unhealthy nodes in the kubernetes cluster",
                source=f"{USERGUIDE}/cni-custom-network-tutorial.html",
            )


def _subnets_for_pods(resource: Resource) -> State | None:
    """ENIConfig name to subnet, or None without custom networking."""
    cluster = resource.text("cluster_name")
    for addon in resource.all("aws_eks_addon"):
        if text(addon, "cluster_name") == cluster and text(addon, "addon_name") == "vpc-cni":
            values: State = json.loads(text(addon, "configuration_values") or "{}")
            if text(mapping(values, "env"), "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG") == "true":
                return mapping(mapping(values, "eniConfig"), "subnets")
    return None


ON_CREATE: dict[str, tuple[Refusal, ...]] = {"aws_vpc_ipv4_cidr_block_association": (_restricted, _overlapping)}
ON_DELETE: dict[str, tuple[Refusal, ...]] = {"aws_vpc_ipv4_cidr_block_association": (_in_use,)}
NOT_READY: dict[str, tuple[Refusal, ...]] = {"aws_eks_node_group": (_without_subnet_for_pods,)}
