"""The address range of Kubernetes services."""

from collections.abc import Iterator, Mapping, Sequence
from ipaddress import IPv4Network

from config.network.cidr import PRIVATE_RANGES, within
from config.rules.draft import Draft
from config.rules.problem import Problem

SERVICE_RANGE = IPv4Network("172.20.0.0/16")
"""The range where the file names none."""
_LARGEST_SERVICES, _SMALLEST_SERVICES = 12, 24


def service_range_problems(given: IPv4Network | None, draft: Draft) -> Iterator[Problem]:
    """A range that a cluster of this IP family can't have; an IPv6 one has a unique local one of EKS's choice."""
    if draft.ip_family == "ipv4":
        yield from _range_problems(given or SERVICE_RANGE, draft.vpc_ranges, draft.connected_ranges)
    elif draft.ip_family == "ipv6" and given is not None:
        yield Problem((), given, "is for ip_family ipv4; leave it out: EKS chooses the IPv6 range of services")


def _range_problems(
    service_range: IPv4Network, vpc_ranges: Mapping[str, IPv4Network], connected: Sequence[IPv4Network]
) -> Iterator[Problem]:
    """What EKS or good sense has against the range of Kubernetes services.

    Source: API reference, KubernetesNetworkConfigRequest. Nodes keep the traffic to the range of services to
    themselves, so nothing behind a connected range with the same addresses could be reached from a pod. `vpc_ranges`
    says where in the file each range of the VPC stands.
    """
    if not within(service_range, PRIVATE_RANGES):
        ranges = ", ".join(str(block) for block in PRIVATE_RANGES)
        yield Problem((), service_range, f"is not a range that EKS takes for services; choose one within {ranges}")
    elif not _LARGEST_SERVICES <= service_range.prefixlen <= _SMALLEST_SERVICES:
        remedy = f"is not a size that EKS takes for services; write /{_LARGEST_SERVICES} to /{_SMALLEST_SERVICES}"
        yield Problem((), service_range, remedy)
    else:
        for place, vpc_range in vpc_ranges.items():
            if service_range.overlaps(vpc_range):
                yield Problem((), service_range, f"overlaps {place} ({vpc_range}); choose a range outside of it")
        for other in connected:
            if service_range.overlaps(other):
                remedy = f"overlaps {other} of connected_ranges, which no pod could reach; choose another range"
                yield Problem((), service_range, remedy)
