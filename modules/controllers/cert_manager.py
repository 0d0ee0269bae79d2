"""cert-manager: certificates as Secrets, proven to their issuer by records in the environment's hosted zones."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated

from pydantic import Field

from config.controllers.kinds import ControllerOptions
from config.https_url import HttpsUrl
from config.platform import HostedZone, Platform
from config.rules.model import FrozenMapping, Model
from config.rules.problem import Problem
from config.rules.rule import matching
from modules.controllers.controller import (
    Chart,
    ClusterFacts,
    Companion,
    Controller,
    Installation,
    KubernetesVersions,
    OwnChart,
    Values,
)
from modules.controllers.object_name import ObjectName
from modules.controllers.pods import FOR_EVERYBODY, port_for_the_api_server, requests
from modules.policy_document import PolicyDocument

_CHART = Chart(repository="oci://quay.io/jetstack/charts", name="cert-manager", version="v1.21.1")
_NAMESPACE = "cert-manager"
_EMAIL = matching(r"^[^@\s]+@[^@\s]+\.[^@\s]+$", "is no email address")
_LETS_ENCRYPT_STAGING = "https://acme-staging-v02.api.letsencrypt.org/directory"


class AcmeIssuer(Model):
    """An ACME server, and who its account belongs to."""

    server: Annotated[HttpsUrl, Field(examples=[_LETS_ENCRYPT_STAGING])]
    """Directory of the ACME server. Let's Encrypt counts what its production server issues: try its staging first."""
    email: Annotated[str, Field(examples=["platform@example.com"]), _EMAIL]
    """Address of the account, to which the server may write."""


class CertManagerOptions(ControllerOptions):
    """Options of cert-manager; its zones are the environment's `hosted_zones`."""

    cluster_issuers: FrozenMapping[ObjectName, AcmeIssuer] = Field(default_factory=dict)
    """Name to issuer for names in the environment's `hosted_zones`; without one there is no role."""


def _problems(options: CertManagerOptions, platform: Platform) -> Iterable[Problem]:
    if options.cluster_issuers and not platform.hosted_zones:
        remedy = "have no zone for their records: name at least one in `hosted_zones`, by name and id"
        yield Problem(("cluster_issuers",), sorted(options.cluster_issuers), remedy)


def _policies(options: CertManagerOptions, cluster: ClusterFacts) -> Mapping[str, PolicyDocument]:
    """Source: https://cert-manager.io/docs/configuration/acme/dns01/route53/, narrowed to the zones and the names.

    `ListHostedZonesByName` is left out: the issuers name the id of each zone.
    The names are as Route 53 compares them: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-conditions-route53.html.
    """
    if not options.cluster_issuers:
        return {}
    partition, zones = cluster.platform.region.partition, cluster.platform.hosted_zones
    arns = [f"arn:{partition}:route53:::hostedzone/{zone.id}" for zone in zones]
    return {
        "route53": PolicyDocument(
            {
                "Sid": "AnswerChallengesInOurZones",
                "Effect": "Allow",
                "Action": "route53:ChangeResourceRecordSets",
                "Resource": arns,
                "Condition": {
                    # A request may change several records: each has to be one of these.
                    "ForAllValues:StringEquals": {"route53:ChangeResourceRecordSetsRecordTypes": ["TXT"]},
                    "ForAllValues:StringLike": {
                        "route53:ChangeResourceRecordSetsNormalizedRecordNames": [
                            name
                            for zone in zones
                            for name in (f"_acme-challenge.{zone.name}", f"_acme-challenge.*.{zone.name}")
                        ]
                    },
                },
            },
            {
                "Sid": "SeeAnswersInOurZones",
                "Effect": "Allow",
                "Action": "route53:ListResourceRecordSets",
                "Resource": arns,
            },
            {
                # The id of a change is known only to whoever made it.
                "Sid": "SeeWhenAChangeIsEverywhere",
                "Effect": "Allow",
                "Action": "route53:GetChange",
                "Resource": f"arn:{partition}:route53:::change/*",
            },
        )
    }


def _values(installation: Installation[CertManagerOptions]) -> Values:
    return {
        # With the chart, so that Helm upgrades them. They stay when the release goes: with them all Certificates would.
        "crds": {"enabled": True, "keep": True},
        # By default, its leases and the right to write them are in kube-system.
        "global": {"leaderElection": {"namespace": _NAMESPACE}, "priorityClassName": FOR_EVERYBODY},
        # While it is away, nobody can change a Certificate. The others only work a little later.
        "webhook": {
            "replicaCount": 2,
            "securePort": port_for_the_api_server(_NAMESPACE, installation.cluster.platform),
            "podDisruptionBudget": {"enabled": True, "maxUnavailable": 1},
            "resources": requests("10m", "32Mi"),
        },
        "cainjector": {"resources": requests("10m", "64Mi")},
        "resources": requests("10m", "64Mi"),
        "serviceAccount": installation.service_account,
    }


def _issuer_values(installation: Installation[CertManagerOptions]) -> Values:
    platform = installation.cluster.platform
    return {
        "clusterIssuers": {
            name: cluster_issuer_spec(name, it, zones=platform.hosted_zones, region=platform.region.name)
            for name, it in installation.options.cluster_issuers.items()
        }
    }


def cluster_issuer_spec(
    name: str, issuer: AcmeIssuer, *, zones: Sequence[HostedZone], region: str
) -> Mapping[str, object]:
    """The `spec` of a ClusterIssuer (cert-manager.io/v1) with one solver for each zone."""
    return {
        "acme": {
            "server": issuer.server,
            "email": issuer.email,
            "privateKeySecretRef": {"name": f"{name}-account-key"},
            "solvers": [
                {
                    "selector": {"dnsZones": [zone.name]},
                    "dns01": {"route53": {"hostedZoneID": zone.id, "region": region}},
                }
                for zone in zones
            ],
        }
    }


CERT_MANAGER = Controller(
    name="cert-manager",
    namespace=_NAMESPACE,
    chart=_CHART,
    options=CertManagerOptions,
    kubernetes=KubernetesVersions(oldest="1.33", newest="1.36", source="https://cert-manager.io/docs/releases/"),
    option_problems=_problems,
    policies=_policies,
    policies_for="1.21.1",
    values=_values,
    affinity_paths=(
        ("affinity",),
        ("cainjector", "affinity"),
        ("startupapicheck", "affinity"),
        ("webhook", "affinity"),
    ),
    # Its webhook looks at every issuer. On the way out, issuers go while it is still there.
    behind_it=(
        Companion(
            name="cert-manager-issuers",
            chart=OwnChart("cert-manager-issuers"),
            values=_issuer_values,
            wanted=lambda options: bool(options.cluster_issuers),
            kinds={"clusterIssuers": "ClusterIssuer"},
            kinds_from=_CHART,
        ),
    ),
    aws_services=("route53", "sts"),
)
