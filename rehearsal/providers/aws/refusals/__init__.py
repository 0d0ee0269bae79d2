"""What AWS refuses, one topic a file; each topic says what it refuses when something is made, changed or deleted.

A refusal judges by what the rehearsal has made and what was there before it began. What names nothing of that is either
refused as missing (`missing`) or, where it may well be there, passes: a role of another account, a policy of AWS.
"""

from collections.abc import Iterable, Mapping

from rehearsal.engine.calls import Action
from rehearsal.providers.aws.refusals import (
    access,
    addons,
    auto_mode,
    clusters,
    dependencies,
    eks_arguments,
    endpoints,
    fargate,
    ipv6,
    missing,
    names_taken,
    network,
    nodes,
    pod_ranges,
    policies,
    resource_policies,
    single,
    storage,
)
from rehearsal.providers.aws.resource import Refusal

Topic = Mapping[str, tuple[Refusal, ...]]
"""Refusals by resource type."""


def _together(topics: Iterable[Topic]) -> dict[str, tuple[Refusal, ...]]:
    merged: dict[str, tuple[Refusal, ...]] = {}
    for topic in topics:
        for type_name, refusals in topic.items():
            merged[type_name] = (*merged.get(type_name, ()), *refusals)
    return merged


REFUSALS: dict[Action, Topic] = {
    Action.CREATE: _together(
        topic.ON_CREATE
        for topic in (
            missing,
            access,
            addons,
            auto_mode,
            clusters,
            eks_arguments,
            endpoints,
            fargate,
            ipv6,
            names_taken,
            network,
            nodes,
            pod_ranges,
            policies,
            resource_policies,
            single,
        )
    ),
    Action.UPDATE: _together(
        topic.ON_UPDATE
        for topic in (addons, auto_mode, eks_arguments, clusters, ipv6, nodes, policies, resource_policies)
    ),
    Action.DELETE: _together([clusters.ON_DELETE, dependencies.ON_DELETE, pod_ranges.ON_DELETE, storage.ON_DELETE]),
}
"""What is refused before anything happens."""

NOT_READY: Topic = _together(topic.NOT_READY for topic in (missing, addons, ipv6, network, nodes, pod_ranges, single))
"""What is made, and then never becomes ready."""
