"""ExternalDNS: its values, its policy and what it needs of the environment."""

import json

import pytest

from config.platform import HostedZone
from config.rules.problem import Problem
from modules.controllers.controller import Installation
from modules.controllers.external_dns import EXTERNAL_DNS, ExternalDnsOptions
from modules.controllers.pods import metrics_at, requests
from tests.modules.controllers.platforms import cluster_facts

ZONES = (HostedZone(name="a.example.com", id="Z0A"), HostedZone(name="b.example.com", id="Z0B"))


def test_it_manages_the_environments_zones_as_the_cluster() -> None:
    service_account = {"create": True, "name": "external-dns"}
    installation = Installation(
        options=ExternalDnsOptions(policy="sync", sources=("ingress",)),
        cluster=cluster_facts(hosted_zones=ZONES),
        service_account=service_account,
    )

    assert EXTERNAL_DNS.values(installation) == {
        "provider": {"name": "aws"},
        "sources": ["ingress"],
        "policy": "sync",
        "registry": "txt",
        "txtOwnerId": "test",
        "domainFilters": ["a.example.com", "b.example.com"],
        "extraArgs": {"zone-id-filter": ["Z0A", "Z0B"]},
        "env": [{"name": "AWS_REGION", "value": "eu-central-1"}],
        "serviceAccount": service_account,
        "podAnnotations": metrics_at(7979),
        "resources": requests("10m", "64Mi"),
    }


def test_it_deletes_no_records_unless_the_environment_asks() -> None:
    assert ExternalDnsOptions() == ExternalDnsOptions(policy="upsert-only", sources=("service", "ingress"))


@pytest.mark.parametrize(("region", "partition"), [("eu-central-1", "aws"), ("cn-north-1", "aws-cn")])
def test_it_changes_records_in_the_environments_zones_only(region: str, partition: str) -> None:
    policies = EXTERNAL_DNS.policies(ExternalDnsOptions(), cluster_facts(region, hosted_zones=ZONES))

    assert {purpose: json.loads(document.json()) for purpose, document in policies.items()} == {
        "route53": {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "ChangeRecordsInOurZones",
                    "Effect": "Allow",
                    "Action": ["route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets"],
                    "Resource": [f"arn:{partition}:route53:::hostedzone/{id}" for id in ("Z0A", "Z0B")],
                },
                {"Sid": "FindZones", "Effect": "Allow", "Action": "route53:ListHostedZones", "Resource": "*"},
            ],
        }
    }


def test_it_needs_a_zone() -> None:
    with_zone, without_zone = (
        list(EXTERNAL_DNS.problems(ExternalDnsOptions(), cluster_facts(hosted_zones=zones).platform))
        for zones in (ZONES, ())
    )

    assert with_zone == []
    assert without_zone == [
        Problem((), {}, "ExternalDNS needs a zone: name at least one in `hosted_zones`, by name and id")
    ]
