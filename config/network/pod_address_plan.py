"""The subnets for pods: where they lie in a range that the VPC has besides its own, and which range that may be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network

from config.network.cidr import PRIVATE_RANGES, SHARED_RANGE, within
from config.rules.problem import Problem

PODS = "network.pod_cidr_block"
"""Where the range stands in a file."""

_LARGEST, _SMALLEST_SUBNET = 16, 28
# https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html, "IPv4 CIDR block association restrictions":
# what can't come to a VPC whose own range lies in the first one, though both lie in the same private range.
_RESTRICTED = (
    (IPv4Network("10.0.0.0/15"), IPv4Network("10.0.0.0/16")),
    (IPv4Network("172.16.0.0/12"), IPv4Network("172.31.0.0/16")),
)


@dataclass(frozen=True)
class PodAddressPlan:
    """One subnet for each of `zone_slots` zones (rounded up to a power of two), of the same size."""

    cidr_block: IPv4Network
    zone_slots: int

    def subnet(self, slot: int) -> IPv4Network:
        """The range of the subnet in one zone slot."""
        size = self.cidr_block.num_addresses >> self._slot_bits
        return IPv4Network((int(self.cidr_block.network_address) + slot * size, self.subnet_prefix))

    @property
    def subnet_prefix(self) -> int:
        """The prefix length of each subnet; over 32 where nothing is left."""
        return self.cidr_block.prefixlen + self._slot_bits

    @property
    def _slot_bits(self) -> int:
        return (self.zone_slots - 1).bit_length()


def pod_range_problems(
    pods: IPv4Network, *, vpc: IPv4Network | None, zone_slots: int | None, connected: Sequence[IPv4Network]
) -> Iterator[Problem]:
    """What AWS or good sense has against a range for pods."""
    longest = _SMALLEST_SUBNET if zone_slots is None else _SMALLEST_SUBNET - (zone_slots - 1).bit_length()
    if not _LARGEST <= pods.prefixlen <= longest:
        remedy = f"is not a size that has a subnet for each zone slot; write /{_LARGEST} to /{longest}"
        yield Problem((), pods, remedy)
    elif vpc is not None and pods.overlaps(vpc):
        yield Problem((), pods, f"overlaps cidr_block ({vpc}); choose a range outside of it, as in {SHARED_RANGE}")
    elif vpc is not None and not _may_come_to(vpc, pods):
        yield Problem((), pods, f"is not a range that AWS adds to a VPC of {vpc}; choose one within {SHARED_RANGE}")
    else:
        for other in connected:
            if pods.overlaps(other):
                remedy = f"overlaps {other} of connected_ranges, which no pod could reach; choose another range"
                yield Problem((), pods, remedy)


def _may_come_to(vpc: IPv4Network, pods: IPv4Network) -> bool:
    """Whether AWS adds a range to a VPC: one of the same private range, or a shared one."""
    if within(pods, (SHARED_RANGE,)):
        return True
    beside = [private for private in PRIVATE_RANGES if vpc.subnet_of(private)]
    return within(pods, beside) and not any(vpc.subnet_of(own) and pods.overlaps(other) for own, other in _RESTRICTED)
