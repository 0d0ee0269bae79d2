"""What must fit together across the sections of one environment file."""

from collections.abc import Iterator, Mapping, Sequence

from config.compute.compute import AutoMode
from config.compute.compute_checks import auto_mode_alone, pool_problems
from config.compute.node_group_checks import controller_nodes_problems
from config.platform import HostedZone
from config.regions import Region
from config.rules.draft import Draft
from config.rules.problem import PARENT, Problem
from config.smoke_test import SmokeTest
from config.state import S3State, State

_NEEDED_BY_SMOKE_TEST = ("aws-load-balancer-controller", "external-dns")


def state_problems(state: State, region: Region | None) -> Iterator[Problem]:
    """A state bucket that the environment's credentials can't reach."""
    if isinstance(state, S3State) and state.region is not None and region is not None:
        bucket_region = Region(state.region)
        if bucket_region.partition != region.partition:
            remedy = f"is in partition {bucket_region.partition}; write one of {region.partition}, like {region.name}"
            yield Problem(("region",), state.region, remedy)


def repeated_zones(zones: Sequence[HostedZone]) -> Iterator[Problem]:
    """Hosted zones that are listed twice, by id or by name."""
    for index, zone in enumerate(zones):
        earlier = zones[:index]
        if any(zone.id == other.id for other in earlier):
            yield Problem((index, "id"), zone.id, "is the id of an earlier zone; leave one out")
        elif any(zone.name == other.name for other in earlier):
            yield Problem((index, "name"), zone.name, "is the name of an earlier zone; leave one out")


def controller_problems(installed: Sequence[str], draft: Draft) -> Iterator[Problem]:
    """A cluster that nobody may deploy to, or without a node for its controllers. For the field `controllers`."""
    if installed and draft.deployers == ():
        remedy = f"must name the IAM role that applies the stacks: it installs {', '.join(installed)}"
        yield Problem((PARENT, "cluster", "deployers"), (), remedy)
    elif draft.administrators == ():
        remedy = "lets nobody administer the cluster, and EKS lets nobody in by itself; name at least one role here"
        yield Problem((PARENT, "cluster", "deployers"), (), remedy)
    if auto_mode_alone(draft.compute, draft.node_groups):
        yield from pool_problems(draft.compute, installed)
    elif draft.node_groups is not None and draft.compute is not None and not isinstance(draft.compute, AutoMode):
        yield from controller_nodes_problems(installed, draft.node_groups)


def smoke_test_problems(smoke_test: SmokeTest, installed: Sequence[str] | None, draft: Draft) -> Iterator[Problem]:
    """A smoke test whose load balancers or names nothing would make."""
    zones = draft.hosted_zones
    if draft.ip_family == "ipv6":
        # Targets with IPv6 addresses need a load balancer of type dualstack.
        yield Problem(
            (), _hostnames(smoke_test), "makes load balancers for IPv4 targets; leave it out with ip_family ipv6"
        )
    missing = [name for name in _NEEDED_BY_SMOKE_TEST if installed is not None and name not in installed]
    if missing:
        yield Problem((), _hostnames(smoke_test), f"needs more controllers; add {' and '.join(missing)} to controllers")
    for field, hostname in _hostnames(smoke_test).items():
        if zones is not None and not any(_belongs_to(hostname, zone) for zone in zones):
            names = ", ".join(zone.name for zone in zones) or "there is none"
            yield Problem(
                (field,), hostname, f"is below none of hosted_zones ({names}); write a name below one of them"
            )
    if smoke_test.service_hostname == smoke_test.ingress_hostname:
        yield Problem(("ingress_hostname",), smoke_test.ingress_hostname, "is service_hostname too; write another name")


def _hostnames(smoke_test: SmokeTest) -> Mapping[str, str]:
    return {"service_hostname": smoke_test.service_hostname, "ingress_hostname": smoke_test.ingress_hostname}


def _belongs_to(hostname: str, zone: HostedZone) -> bool:
    # Not the zone's own name: ExternalDNS keeps its ownership in a record `a-<name>`, which would lie outside the zone.
    return hostname.endswith(f".{zone.name}")
