"""How the Amazon VPC CNI gives addresses to pods."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from pydantic import Field

from config.compute.compute import AutoMode, Compute
from config.compute.instance_networking import addressable_pods, is_nitro, networking_of
from config.network.pod_address_plan import PODS
from config.rules.draft import Draft
from config.rules.model import Model
from config.rules.problem import Problem

if TYPE_CHECKING:
    from config.compute.node_group import NodeGroup


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


def vpc_cni_problems(vpc_cni: VpcCni, ip_family: IpFamily | None, compute: Compute | None) -> Iterator[Problem]:
    """What the CNI can't do in an IPv6 cluster, or without prefixes."""
    # Beside EKS Auto Mode the node groups decide, which come later.
    if not isinstance(compute, AutoMode):
        yield from ipv6_problems(vpc_cni, ip_family)
    prefixes, warm = vpc_cni.enable_prefix_delegation, vpc_cni.warm_prefix_target
    if warm is not None and not prefixes:
        yield Problem(("warm_prefix_target",), warm, "is for prefixes; write enable_prefix_delegation: true beside it")
    elif warm is not None and ip_family == "ipv6":
        remedy = "is for IPv4 prefixes; leave it out: one IPv6 prefix has addresses for every pod of a node"
        yield Problem(("warm_prefix_target",), warm, remedy)


def node_address_problems(node_groups: "Mapping[str, NodeGroup]", vpc_cni: VpcCni, draft: Draft) -> Iterator[Problem]:
    """Nodes that can't have the addresses that their pods ask for. For the field `node_groups`."""
    yield from _types_without_prefixes(node_groups, vpc_cni)
    if draft.ip_family == "ipv4":
        yield from _more_pods_than_addresses(node_groups, vpc_cni, draft)


def _more_pods_than_addresses(
    node_groups: "Mapping[str, NodeGroup]", vpc_cni: VpcCni, draft: Draft
) -> Iterator[Problem]:
    """Pods that would wait for an address for ever."""
    prefixes, pod_subnets = vpc_cni.enable_prefix_delegation, PODS in draft.vpc_ranges
    for name, group in node_groups.items():
        for instance_type in group.instance_types:
            limits = networking_of(instance_type)
            if limits is None or group.max_pods is None:
                continue
            most = addressable_pods(limits, prefixes=prefixes, pod_subnets=pod_subnets)
            if group.max_pods > most:
                where = f" in subnets of {PODS}" if pod_subnets else ""
                more = "" if prefixes else ", or cluster.vpc_cni: {enable_prefix_delegation: true}"
                remedy = f"is more than {instance_type} has addresses for{where}; write at most {most}{more}"
                yield Problem((name, "max_pods"), group.max_pods, remedy)


def _types_without_prefixes(node_groups: "Mapping[str, NodeGroup]", vpc_cni: VpcCni) -> Iterator[Problem]:
    """Instance types that can't have prefixes.

    https://docs.aws.amazon.com/eks/latest/userguide/cni-increase-ip-addresses.html
    """
    if not vpc_cni.enable_prefix_delegation:
        return
    for name, group in node_groups.items():
        for index, instance_type in enumerate(group.instance_types):
            if not is_nitro(instance_type):
                remedy = "is not built on Nitro and can't have prefixes (enable_prefix_delegation); write a newer type"
                yield Problem((name, "instance_types", index), instance_type, remedy)
