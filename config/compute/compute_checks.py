"""What EKS Auto Mode brings by itself, so that it can't be asked for beside it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from config.cluster.access_entries import AccessEntry, AutoNodeEntry
from config.cluster.vpc_cni import VpcCni, ipv6_problems
from config.compute.compute import AutoMode, Compute
from config.compute.node_group import NodeGroup
from config.compute.node_group_checks import first_nodes_problems
from config.network.pod_address_plan import PODS
from config.rules.draft import Draft
from config.rules.problem import PARENT, Absent, Problem
from config.smoke_test import SmokeTest

_EXAMPLE = "write it, such as node_groups: {system: {availability_zones: [eu-central-1a, eu-central-1b]}}"


def own_node_entry_problems(compute: Compute, entries: Sequence[AccessEntry]) -> Iterator[Problem]:
    """Node classes of Auto Mode in a cluster without it. For the field beside `access_entries`."""
    for index, entry in enumerate(entries):
        if isinstance(entry, AutoNodeEntry) and not isinstance(compute, AutoMode):
            remedy = "is for nodes of EKS Auto Mode, which this cluster does not have; write compute: {mode: auto}"
            yield Problem((PARENT, "access_entries", index, "type"), entry.type, remedy)


def node_problems(node_groups: Mapping[str, NodeGroup], beside: Mapping[str, Any], draft: Draft) -> Iterator[Problem]:
    """A cluster without nodes for its first pods, or options of what it does not have. For the field `node_groups`.

    `beside` holds the fields of the cluster that come before, as far as they are right.
    """
    compute: Compute = beside["compute"]
    if auto_mode_alone(compute, node_groups):
        yield from _useless_in_auto_mode(beside, draft)
    elif not node_groups:
        yield Problem((), Absent.MISSING, _EXAMPLE)
    elif isinstance(compute, AutoMode):
        yield from _without_prefixes(beside, draft)
    else:
        yield from first_nodes_problems(node_groups)


def _without_prefixes(beside: Mapping[str, Any], draft: Draft) -> Iterator[Problem]:
    if "vpc_cni" in beside:
        for problem in ipv6_problems(beside["vpc_cni"], draft.ip_family):
            yield replace(problem, path=(PARENT, "vpc_cni", *problem.path))


def _useless_in_auto_mode(beside: Mapping[str, Any], draft: Draft) -> Iterator[Problem]:
    node_role = beside.get("node_role_name")
    if node_role is not None:
        remedy = "is for node groups, and there are none; leave it out: Auto Mode's nodes have another role"
        yield Problem((PARENT, "node_role_name"), node_role, remedy)
    for addon, version in beside.get("addon_versions", {}).items():
        remedy = "is of an add-on that EKS Auto Mode brings in a version of its own; leave it out"
        yield Problem((PARENT, "addon_versions", addon), version, remedy)
    vpc_cni = beside.get("vpc_cni", VpcCni())
    if vpc_cni != VpcCni():
        remedy = "is of the EKS add-on vpc-cni, in whose place EKS Auto Mode gives addresses to pods; leave it out"
        yield Problem((PARENT, "vpc_cni"), vpc_cni.model_dump(exclude_defaults=True), remedy)
    if PODS in draft.vpc_ranges:
        remedy = (
            "is for the EKS add-on vpc-cni; in EKS Auto Mode a node class chooses the subnets of pods; leave it out"
        )
        yield Problem((PARENT, PARENT, "network", "pod_cidr_block"), draft.vpc_ranges[PODS], remedy)


def auto_mode_alone(compute: Compute | None, node_groups: Mapping[str, NodeGroup] | None) -> bool:
    """Whether all nodes are those of EKS Auto Mode."""
    return isinstance(compute, AutoMode) and node_groups is not None and not node_groups


def brought_controller_problems(done_by_auto_mode: str | None, options: Mapping[str, object]) -> Iterator[Problem]:
    """A controller that does what EKS Auto Mode does. For its own field, where all nodes are Auto Mode's.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/automode.html.
    """
    if done_by_auto_mode is not None:
        remedy = (
            f"clashes with EKS Auto Mode, which {done_by_auto_mode}; leave it out, "
            "or keep cluster.node_groups for it until nothing needs it any more"
        )
        yield Problem((), options, remedy)


def pool_problems(compute: Compute | None, installed: Sequence[str]) -> Iterator[Problem]:
    """Controllers without a node pool that takes them. For the field `controllers`, where all nodes are Auto Mode's."""
    if installed and isinstance(compute, AutoMode) and "general-purpose" not in compute.node_pools:
        remedy = f"takes none of the pods of {', '.join(installed)}; add general-purpose"
        yield Problem((PARENT, "cluster", "compute", "node_pools"), compute.node_pools, remedy)


def smoke_test_in_auto_mode(smoke_test: SmokeTest) -> Iterator[Problem]:
    """A smoke test where nobody would make its load balancers. For the field `smoke_test`, as above."""
    remedy = "asks the AWS Load Balancer Controller for load balancers, whose place EKS Auto Mode takes; leave it out"
    yield Problem((), smoke_test.model_dump(), remedy)
