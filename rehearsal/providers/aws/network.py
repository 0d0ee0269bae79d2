"""VPC, subnets, routing, addresses and security groups."""

import zlib
from ipaddress import IPv6Network

from rehearsal.engine.provider import Traits, always
from rehearsal.engine.values import State, text, texts
from rehearsal.providers.aws.resource import Resource, ResourceType

_FLOW_LOG_FORMAT = (
    "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} "
    "${bytes} ${start} ${end} ${action} ${log-status}"
)

_EVERYTHING_ALLOWED = (
    '{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}],"Version":"2008-10-17"}'
)


def _vpc(resource: Resource) -> State:
    vpc_id = resource.identifier("vpc")
    route_table_id = resource.identifier("rtb")
    return {
        "id": vpc_id,
        "arn": resource.arn("ec2", f"vpc/{vpc_id}"),
        "default_network_acl_id": resource.identifier("acl"),
        "default_route_table_id": route_table_id,
        "default_security_group_id": resource.identifier("sg"),
        "dhcp_options_id": resource.identifier("dopt"),
        "main_route_table_id": route_table_id,
        **_ipv6_of_vpc(resource),
    }


def _ipv6_of_vpc(resource: Resource) -> State:
    if resource.planned.get("assign_generated_ipv6_cidr_block") is not True:
        return {}
    # 2001:db8::/32 is set aside for documentation (RFC 3849); Amazon's own blocks are as long, a /56.
    digits = resource.digest("ipv6")
    return {
        "ipv6_association_id": resource.identifier("vpc-cidr-assoc"),
        "ipv6_cidr_block": str(IPv6Network(f"2001:db8:{digits[:4]}:{digits[4:6]}00::/56")),
        "ipv6_cidr_block_network_border_group": resource.region,
    }


def _other_block(prior: State, wanted: State) -> tuple[str, ...]:
    argument = "assign_generated_ipv6_cidr_block"
    if bool(prior.get(argument)) == bool(wanted.get(argument)):
        return ()
    return ("ipv6_association_id", "ipv6_cidr_block", "ipv6_cidr_block_network_border_group")


def _subnet(resource: Resource) -> State:
    subnet_id = resource.identifier("subnet")
    zone = resource.text("availability_zone") or f"{resource.region}a"
    return {
        "id": subnet_id,
        "arn": resource.arn("ec2", f"subnet/{subnet_id}"),
        "availability_zone": zone,
        "availability_zone_id": _zone_id(resource.region, zone),
        "private_dns_hostname_type_on_launch": "ip-name",
        "ipv6_cidr_block_association_id": (
            resource.identifier("subnet-cidr-assoc") if resource.planned.get("ipv6_cidr_block") else ""
        ),
    }


def _other_association(prior: State, wanted: State) -> tuple[str, ...]:
    changed = prior.get("ipv6_cidr_block") != wanted.get("ipv6_cidr_block")
    return ("ipv6_cidr_block_association_id",) if changed else ()


def _zone_id(region: str, zone: str) -> str:
    """Such as `euc1-az1` for eu-central-1a. Which letter has which number differs by account in the real AWS."""
    area, *direction, count = region.split("-")
    return f"{area}{''.join(word[0] for word in direction)}{count}-az{ord(zone[-1]) - ord('a') + 1}"


def _internet_gateway(resource: Resource) -> State:
    gateway_id = resource.identifier("igw")
    return {"id": gateway_id, "arn": resource.arn("ec2", f"internet-gateway/{gateway_id}")}


def _egress_only_internet_gateway(resource: Resource) -> State:
    return {"id": resource.identifier("eigw")}


def _ipv4_cidr_block_association(resource: Resource) -> State:
    return {"id": resource.identifier("vpc-cidr-assoc")}


def _nat_gateway(resource: Resource) -> State:
    address = resource.other("aws_eip", resource.text("allocation_id"))
    return {
        "id": resource.identifier("nat"),
        "association_id": resource.identifier("eipassoc"),
        "auto_provision_zones": "disabled",
        "auto_scaling_ips": "disabled",
        "availability_mode": "zonal",
        "network_interface_id": resource.identifier("eni"),
        "private_ip": f"10.0.0.{int(resource.digest('private_ip')[:2], 16)}",
        "public_ip": text(address, "public_ip"),
        "vpc_id": text(resource.other("aws_subnet", resource.text("subnet_id")), "vpc_id"),
    }


def _eip(resource: Resource) -> State:
    allocation_id = resource.identifier("eipalloc")
    # 198.18.0.0/15 is set aside for tests (RFC 2544), and large enough for addresses that do not collide.
    octets = bytes.fromhex(resource.digest("public_ip")[:6])
    address = f"198.{18 + octets[0] % 2}.{octets[1]}.{octets[2]}"
    domain = f"{resource.region}.compute.{resource.account.partition.dns_suffix}"
    return {
        "id": allocation_id,
        "allocation_id": allocation_id,
        "arn": resource.arn("ec2", f"elastic-ip/{allocation_id}"),
        "domain": "vpc",
        "network_border_group": resource.region,
        "public_dns": f"ec2-{address.replace('.', '-')}.{domain}",
        "public_ip": address,
        "public_ipv4_pool": "amazon",
    }


def _route(resource: Resource) -> State:
    destinations = ("destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id")
    destination = next(filter(None, map(resource.text, destinations)), "")
    return {
        "id": f"r-{resource.text('route_table_id')}{zlib.crc32(destination.encode())}",
        "origin": "CreateRoute",
        "state": "active",
    }


def _route_table(resource: Resource) -> State:
    table_id = resource.identifier("rtb")
    return {"id": table_id, "arn": resource.arn("ec2", f"route-table/{table_id}")}


def _route_table_association(resource: Resource) -> State:
    return {"id": resource.identifier("rtbassoc")}


def _vpc_endpoint(resource: Resource) -> State:
    endpoint_id = resource.identifier("vpce")
    if resource.text("vpc_endpoint_type") == "Interface":
        host = f"{endpoint_id}-{resource.digest('host')[:8]}.{resource.text('service_name').rpartition('.')[2]}"
        suffix = f"{resource.region}.vpce.{resource.account.partition.dns_suffix}"
        return {
            "id": endpoint_id,
            "arn": resource.arn("ec2", f"vpc-endpoint/{endpoint_id}"),
            "dns_entry": [{"dns_name": f"{host}.{suffix}", "hosted_zone_id": resource.capitals("Z")}],
            "ip_address_type": "ipv4",
            "network_interface_ids": [
                f"eni-0{resource.digest(subnet_id)[:16]}" for subnet_id in texts(resource.planned, "subnet_ids")
            ],
            "policy": _EVERYTHING_ALLOWED,
            "private_dns_enabled": False,
            "service_region": resource.region,
            "state": "available",
        }
    return {
        "id": endpoint_id,
        "arn": resource.arn("ec2", f"vpc-endpoint/{endpoint_id}"),
        "cidr_blocks": ["198.51.100.0/24"],
        "ip_address_type": "ipv4",
        "policy": _EVERYTHING_ALLOWED,
        "prefix_list_id": resource.identifier("pl"),
        "service_region": resource.region,
        "state": "available",
    }


def _vpc_endpoint_route_table_association(resource: Resource) -> State:
    table_id = resource.text("route_table_id")
    return {"id": f"a-{resource.text('vpc_endpoint_id')}{zlib.crc32(table_id.encode())}"}


def _default_security_group(resource: Resource) -> State:
    vpc = resource.other("aws_vpc", resource.text("vpc_id"))
    group_id = text(vpc, "default_security_group_id") or resource.identifier("sg")
    return {"id": group_id, "arn": resource.arn("ec2", f"security-group/{group_id}"), "name": "default"}


def _security_group(resource: Resource) -> State:
    group_id = resource.identifier("sg")
    return {"id": group_id, "arn": resource.arn("ec2", f"security-group/{group_id}"), "name": resource.name()}


def _security_group_rule(resource: Resource) -> State:
    rule_id = resource.identifier("sgr")
    return {
        "id": rule_id,
        "arn": resource.arn("ec2", f"security-group-rule/{rule_id}"),
        "security_group_rule_id": rule_id,
    }


def _flow_log(resource: Resource) -> State:
    log_id = resource.identifier("fl")
    return {
        "id": log_id,
        "arn": resource.arn("ec2", f"vpc-flow-log/{log_id}"),
        "log_format": _FLOW_LOG_FORMAT,
    }


def _tag(resource: Resource) -> State:
    return {"id": f"{resource.text('resource_id')},{resource.text('key')}"}


NETWORK_TYPES = {
    "aws_vpc": ResourceType(_vpc, Traits(recomputed=_other_block)),
    "aws_vpc_ipv4_cidr_block_association": ResourceType(_ipv4_cidr_block_association),
    "aws_subnet": ResourceType(_subnet, Traits(recomputed=_other_association)),
    "aws_egress_only_internet_gateway": ResourceType(_egress_only_internet_gateway),
    "aws_internet_gateway": ResourceType(_internet_gateway),
    "aws_nat_gateway": ResourceType(_nat_gateway),
    "aws_eip": ResourceType(_eip),
    "aws_route": ResourceType(_route),
    "aws_route_table": ResourceType(_route_table),
    "aws_route_table_association": ResourceType(_route_table_association),
    "aws_vpc_endpoint": ResourceType(_vpc_endpoint),
    "aws_vpc_endpoint_route_table_association": ResourceType(_vpc_endpoint_route_table_association),
    # Terraform does not make this one but takes over what came with the VPC.
    "aws_default_security_group": ResourceType(_default_security_group, Traits(overwrites=always)),
    "aws_security_group": ResourceType(_security_group),
    "aws_vpc_security_group_ingress_rule": ResourceType(_security_group_rule),
    "aws_vpc_security_group_egress_rule": ResourceType(_security_group_rule),
    "aws_flow_log": ResourceType(_flow_log),
    "aws_ec2_tag": ResourceType(_tag, Traits(overwrites=always)),
}
