"""The address plan of a VPC: which subnet of which tier and zone has which addresses.

The VPC is cut by tier first, then by zone slot, so that each tier is one range that a firewall rule can name:

    1/2   private   nodes and pods, the most room
    1/8   public    load balancers and NAT gateways
    1/16  intra     the control plane's network interfaces
    5/16  free      for what a team adds later

A zone is bound to a slot and a slot to addresses, so a zone that comes or goes leaves the others where they are.

Of an IPv6 block, a /56 that AWS chooses, each tier has sixteen /64 blocks in the same order, one for each slot there
can be: a change of `zone_slots` moves none of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Network


class Tier(StrEnum):
    """A kind of subnet; each zone has one of each."""

    PRIVATE = "private"
    """Nodes and pods: a way out through NAT, none in."""
    PUBLIC = "public"
    """Internet-facing load balancers and NAT gateways."""
    INTRA = "intra"
    """The control plane's network interfaces: no way out, none in."""


ADDRESSES_RESERVED_IN_A_SUBNET = 5
"""Addresses of each subnet that AWS keeps (https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html)."""
SMALLEST_SUBNET_PREFIX = {Tier.PRIVATE: 28, Tier.PUBLIC: 27, Tier.INTRA: 28}
"""Prefix length of the smallest subnet of each tier: 28 is AWS's limit, 27 that of load balancers."""

_TIER_ORDER = (Tier.PRIVATE, Tier.PUBLIC, Tier.INTRA)
_BITS_BELOW_VPC = {Tier.PRIVATE: 1, Tier.PUBLIC: 3, Tier.INTRA: 4}
MOST_ZONE_SLOTS = 16
"""The most zones that an address plan can have room for."""


@dataclass(frozen=True)
class AddressPlan:
    """The subnets of a VPC with room for `zone_slots` zones (rounded up to a power of two)."""

    cidr_block: IPv4Network
    zone_slots: int

    def tier(self, tier: Tier) -> IPv4Network:
        """The range of a whole tier."""
        address = int(self.cidr_block.network_address)
        for earlier in _TIER_ORDER[: _TIER_ORDER.index(tier)]:
            address += self.cidr_block.num_addresses >> _BITS_BELOW_VPC[earlier]
        return IPv4Network((address, self.cidr_block.prefixlen + _BITS_BELOW_VPC[tier]))

    def subnet(self, tier: Tier, slot: int) -> IPv4Network:
        """The range of the subnet of one tier in one zone slot."""
        tier_range = self.tier(tier)
        size = tier_range.num_addresses >> self._slot_bits
        return IPv4Network((int(tier_range.network_address) + slot * size, self.subnet_prefix(tier)))

    def ipv6_block(self, tier: Tier, slot: int) -> int:
        """The number of the subnet's /64 among the 256 of the VPC's /56."""
        return _TIER_ORDER.index(tier) * MOST_ZONE_SLOTS + slot

    def subnet_prefix(self, tier: Tier) -> int:
        """The prefix length of each subnet of a tier; over 32 where nothing is left."""
        return self.cidr_block.prefixlen + _BITS_BELOW_VPC[tier] + self._slot_bits

    def largest_possible_vpc_prefix(self) -> int:
        """The longest prefix of a VPC in which every subnet is large enough for its tier."""
        return min(SMALLEST_SUBNET_PREFIX[tier] - _BITS_BELOW_VPC[tier] - self._slot_bits for tier in _TIER_ORDER)

    @property
    def _slot_bits(self) -> int:
        return (self.zone_slots - 1).bit_length()


def slot_of_letter(zone: str) -> int:
    """The slot that a zone has by its letter: `eu-central-1a` is 0."""
    return ord(zone[-1]) - ord("a")


def slots(zones: Sequence[str], explicit: Mapping[str, int] | None) -> dict[str, int]:
    """Zone name to slot, by the explicit map or else by the zones' letters."""
    return {zone: explicit[zone] if explicit is not None else slot_of_letter(zone) for zone in zones}
