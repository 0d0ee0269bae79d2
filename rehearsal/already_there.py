"""What exists before a rehearsal begins, because an environment file speaks of it as there already."""

from collections.abc import Iterator
from ipaddress import IPv4Network, IPv6Network

from config.network.network import Tier
from rehearsal.cluster_already_there import cluster_already_there
from rehearsal.engine.inventory import Inventory, Key
from rehearsal.engine.values import State, mapping, text, texts
from rehearsal.providers.aws.account import DEFAULT_ACCOUNT_ID, Account, partition_of

_BITS_FOR_SUBNETS = 6
"""The first range of the VPC is cut into 64 subnets: three in each zone of any region, and as many again."""

_IPV6_OF_VPC = IPv6Network("2001:db8::/56")

# What the owner of the network sets where the file does not say that the platform does.
_TAGS_OF_TIER: dict[Tier, State] = {
    Tier.PRIVATE: {"kubernetes.io/role/internal-elb": "1"},
    Tier.PUBLIC: {"kubernetes.io/role/elb": "1"},
    Tier.INTRA: {},
}


def already_there(settings: State) -> Inventory:
    """The objects that the settings of an environment take for granted, as their owner would have made them."""
    inventory = Inventory()
    scope = f"{_account_of(settings)}/{text(settings, 'region')}"
    for type_name, state in _network(settings, mapping(settings, "existing_network")):
        inventory.put(Key("aws", scope, type_name, text(state, "id")), state)
    for key, state in cluster_already_there(settings, Account(_account_of(settings), text(settings, "region"), {})):
        inventory.put(key, state)
    return inventory


def _account_of(settings: State) -> str:
    return text(settings, "account_id") or DEFAULT_ACCOUNT_ID


def _network(settings: State, network: State) -> Iterator[tuple[str, State]]:
    vpc_id, ranges = text(network, "vpc_id"), texts(network, "cidr_blocks")
    if not vpc_id:
        return
    region, owner = text(settings, "region"), _account_of(settings)
    arn = f"arn:{partition_of(region).name}:ec2:{region}:{owner}"
    ipv6 = text(mapping(settings, "cluster"), "ip_family") == "ipv6"
    first, *others = ranges or ["10.0.0.0/16"]
    yield (
        "aws_vpc",
        {
            "id": vpc_id,
            "arn": f"{arn}:vpc/{vpc_id}",
            "owner_id": owner,
            "cidr_block": first,
            "ipv6_cidr_block": str(_IPV6_OF_VPC) if ipv6 else "",
            "enable_dns_hostnames": True,
            "enable_dns_support": True,
        },
    )
    for cidr_block in others:
        id = f"vpc-cidr-assoc-{cidr_block}"
        yield "aws_vpc_ipv4_cidr_block_association", {"id": id, "vpc_id": vpc_id, "cidr_block": cidr_block}
    free = iter(IPv4Network(first).subnets(prefixlen_diff=_BITS_FOR_SUBNETS))
    free_ipv6 = _IPV6_OF_VPC.subnets(new_prefix=64)
    for tier in Tier:
        subnets = mapping(network, f"{tier}_subnet_ids")
        for zone in subnets:
            subnet_id = text(subnets, zone)
            tags = {} if text(network, "subnet_tags") in {"added", "unused"} else _TAGS_OF_TIER[tier]
            yield (
                "aws_subnet",
                {
                    "id": subnet_id,
                    "arn": f"{arn}:subnet/{subnet_id}",
                    "owner_id": owner,
                    "vpc_id": vpc_id,
                    "availability_zone": zone,
                    "cidr_block": str(next(free)),
                    "tags": tags,
                    "ipv6_cidr_block": str(next(free_ipv6)) if ipv6 else "",
                    "assign_ipv6_address_on_creation": ipv6,
                },
            )
