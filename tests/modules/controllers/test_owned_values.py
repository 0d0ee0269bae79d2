"""What in the values of a chart is not for the user to change, of every controller and also of the next one."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any

import pytest

from config.controllers.kinds import ControllerOptions
from config.names import ClusterNames
from config.platform import HostedZone, Platform
from config.rules.problem import Problem
from modules.controllers import CONTROLLERS
from modules.controllers.checks import general_problems
from modules.controllers.controller import AnyController, ClusterFacts, Installation, ValuesPath
from modules.controllers.expected_facts import expected_facts
from modules.controllers.external_dns import EXTERNAL_DNS, ExternalDnsOptions
from modules.controllers.karpenter import KARPENTER, KarpenterOptions
from modules.controllers.owned_values import _other_facts, owned_values
from modules.controllers.values import placed
from modules.vendored_charts.chart_facts import chart_facts
from modules.vendored_charts.key_tree import paths
from tests.modules.controllers.platforms import cluster_facts
from tests.modules.controllers.test_registry import every_controller, options_of

NAME, REGION, ZONES = "the name of the cluster", "`region`", "`hosted_zones`"
IN_CLUSTER = "configs.clusterCredentials.in-cluster"
OWNED = {
    "argo-cd": {
        f"{IN_CLUSTER}.annotations.aws_account_id": "the account",
        f"{IN_CLUSTER}.annotations.aws_cluster_name": NAME,
        f"{IN_CLUSTER}.annotations.aws_region": REGION,
        f"{IN_CLUSTER}.annotations.aws_vpc_id": "the network",
        f"{IN_CLUSTER}.annotations.environment": "the name of the environment",
        f"{IN_CLUSTER}.labels.aws_region": REGION,
        f"{IN_CLUSTER}.labels.environment": "the name of the environment",
        f"{IN_CLUSTER}.labels.kubernetes_version": "the version of the cluster",
        "server.ingress.annotations.alb.ingress.kubernetes.io/ip-address-type": "`cluster.ip_family`",
    },
    "aws-load-balancer-controller": {
        "clusterName": NAME,
        "defaultTags": "`tags`",
        "region": REGION,
        "vpcId": "the network",
    },
    "cert-manager": {},
    "cluster-autoscaler": {
        "autoDiscovery.clusterName": NAME,
        "awsRegion": REGION,
        "image.tag": "the version of the cluster",
    },
    "external-dns": {"domainFilters": ZONES, "env": REGION, "extraArgs.zone-id-filter": ZONES, "txtOwnerId": NAME},
    "external-secrets": {"extraEnv": REGION},
    "karpenter": {"controller.env": REGION, "settings.clusterName": NAME, "settings.interruptionQueue": NAME},
    "metrics-server": {},
    "victoria-metrics": {
        "grafana.ingress.annotations.alb.ingress.kubernetes.io/ip-address-type": "`cluster.ip_family`",
        "victoria-metrics-operator.env": "`cluster.ip_family`",
        "vmagent.spec.externalLabels.cluster": NAME,
        "vmalert.spec.externalLabels.cluster": NAME,
    },
}
"""Controller to what of its values is the platform's own, and what says it.

Examples: `test_a_user_can_change_nothing_in_which_two_clusters_differ` looks at every controller, also at a new one.
"""

NOT_FACTS_OF_VALUES = {
    "identity",
    "first_nodes",
    "fixed_groups",
    "public_access_cidrs",
    "isolated",
    "fargate_namespaces",
    "private_subnets_are_known",
    "image_registry",
}
"""How a platform is run: what controllers make of it are defaults, about which a user may know better."""

TAG = ("values", "image", "tag")


def problems(controller: AnyController, options: ControllerOptions, values: Mapping[str, Any]) -> list[Problem]:
    chosen = options.model_copy(update={"values": values})
    return list(general_problems(controller, chosen, cluster_facts().platform))


def test_what_is_owned_follows_from_the_facts_that_it_is_made_of() -> None:
    platform = cluster_facts().platform
    found = {name: owned_values(CONTROLLERS[name], options_of(CONTROLLERS[name]), platform) for name in OWNED}

    assert {name: {".".join(path): it.said_by for path, it in owned.items()} for name, owned in found.items()} == OWNED


def test_every_fact_is_changed_once_to_see_what_follows_from_it() -> None:
    """A new fact that is forgotten there would be seen in no value."""
    facts = cluster_facts()
    facts = replace(facts, platform=replace(facts.platform, kubernetes_version="1.34"))
    changed = set()
    for other in _other_facts(facts, KARPENTER).values():
        for one, another in ((facts, other), (facts.platform, other.platform)):
            changed |= {it.name for it in fields(one) if getattr(one, it.name) != getattr(another, it.name)}

    everything = {it.name for kind in (ClusterFacts, Platform) for it in fields(kind)}
    assert changed == everything - NOT_FACTS_OF_VALUES


@every_controller
def test_a_user_can_change_nothing_in_which_two_clusters_differ(controller: AnyController) -> None:
    """By another way than the check itself goes: everything about the second cluster is different at once."""
    options = options_of(controller)
    one, other = (
        controller.values(Installation(options=options, cluster=it, service_account={}))
        for it in (cluster_facts(), _another_cluster())
    )

    differing = list(_leaves_that_differ(one, other))
    for path in differing:
        found = problems(controller, options, placed(path, "mine"))
        assert [it.path for it in found if "leave it out" in it.remedy or "add [" in it.remedy] != [], path


def _another_cluster() -> ClusterFacts:
    platform = replace(
        cluster_facts("us-east-1", hosted_zones=(HostedZone(name="b.example.com", id="Z0B"),)).platform,
        cluster_name="another",
        environment="another",
        kubernetes_version="1.36",
        ip_family="ipv6",
    )
    return replace(
        expected_facts(platform),
        account_id="444455556666",
        vpc_id="vpc-another",
        vpc_arn="arn:aws:ec2:us-east-1:444455556666:vpc/vpc-another",
        private_subnet_ids={"us-east-1a": "subnet-another"},
        security_group_id="sg-another",
        names=ClusterNames("another"),
        tags={"environment": "another", "stack": "controllers"},
    )


def _leaves_that_differ(one: Any, other: Any, above: ValuesPath = ()) -> Iterator[ValuesPath]:  # noqa: ANN401 - as YAML has it
    if isinstance(one, dict) and isinstance(other, dict):
        for key in one.keys() | other.keys():
            yield from _leaves_that_differ(one.get(key), other.get(key), (*above, key))
    elif one != other:
        yield above


@every_controller
def test_nothing_moves_or_renames_what_a_chart_makes(controller: AnyController) -> None:
    """Every value that the chart itself has for that."""
    known = list(paths(chart_facts(controller.chart.name, controller.chart.version).values))
    moving: set[ValuesPath] = {("namespace",), ("fullnameOverride",), ("nameOverride",)}
    moving |= {path for path in known if path[-1] == "namespaceOverride"}
    options = options_of(controller)

    refused = {
        path: [
            it.path
            for it in problems(controller, options, placed(path, "mine"))
            if "moves objects" in it.remedy or "renames objects" in it.remedy
        ]
        for path in moving & set(known)
    }
    assert refused == {path: [("values", *path)] for path in moving & set(known)}


@pytest.mark.parametrize(
    ("values", "path", "value"),
    [
        ({"settings": {"clusterName": "mine"}}, ("settings", "clusterName"), "mine"),
        ({"settings": None}, ("settings",), None),
    ],
    ids=["the value", "all around it"],
)
def test_a_value_that_follows_from_the_platform_is_refused(
    values: dict[str, Any], path: ValuesPath, value: object
) -> None:
    remedy = (
        "is the platform's own: it follows from the name of the cluster, as do objects that count on it; leave it out"
    )
    assert problems(KARPENTER, KarpenterOptions(), values)[0] == Problem(("values", *path), value, remedy)


def test_what_stands_beside_it_is_the_users_own() -> None:
    assert (
        problems(KARPENTER, KarpenterOptions(), {"settings": {"batchIdleDuration": "2s"}, "podLabels": {"team": "a"}})
        == []
    )


def test_a_list_may_be_longer_but_not_lose_what_the_platform_sets() -> None:
    proxy, region = (
        {"name": "HTTPS_PROXY", "value": "http://proxy:3128"},
        {"name": "AWS_REGION", "value": "eu-central-1"},
    )
    dns = ExternalDnsOptions()
    remedy = (
        "takes the place of a list in which something follows from `region`; "
        "add [{name: AWS_REGION, value: eu-central-1}] to it"
    )

    assert problems(EXTERNAL_DNS, dns, {"env": [proxy]}) == [Problem(("values", "env"), [proxy], remedy)]
    assert problems(EXTERNAL_DNS, dns, {"env": [proxy, region]}) == []
    zones = ["test.example.com", "more.example.com"]
    assert [it.path for it in problems(EXTERNAL_DNS, dns, {"domainFilters": zones})] == [("values", "domainFilters")]


@pytest.mark.parametrize(
    ("controller", "tag", "refused"),
    [
        (EXTERNAL_DNS, f"v{EXTERNAL_DNS.policies_for}-fips", []),
        (EXTERNAL_DNS, "", []),
        (EXTERNAL_DNS, f"v{EXTERNAL_DNS.policies_for}0", [TAG]),
        (CONTROLLERS["metrics-server"], "v9.9.9", []),
    ],
    ids=["a build of the version", "the chart's own", "another version", "no policies"],
)
def test_an_image_is_of_the_version_for_which_policies_were_read(
    controller: AnyController, tag: str, refused: list[ValuesPath]
) -> None:
    found = problems(controller, options_of(controller), {"image": {"tag": tag}})

    assert [it.path for it in found] == refused


def test_an_image_that_follows_from_the_version_of_the_cluster_is_refused_once() -> None:
    autoscaler = CONTROLLERS["cluster-autoscaler"]

    assert [it.path for it in problems(autoscaler, options_of(autoscaler), {"image": {"tag": "v1.36.1"}})] == [TAG]
