"""Address ranges and addresses that EC2 does not take."""

from ipaddress import IPv4Network

from rehearsal.engine.refusal import RefusedError
from rehearsal.engine.values import State, text
from rehearsal.providers.aws.refusals.answer import EC2_ERRORS, not_ready, refused
from rehearsal.providers.aws.resource import Refusal, Resource


def _zone_of_another_region(resource: Resource) -> None:
    zone = resource.text("availability_zone")
    if zone and not zone.startswith(resource.region):
        zones = ", ".join(f"{resource.region}{letter}" for letter in "abc")
        raise _no_subnet(
            f"InvalidParameterValue: Value ({zone}) for parameter availabilityZone is invalid. Subnets can currently "
            f"only be created in the following availability zones: {zones}."
        )


def _outside_its_vpc(resource: Resource) -> None:
    block, vpc_id = resource.text("cidr_block"), resource.text("vpc_id")
    vpc_block = text(resource.other("aws_vpc", vpc_id), "cidr_block")
    blocks = [vpc_block, *(text(other, "cidr_block") for other in secondary_ranges(resource, vpc_id))]
    if block and vpc_block and not any(IPv4Network(block).subnet_of(IPv4Network(other)) for other in blocks if other):
        raise _no_subnet(f"InvalidSubnet.Range: The CIDR '{block}' is invalid.")


def secondary_ranges(resource: Resource, vpc_id: str) -> list[State]:
    """The ranges that were added to a VPC."""
    return [it for it in resource.all("aws_vpc_ipv4_cidr_block_association") if text(it, "vpc_id") == vpc_id]


def _subnet_size(resource: Resource) -> None:
    block = resource.text("cidr_block")
    if block and not 16 <= IPv4Network(block).prefixlen <= 28:  # noqa: PLR2004 - as for a VPC
        raise _no_subnet(f"InvalidSubnet.Range: The CIDR '{block}' is invalid.")


def _overlapping_another(resource: Resource) -> None:
    block, vpc_id = resource.text("cidr_block"), resource.text("vpc_id")
    others = (text(other, "cidr_block") for other in resource.all("aws_subnet") if text(other, "vpc_id") == vpc_id)
    if block and any(IPv4Network(block).overlaps(IPv4Network(other)) for other in others if other):
        raise _no_subnet(f"InvalidSubnet.Conflict: The CIDR '{block}' conflicts with another subnet")


def _no_subnet(answer: str) -> RefusedError:
    return refused("creating EC2 Subnet", "EC2: CreateSubnet", answer, source=EC2_ERRORS)


def _address_in_use(resource: Resource) -> None:
    address = resource.text("allocation_id")
    others = (it for it in resource.all("aws_nat_gateway") if text(it, "id") != resource.text("id"))
    if address and any(text(other, "allocation_id") == address for other in others):
        raise _failed(resource, f"Resource.AlreadyAssociated: Elastic IP address [{address}] is already associated")


def _no_way_to_the_internet(resource: Resource) -> None:
    """Of a public NAT gateway; a private one needs none."""
    vpc_id = text(resource.other("aws_subnet", resource.text("subnet_id")), "vpc_id")
    gateways = {text(gateway, "vpc_id") for gateway in resource.all("aws_internet_gateway")}
    if vpc_id and resource.text("connectivity_type") != "private" and vpc_id not in gateways:
        raise _failed(resource, f"Gateway.NotAttached: Network {vpc_id} has no Internet gateway attached")


def _failed(gateway: Resource, reason: str) -> RefusedError:
    """EC2 takes the request for a NAT gateway and makes one; that fails."""
    return not_ready(
        f"EC2 NAT Gateway ({gateway.text('id')}) create",
        f"unexpected state 'failed', wanted target 'available'. last error: {reason}",
        source="https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html",
    )


def _rule_twice(resource: Resource) -> None:
    """Rules of a group are told apart by what they let through, not by their description."""
    wanted = [resource.planned.get(name) for name in _WHAT_A_RULE_LETS_THROUGH]
    for rule in resource.all(resource.change.type_name):
        if [rule.get(name) for name in _WHAT_A_RULE_LETS_THROUGH] == wanted:
            peer = resource.text("cidr_ipv4") or resource.text("referenced_security_group_id")
            protocol = resource.text("ip_protocol").upper()
            ports = f"from port: {resource.planned.get('from_port')}, to port: {resource.planned.get('to_port')}"
            what = f"peer: {peer}, {protocol}, {ports}, ALLOW"
            raise refused(
                "creating VPC Security Group Rule",
                "EC2: AuthorizeSecurityGroupIngress",
                f'InvalidPermission.Duplicate: the specified rule "{what}" already exists',
                source=EC2_ERRORS,
            )


_WHAT_A_RULE_LETS_THROUGH = (
    "security_group_id",
    "ip_protocol",
    "from_port",
    "to_port",
    "cidr_ipv4",
    "cidr_ipv6",
    "prefix_list_id",
    "referenced_security_group_id",
)

ON_CREATE: dict[str, tuple[Refusal, ...]] = {
    "aws_subnet": (_zone_of_another_region, _subnet_size, _outside_its_vpc, _overlapping_another),
    "aws_vpc_security_group_ingress_rule": (_rule_twice,),
}
NOT_READY: dict[str, tuple[Refusal, ...]] = {"aws_nat_gateway": (_address_in_use, _no_way_to_the_internet)}
