"""How many pods a node can carry, and how many addresses it then takes."""

from bisect import bisect_left
from dataclasses import dataclass, replace
from ipaddress import IPv4Network
from math import ceil

from config.compute.instance_networking import (
    ADDRESSES_OF_A_PREFIX,
    PODS_WITHOUT_ADDRESS,
    InstanceNetworking,
    addressable_pods,
)
from config.network.address_plan import ADDRESSES_RESERVED_IN_A_SUBNET

# https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html: what EKS caps managed node groups at.
_FEW_VCPUS, _FEW_PODS, _MOST_PODS = 30, 110, 250
_SMALLER_THAN_XLARGE = 2


@dataclass(frozen=True)
class Mode:
    """How the VPC CNI gives addresses to pods."""

    ipv6: bool = False
    prefixes: bool = False
    warm_prefixes: int = 1
    pod_subnets: bool = False

    def with_prefixes(self, prefixes: bool) -> "Mode":  # noqa: FBT001 - it is the one thing that changes
        """The same with or without prefix delegation."""
        return replace(self, prefixes=prefixes)


@dataclass(frozen=True)
class Need:
    """What is taken from one subnet."""

    addresses: int = 0
    """Single addresses."""
    prefixes: int = 0
    """Prefixes of sixteen."""

    def __add__(self, other: "Need") -> "Need":
        return Need(self.addresses + other.addresses, self.prefixes + other.prefixes)

    def __mul__(self, times: int) -> "Need":
        return Need(self.addresses * times, self.prefixes * times)

    @property
    def size(self) -> int:
        """All addresses, those of prefixes among them."""
        return self.addresses + self.prefixes * ADDRESSES_OF_A_PREFIX


@dataclass(frozen=True)
class FullNode:
    """A node that carries as many pods as it can."""

    pods: int
    """Pods, those with the node's own address among them."""
    own: Need
    """What it takes from its own subnet."""
    elsewhere: Need
    """What it takes from the subnet for pods."""


def most_pods(vcpus: int) -> int:
    """The pods that EKS allows on a node of a managed group."""
    return _FEW_PODS if vcpus < _FEW_VCPUS else _MOST_PODS


def vcpus_of(instance_type: str) -> int:
    """The vCPUs of a type, by the name of its size; a bare metal type is one of many.

    https://docs.aws.amazon.com/ec2/latest/instancetypes/: four for each `x`, two below. Exceptions are far from 30.
    """
    size = instance_type.partition(".")[2]
    if size.startswith("metal"):
        return _FEW_VCPUS
    number = size.removesuffix("xlarge")
    if number == size:
        return _SMALLER_THAN_XLARGE
    return 4 * int(number or "1")


def full_node(instance_type: str, limits: InstanceNetworking, mode: Mode, max_pods: int | None) -> FullNode:
    """A node of a type with all its pods; `max_pods` is what it is told to carry, if it is told."""
    interfaces = limits.network_interfaces - mode.pod_subnets
    places = limits.addresses - 1
    allowed = most_pods(vcpus_of(instance_type))
    if mode.ipv6:
        return FullNode(max_pods or allowed, own=Need(addresses=1), elsewhere=Need())
    room = addressable_pods(limits, prefixes=mode.prefixes, pod_subnets=mode.pod_subnets)
    pods = max_pods or min(room, allowed)
    with_address = max(pods - PODS_WITHOUT_ADDRESS, 0)
    if mode.prefixes:
        prefixes = min(ceil(with_address / ADDRESSES_OF_A_PREFIX) + mode.warm_prefixes, interfaces * places)
        taken = Need(ceil(prefixes / places), prefixes)
    else:
        # The CNI attaches whole interfaces, and keeps one ready beyond those in use.
        taken = Need(min(ceil(with_address / places) + 1, interfaces) * limits.addresses)
    return FullNode(pods, Need(addresses=1), taken) if mode.pod_subnets else FullNode(pods, taken, Need())


def usable(subnet: IPv4Network) -> int:
    """Addresses of a subnet that AWS does not keep."""
    return subnet.num_addresses - ADDRESSES_RESERVED_IN_A_SUBNET


def fits(subnet: IPv4Network, need: Need) -> bool:
    """Whether a subnet has so many single addresses and, in other sixteens, so many prefixes.

    The first and the last sixteen hold addresses that AWS keeps, so no prefix lies there. Single addresses are counted
    as if they lay close together, which is the best case.
    """
    if not need.prefixes:
        return need.addresses <= usable(subnet)
    at_the_ends = 2 * ADDRESSES_OF_A_PREFIX - ADDRESSES_RESERVED_IN_A_SUBNET
    whole = subnet.num_addresses // ADDRESSES_OF_A_PREFIX - 2
    return need.prefixes + ceil(max(need.addresses - at_the_ends, 0) / ADDRESSES_OF_A_PREFIX) <= whole


def most_nodes(subnet: IPv4Network, need: Need) -> int:
    """How many nodes with this need fit into a subnet."""
    return bisect_left(range(1, subnet.num_addresses), x=True, key=lambda nodes: not fits(subnet, need * nodes))
