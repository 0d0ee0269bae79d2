"""The values of a chart that are the platform's own, because something outside of the chart counts on them.

No controller has to say which: what it makes of a fact of the cluster is found by changing that fact.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from config.cluster.kubernetes_versions import KUBERNETES_VERSIONS
from config.compute.node_access import NodeAccess
from config.controllers.kinds import ControllerOptions
from config.iam import Iam
from config.names import ClusterNames
from config.platform import HostedZone, Platform
from config.reading.display import flow
from config.regions import Region
from config.rules.problem import Problem
from modules.controllers.controller import AnyController, ClusterFacts, Installation, Values, ValuesPath
from modules.controllers.expected_facts import expected_facts
from modules.controllers.values import touched, value_at
from modules.vendored_charts.chart_facts import chart_facts

NAMESPACE_OVERRIDE = "namespaceOverride"
"""What charts call the namespace of their objects; some have one for a part of them, or for a chart inside, too."""
_MOVED = "moves objects out of namespace {namespace}, where roles and other objects look for them; leave it out"
_RENAMED = "renames objects, which others know by name and Kubernetes can't rename; leave it out"
_MOVING = {"namespace": _MOVED, NAMESPACE_OVERRIDE: _MOVED, "fullnameOverride": _RENAMED, "nameOverride": _RENAMED}
"""What charts call the values that move or rename everything in them, to what is wrong with that."""


@dataclass(frozen=True)
class OwnedValue:
    """A value that follows from a fact of the cluster."""

    value: object
    said_by: str
    """What says the fact: a key of the environment file in backquotes, or words."""


def owned_value_problems(
    controller: AnyController, options: ControllerOptions, platform: Platform
) -> Iterator[Problem]:
    """Values in `options` that are not for the user to change; paths start at `values`."""
    yield from moving_problems(options.values, controller.namespace, _MOVING)
    if not options.values:
        return
    ours = owned_values(controller, options, platform)
    for path, owned in ours.items():
        if (found := touched(options.values, path)) is not None:
            place, value = found
            if (remedy := _remedy(value, owned)) is not None:
                yield Problem(("values", *place), value, remedy)
    for path, tag in _other_versions(controller, options.values):
        if path not in ours:
            remedy = (
                f"is another version than {controller.policies_for}, for which the policies of {controller.name} were "
                "read; raise chart and policies together, as docs/upgrading-controllers.md says, and leave this out"
            )
            yield Problem(("values", *path), tag, remedy)


def moving_problems(values: Values, namespace: str, keys: Collection[str], above: ValuesPath = ()) -> Iterator[Problem]:
    """Values under `keys` that move or rename what a chart makes; paths start at `values`."""
    for key, value in values.items():
        if key in keys and (key == NAMESPACE_OVERRIDE or not above):
            yield Problem(("values", *above, key), value, _MOVING[key].format(namespace=namespace))
        elif isinstance(value, Mapping):
            yield from moving_problems(value, namespace, keys, (*above, key))


def owned_values(
    controller: AnyController, options: ControllerOptions, platform: Platform
) -> Mapping[ValuesPath, OwnedValue]:
    """Path in the values of a controller to what stands there, wherever that follows from a fact of the cluster."""
    if platform.kubernetes_version not in controller.kubernetes:
        return {}  # no values are made for such a cluster
    facts = expected_facts(platform)
    ours = _values(controller, options, facts)
    found: dict[ValuesPath, OwnedValue] = {}
    for said_by, changed in _other_facts(facts, controller).items():
        for path in _differences(ours, _values(controller, options, changed)):
            found.setdefault(path, OwnedValue(value_at(ours, path), said_by))
    return found


def _other_versions(controller: AnyController, values: Values) -> Iterator[tuple[ValuesPath, str]]:
    """Tags of images that are of another version than the policies; `v1.2.3-fips` is of version 1.2.3."""
    if controller.policies_for is None:
        return
    images = chart_facts(controller.chart.name, controller.chart.version).images
    for image in (it for it in images if _is_of(it.tag, controller.policies_for)):
        path = (*image.path.split("."), "tag")
        tag = value_at(values, path)
        if isinstance(tag, str) and tag and not _is_of(tag, controller.policies_for):
            yield path, tag


def _is_of(tag: str, version: str) -> bool:
    return tag.removeprefix("v").partition("-")[0] == version


def _other_facts(facts: ClusterFacts, controller: AnyController) -> Mapping[str, ClusterFacts]:
    """What says a fact, to the facts of another cluster that differ in this one."""
    platform = facts.platform
    region = next(it for it in ("eu-central-1", "eu-west-1") if it != platform.region.name)
    zone = HostedZone(name="other.example.com", id="Z0OTHER")
    # What controllers do depends on the version, so it has to be one that this controller supports.
    version = next(
        (it for it in KUBERNETES_VERSIONS if it in controller.kubernetes and it != platform.kubernetes_version),
        platform.kubernetes_version,
    )
    return {
        "the name of the cluster": replace(
            facts, platform=replace(platform, cluster_name="other"), names=ClusterNames("other")
        ),
        "the name of the environment": replace(facts, platform=replace(platform, environment="other")),
        "`region`": replace(facts, platform=replace(platform, region=Region(region))),
        "the version of the cluster": replace(facts, platform=replace(platform, kubernetes_version=version)),
        "`hosted_zones`": replace(facts, platform=replace(platform, hosted_zones=(zone,))),
        "`iam`": replace(facts, iam=Iam(path="/other/"), names=ClusterNames(platform.cluster_name, iam_prefix="other")),
        "`cluster.ip_family`": replace(
            facts, platform=replace(platform, ip_family="ipv4" if platform.ip_family == "ipv6" else "ipv6")
        ),
        "`tags`": replace(facts, tags={"other": "other"}),
        "`cluster.node_access`": replace(facts, node_access=NodeAccess.SESSION_MANAGER),
        "the network": replace(
            facts,
            vpc_id="vpc-other",
            vpc_arn="arn:aws:ec2:eu-west-1:444455556666:vpc/vpc-other",
            private_subnet_ids={"eu-west-1a": "subnet-other"},
        ),
        "the security group of the cluster": replace(facts, security_group_id="sg-other"),
        "the account": replace(facts, account_id="444455556666"),
    }


def _values(controller: AnyController, options: ControllerOptions, facts: ClusterFacts) -> Values:
    return controller.values(Installation(options=options, cluster=facts, service_account={}))


def _differences(one: Values, other: Values, above: ValuesPath = ()) -> Iterator[ValuesPath]:
    """Where values differ; a map with other keys is one difference, because its keys follow from what was changed."""
    for key in sorted(one.keys() | other.keys()):
        here, there = one.get(key), other.get(key)
        if isinstance(here, Mapping) and isinstance(there, Mapping) and here.keys() == there.keys():
            yield from _differences(here, there, (*above, key))
        elif here != there:
            yield (*above, key)


def _remedy(value: object, owned: OwnedValue) -> str | None:
    """What to do about a value in place of one of ours; None where ours is still in it."""
    if isinstance(value, list) and isinstance(owned.value, list) and all(isinstance(it, Mapping) for it in owned.value):
        missing = [it for it in owned.value if it not in value]
        if not missing:
            return None
        return f"takes the place of a list in which something follows from {owned.said_by}; add {flow(missing)} to it"
    return f"is the platform's own: it follows from {owned.said_by}, as do objects that count on it; leave it out"
