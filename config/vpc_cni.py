"""How the Amazon VPC CNI gives addresses to pods."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from pydantic import Field

from config.draft import Draft
from config.instance_networking import is_nitro
from config.model import Model
from config.pod_address_plan import PODS
from config.problem import Problem

if TYPE_CHECKING:
    from config.node_group import NodeGroup


IpFamily: TypeAlias = Literal["ipv4", "ipv6"]
"""The addresses of pods and services."""


class VpcCni(Model):
    """Settings of the EKS add-on vpc-cni, under the names of its environment variables."""

    enable_prefix_delegation: bool = False
    """Whether nodes get addresses for pods sixteen at a time (IPv6: a /80), and so room for more pods."""
    warm_prefix_target: Annotated[int, Field(ge=1)] | None = None
    """Prefixes that a node holds ready beyond those in use; the CNI's own default is 1. Only with IPv4 prefixes."""


def ip_family_problems(ip_family: IpFamily, draft: Draft) -> Iterator[Problem]:
    """IPv6 in a VPC that has none, or beside a range of IPv4 addresses for pods."""
    if ip_family == "ipv6" and draft.ipv6_subnets is False:
        yield Problem((), ip_family, "needs IPv6 subnets; write network.assign_generated_ipv6_cidr_block: true")
    if ip_family == "ipv6" and PODS in draft.vpc_ranges:
        remedy = f"has no use for {PODS}, which is for IPv4 addresses of pods; leave one of the two out"
        yield Problem((), ip_family, remedy)


def ipv6_problems(vpc_cni: VpcCni, ip_family: IpFamily | None) -> Iterator[Problem]:
    """An IPv6 cluster without prefixes, which its node groups need (https://github.com/aws/amazon-vpc-cni-k8s)."""
    prefixes = vpc_cni.enable_prefix_delegation
    if ip_family == "ipv6" and not prefixes:
        remedy = "must be true with ip_family ipv6: the CNI gives IPv6 addresses to pods from prefixes only"
        yield Problem(("enable_prefix_delegation",), prefixes, remedy)


def warm_prefix_problems(vpc_cni: VpcCni, ip_family: IpFamily | None) -> Iterator[Problem]:
    """Prefixes held ready where there are none, or one is enough."""
    prefixes, warm = vpc_cni.enable_prefix_delegation, vpc_cni.warm_prefix_target
    if warm is not None and not prefixes:
        yield Problem(("warm_prefix_target",), warm, "is for prefixes; write enable_prefix_delegation: true beside it")
    elif warm is not None and ip_family == "ipv6":
        remedy = "is for IPv4 prefixes; leave it out: one IPv6 prefix has addresses for every pod of a node"
        yield Problem(("warm_prefix_target",), warm, remedy)


def prefix_problems(node_groups: "Mapping[str, NodeGroup]", vpc_cni: VpcCni) -> Iterator[Problem]:
    """Instance types that can't have prefixes. For the field `node_groups`.

    https://docs.aws.amazon.com/eks/latest/userguide/cni-increase-ip-addresses.html
    """
    if not vpc_cni.enable_prefix_delegation:
        return
    for name, group in node_groups.items():
        for index, instance_type in enumerate(group.instance_types):
            if not is_nitro(instance_type):
                remedy = "is not built on Nitro and can't have prefixes (enable_prefix_delegation); write a newer type"
                yield Problem((name, "instance_types", index), instance_type, remedy)
