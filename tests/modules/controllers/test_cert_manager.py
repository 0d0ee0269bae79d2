"""cert-manager: its issuers, and a role that can answer challenges and nothing else."""

import json
from copy import deepcopy
from typing import Any

import pytest
from pydantic import ValidationError

from config.platform import HostedZone
from config.rules.problem import Problem
from modules.controllers.cert_manager import CERT_MANAGER, AcmeIssuer, CertManagerOptions, cluster_issuer_spec
from modules.controllers.objects import object_problems
from tests.modules.controllers.platforms import cluster_facts

ZONES = (HostedZone(name="a.example.com", id="Z0A"), HostedZone(name="b.example.com", id="Z0B"))
ISSUER = AcmeIssuer(server="https://acme.example.com/directory", email="platform@example.com")
OPTIONS = CertManagerOptions(cluster_issuers={"acme": ISSUER})
(ISSUERS,) = CERT_MANAGER.behind_it


@pytest.mark.parametrize(("region", "partition"), [("eu-central-1", "aws"), ("cn-north-1", "aws-cn")])
def test_it_writes_answers_to_challenges_in_the_environments_zones_only(region: str, partition: str) -> None:
    policies = CERT_MANAGER.policies(OPTIONS, cluster_facts(region, hosted_zones=ZONES))
    zones = [f"arn:{partition}:route53:::hostedzone/{id}" for id in ("Z0A", "Z0B")]

    assert {purpose: json.loads(document.json())["Statement"] for purpose, document in policies.items()} == {
        "route53": [
            {
                "Sid": "AnswerChallengesInOurZones",
                "Effect": "Allow",
                "Action": "route53:ChangeResourceRecordSets",
                "Resource": zones,
                "Condition": {
                    "ForAllValues:StringEquals": {"route53:ChangeResourceRecordSetsRecordTypes": ["TXT"]},
                    "ForAllValues:StringLike": {
                        "route53:ChangeResourceRecordSetsNormalizedRecordNames": [
                            "_acme-challenge.a.example.com",
                            "_acme-challenge.*.a.example.com",
                            "_acme-challenge.b.example.com",
                            "_acme-challenge.*.b.example.com",
                        ]
                    },
                },
            },
            {
                "Sid": "SeeAnswersInOurZones",
                "Effect": "Allow",
                "Action": "route53:ListResourceRecordSets",
                "Resource": zones,
            },
            {
                "Sid": "SeeWhenAChangeIsEverywhere",
                "Effect": "Allow",
                "Action": "route53:GetChange",
                "Resource": f"arn:{partition}:route53:::change/*",
            },
        ]
    }


def test_without_an_issuer_there_is_no_role_and_no_release_of_issuers() -> None:
    assert CERT_MANAGER.policies(CertManagerOptions(), cluster_facts()) == {}
    assert [ISSUERS.wanted(options) for options in (CertManagerOptions(), OPTIONS)] == [False, True]


def test_an_issuer_proves_names_of_each_zone_in_that_zone() -> None:
    assert cluster_issuer_spec("acme", ISSUER, zones=ZONES, region="eu-central-1") == {
        "acme": {
            "server": "https://acme.example.com/directory",
            "email": "platform@example.com",
            "privateKeySecretRef": {"name": "acme-account-key"},
            "solvers": [
                {
                    "selector": {"dnsZones": [name]},
                    "dns01": {"route53": {"hostedZoneID": id, "region": "eu-central-1"}},
                }
                for name, id in (("a.example.com", "Z0A"), ("b.example.com", "Z0B"))
            ],
        }
    }


def test_an_issuer_that_does_not_fit_its_kind_is_found() -> None:
    fitting = cluster_issuer_spec("acme", ISSUER, zones=ZONES, region="eu-central-1")
    wrong: Any = deepcopy(fitting)
    wrong["acme"]["solvers"][1]["dns01"]["route53"]["hostedZoneId"] = "Z0B"

    assert list(object_problems(ISSUERS, {"clusterIssuers": {"acme": fitting}})) == []
    (problem,) = object_problems(ISSUERS, {"clusterIssuers": {"acme": wrong}})
    assert problem.path == ("clusterIssuers", "acme", "acme", "solvers", 1, "dns01", "route53")
    assert problem.remedy == (
        "does not fit the kind ClusterIssuer: Additional properties are not allowed ('hostedZoneId' was unexpected)"
    )


def test_an_issuer_needs_a_zone() -> None:
    problems = [list(CERT_MANAGER.problems(OPTIONS, cluster_facts(hosted_zones=it).platform)) for it in (ZONES, ())]

    assert problems == [
        [],
        [
            Problem(
                ("cluster_issuers",),
                ["acme"],
                "have no zone for their records: name at least one in `hosted_zones`, by name and id",
            )
        ],
    ]


@pytest.mark.parametrize("wrong", [{"server": "http://acme.example.com"}, {"email": "platform"}])
def test_a_server_is_asked_over_tls_and_an_address_is_one(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        AcmeIssuer(**{**ISSUER.model_dump(), **wrong})
