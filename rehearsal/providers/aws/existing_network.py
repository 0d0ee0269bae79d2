"""What AWS tells of a VPC and of a subnet, whoever made them.

How the provider finds them, and how it says that it did not:
https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/internal/service/ec2/vpc_data_source.go and
https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/internal/service/ec2/vpc_subnet_data_source.go
"""

from collections.abc import Iterator
from ipaddress import IPv4Network

from config.network.address_plan import ADDRESSES_RESERVED_IN_A_SUBNET
from rehearsal.engine.inventory import Inventory
from rehearsal.engine.refusal import RefusedError
from rehearsal.engine.values import State, Value, mapping, text
from rehearsal.providers.aws.account import Account


def vpc(account: Account, config: State, inventory: Inventory) -> State:
    """The one VPC that fits the arguments."""
    found = _only(account, inventory, "aws_vpc", config, what="EC2 VPC")
    blocks = [text(found, "cidr_block"), *_secondary_blocks(inventory, text(found, "id"))]
    return {
        "enable_dns_hostnames": False,
        "enable_dns_support": True,
        "instance_tenancy": "default",
        "state": "available",
        "default": False,
        **found,
        "tags": _tags(inventory, found),
        "cidr_block_associations": [
            {"association_id": f"vpc-cidr-assoc-{index:017x}", "cidr_block": block, "state": "associated"}
            for index, block in enumerate(blocks)
        ],
    }


def subnet(account: Account, config: State, inventory: Inventory) -> State:
    """The one subnet that fits the arguments; of its addresses, nobody uses any."""
    found = _only(account, inventory, "aws_subnet", config, what="EC2 Subnet")
    addresses = IPv4Network(text(found, "cidr_block")).num_addresses
    return {
        "map_public_ip_on_launch": False,
        "assign_ipv6_address_on_creation": False,
        "ipv6_cidr_block": "",
        "state": "available",
        "default_for_az": False,
        **found,
        "tags": _tags(inventory, found),
        "available_ip_address_count": addresses - ADDRESSES_RESERVED_IN_A_SUBNET,
    }


def _only(account: Account, inventory: Inventory, type_name: str, config: State, *, what: str) -> State:
    region = text(config, "region") or account.region
    wanted = {name: value for name, value in config.items() if value and name not in {"region", "timeouts"}}
    if "filter" in wanted:
        raise RefusedError(f"The rehearsal does not know what data source {type_name} answers to a filter")
    found = [
        state
        for key, state in inventory.of_type(type_name)
        if key.scope == f"{account.id}/{region}" and _fits(wanted, {**state, "tags": _tags(inventory, state)})
    ]
    if not found:
        raise RefusedError(f"no matching {what} found")
    if len(found) > 1:
        raise RefusedError(f"multiple {what}s matched; use additional constraints to reduce matches to a single {what}")
    return found[0]


def _fits(wanted: State, state: State) -> bool:
    return all(_value_fits(value, state.get(name)) for name, value in wanted.items())


def _value_fits(wanted: Value, value: Value) -> bool:
    if isinstance(wanted, dict) and isinstance(value, dict):
        return wanted.items() <= value.items()
    return wanted == value


def _secondary_blocks(inventory: Inventory, vpc_id: str) -> Iterator[str]:
    associations = inventory.of_type("aws_vpc_ipv4_cidr_block_association")
    return (text(state, "cidr_block") for _, state in associations if text(state, "vpc_id") == vpc_id)


def _tags(inventory: Inventory, state: State) -> State:
    """Those it was made with, and those that somebody added."""
    added = {
        text(tag, "key"): tag.get("value")
        for _, tag in inventory.of_type("aws_ec2_tag")
        if text(tag, "resource_id") == text(state, "id")
    }
    return {**mapping(state, "tags"), **mapping(state, "tags_all"), **added}
