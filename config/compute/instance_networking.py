"""How many network interfaces and addresses an EC2 instance type has."""

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

ADDRESSES_OF_A_PREFIX = 16
PODS_WITHOUT_ADDRESS = 2
"""aws-node and kube-proxy, which have the address of their node."""

_TABLE = Path(__file__).with_name("instance_networking.toml")

# https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-nitro-instances.html: the families built on Xen, of which the
# bare metal types alone are Nitro ones. No family came to them since 2017.
_XEN = "c1 c3 c4 cc2 cr1 d2 f1 g2 g3 g3s h1 hs1 i2 i3 m1 m2 m3 m4 p2 p3 r3 r4 t1 t2 x1 x1e"
_XEN_FAMILIES = frozenset(_XEN.split())


class InstanceNetworking(NamedTuple):
    """The limits of an instance type."""

    network_interfaces: int
    """Network interfaces that can be attached."""
    addresses: int
    """IPv4 addresses of each interface, its primary one among them; or prefixes in place of all but that one."""


def is_nitro(instance_type: str) -> bool:
    """Whether a type is built on the Nitro system; one that is not known is taken for a new one."""
    family, _, size = instance_type.partition(".")
    return family not in _XEN_FAMILIES or size.startswith("metal")


def addressable_pods(limits: InstanceNetworking, *, prefixes: bool, pod_subnets: bool) -> int:
    """The pods for which a node has IPv4 addresses; with subnets for pods its first interface holds none of them.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html
    """
    interfaces = limits.network_interfaces - pod_subnets
    places = interfaces * (limits.addresses - 1)
    return places * (ADDRESSES_OF_A_PREFIX if prefixes else 1) + PODS_WITHOUT_ADDRESS


def networking_of(instance_type: str) -> InstanceNetworking | None:
    """The limits of a type, or None where it is not in the table."""
    family, _, size = instance_type.partition(".")
    return _table().get(family, {}).get(size)


@cache
def _table() -> dict[str, dict[str, InstanceNetworking]]:
    """Family to size to limits."""
    table = {}
    for shape in tomllib.loads(_TABLE.read_text(encoding="utf-8"))["shape"]:
        limits = {
            size: InstanceNetworking(*numbers) for sizes, numbers in shape["limits"].items() for size in sizes.split()
        }
        table.update(dict.fromkeys(shape["families"].split(), limits))
    return table
