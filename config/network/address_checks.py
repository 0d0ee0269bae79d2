"""Whether an address range can be the one of a VPC or of services, and whether it has room for the zones."""

from collections.abc import Iterator, Mapping, Sequence
from ipaddress import IPv4Network
from typing import TYPE_CHECKING

from config.network.address_plan import ADDRESSES_RESERVED_IN_A_SUBNET, AddressPlan, Tier, slot_of_letter
from config.network.cidr import PRIVATE_RANGES, SHARED_RANGE, within
from config.rules.problem import PARENT, Problem

if TYPE_CHECKING:
    from config.compute.node_group import NodeGroup

# https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
_LARGEST_VPC, _SMALLEST_VPC = 16, 28


def range_problems(cidr_block: IPv4Network) -> Iterator[Problem]:
    """What AWS or good sense has against the range of a VPC."""
    allowed = (*PRIVATE_RANGES, SHARED_RANGE)
    if not within(cidr_block, allowed):
        ranges = ", ".join(str(block) for block in allowed)
        yield Problem((), cidr_block, f"is a public range; choose one within {ranges}")
    elif not _LARGEST_VPC <= cidr_block.prefixlen <= _SMALLEST_VPC:
        yield Problem((), cidr_block, f"is not what AWS allows for a VPC; write /{_LARGEST_VPC} to /{_SMALLEST_VPC}")


def room_problems(cidr_block: IPv4Network, zone_slots: int) -> Iterator[Problem]:
    """A range that is too small for its zone slots, with the numbers. For the field beside `cidr_block`."""
    plan = AddressPlan(cidr_block, zone_slots)
    longest = plan.largest_possible_vpc_prefix()
    if cidr_block.prefixlen > longest:
        subnets = ", ".join(f"{tier} /{plan.subnet_prefix(tier)}" for tier in Tier)
        remedy = (
            f"is too small for {zone_slots} zone slots, whose subnets would be {subnets}; "
            f"write /{longest} or a larger range, or lower zone_slots"
        )
        yield Problem((PARENT, "cidr_block"), cidr_block, remedy)


def connected_range_problems(ranges: Sequence[IPv4Network], vpc_ranges: Mapping[str, IPv4Network]) -> Iterator[Problem]:
    """Connected ranges that overlap one of the VPC (name to range): traffic to them would stay in it."""
    for index, connected in enumerate(ranges):
        for name, vpc in vpc_ranges.items():
            if connected.overlaps(vpc):
                remedy = f"overlaps {name} ({vpc}), so that no traffic leaves for it; correct one of the two"
                yield Problem((index,), connected, remedy)


def slot_problems(zones: Sequence[str], zone_slots: int, slot_map: Mapping[str, int] | None) -> Iterator[Problem]:
    """Zones without a place in the address plan. For the field beside `availability_zones`."""
    if slot_map is not None:
        yield from _map_problems(zones, zone_slots, slot_map)
        return
    for index, zone in enumerate(zones):
        slot = slot_of_letter(zone)
        if slot >= zone_slots:
            remedy = (
                f"has slot {slot} by its letter, but with {zone_slots} zone_slots the last is {zone_slots - 1}; "
                "give the zone a free slot in zone_slot_map, or raise zone_slots before the first deployment"
            )
            yield Problem((PARENT, "availability_zones", index), zone, remedy)


def _map_problems(zones: Sequence[str], zone_slots: int, slot_map: Mapping[str, int]) -> Iterator[Problem]:
    holder: dict[int, str] = {}
    for zone, slot in slot_map.items():
        if slot >= zone_slots:
            yield Problem((zone,), slot, f"is not a slot: zone_slots is {zone_slots}; write 0 to {zone_slots - 1}")
        elif slot in holder:
            yield Problem((zone,), slot, f"is the slot of {holder[slot]} already; give each zone its own")
        else:
            holder[slot] = zone
    for index, zone in enumerate(zones):
        if zone not in slot_map:
            yield Problem((PARENT, "availability_zones", index), zone, "has no slot; add it to zone_slot_map")


def crowded_group_problems(
    node_groups: "Mapping[str, NodeGroup]", private_subnet_prefix: int | None
) -> Iterator[Problem]:
    """Node groups whose nodes alone have not enough addresses, whatever runs on them. For the field `node_groups`."""
    if private_subnet_prefix is None:
        return
    usable = 2 ** (32 - private_subnet_prefix) - ADDRESSES_RESERVED_IN_A_SUBNET
    for name, group in node_groups.items():
        room = usable * len(group.availability_zones)
        if group.max_size > room:
            remedy = f"is more nodes than its subnets have addresses, which is {room}; lower it, or name more zones"
            yield Problem((name, "max_size"), group.max_size, remedy)
