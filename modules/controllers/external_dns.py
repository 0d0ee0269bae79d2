"""ExternalDNS: keeps the records of the environment's hosted zones equal to what Services and Ingresses ask for."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

from pydantic import Field

from config.controllers.kinds import ControllerOptions
from config.platform import Platform
from config.rules.problem import Problem
from config.rules.rule import UNIQUE
from modules.controllers.controller import Chart, ClusterFacts, Controller, Installation, KubernetesVersions, Values
from modules.controllers.pods import metrics_at, requests
from modules.policy_document import PolicyDocument

_PROJECT = "https://github.com/kubernetes-sigs/external-dns"


class ExternalDnsOptions(ControllerOptions):
    """Options of ExternalDNS; its zones are the environment's `hosted_zones`."""

    policy: Literal["upsert-only", "sync", "create-only"] = "upsert-only"
    """What it may do to records: `sync` also deletes those whose Service or Ingress is gone."""
    sources: Annotated[tuple[Literal["service", "ingress"], ...], Field(min_length=1), UNIQUE] = ("service", "ingress")
    """Kinds of Kubernetes objects that may ask for records."""


def _problems(options: ExternalDnsOptions, platform: Platform) -> Iterable[Problem]:
    if not platform.hosted_zones:
        yield Problem(
            (), options.written, "ExternalDNS needs a zone: name at least one in `hosted_zones`, by name and id"
        )


def _policies(_options: ExternalDnsOptions, cluster: ClusterFacts) -> Mapping[str, PolicyDocument]:
    """Source: external-dns v0.21.0, docs/tutorials/aws.md, narrowed to the zones.

    `ListTagsForResources` is left out: it is called only for a zone tag filter, which is not set.
    """
    partition = cluster.platform.region.partition
    return {
        "route53": PolicyDocument(
            {
                "Sid": "ChangeRecordsInOurZones",
                "Effect": "Allow",
                "Action": ["route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets"],
                "Resource": [
                    f"arn:{partition}:route53:::hostedzone/{zone.id}" for zone in cluster.platform.hosted_zones
                ],
            },
            {
                # ListHostedZones has no resource level.
                "Sid": "FindZones",
                "Effect": "Allow",
                "Action": "route53:ListHostedZones",
                "Resource": "*",
            },
        )
    }


def _values(installation: Installation[ExternalDnsOptions]) -> Values:
    platform = installation.cluster.platform
    return {
        "provider": {"name": "aws"},
        "sources": list(installation.options.sources),
        "policy": installation.options.policy,
        "registry": "txt",
        # Two clusters that share a zone must not take each other's records for their own.
        "txtOwnerId": platform.cluster_name,
        "domainFilters": [zone.name for zone in platform.hosted_zones],
        "extraArgs": {"zone-id-filter": [zone.id for zone in platform.hosted_zones]},
        # Pods can't ask the instance metadata: one hop is not enough for them.
        "env": [{"name": "AWS_REGION", "value": platform.region.name}],
        "serviceAccount": installation.service_account,
        "podAnnotations": metrics_at(7979),
        "resources": requests("10m", "64Mi"),
    }


EXTERNAL_DNS = Controller(
    name="external-dns",
    namespace="external-dns",
    chart=Chart(repository="https://kubernetes-sigs.github.io/external-dns/", name="external-dns", version="1.21.1"),
    options=ExternalDnsOptions,
    kubernetes=KubernetesVersions(oldest="1.22", source=f"{_PROJECT}#kubernetes-version-compatibility"),
    option_problems=_problems,
    policies=_policies,
    every_resource={"FindZones": "ListHostedZones has no resource level"},
    policies_for="0.21.0",
    values=_values,
    secret_values={"secretConfiguration.data": "leave it out: it has a role, and needs no other credentials"},
    aws_services=("route53", "sts"),
)
