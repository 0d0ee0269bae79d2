"""AWS Load Balancer Controller: its values and its hardened policy."""

import json

import pytest

from modules.controllers.aws_load_balancer_controller import (
    AWS_LOAD_BALANCER_CONTROLLER,
    AwsLoadBalancerControllerOptions,
)
from modules.controllers.controller import Installation
from modules.policies import vendored
from modules.policy_document import PolicyDocument
from tests.modules.controllers.platforms import cluster_facts
from tests.synthesis import Json

OPTIONS = AwsLoadBalancerControllerOptions()


def test_it_needs_no_instance_metadata_and_keeps_its_certificate() -> None:
    service_account = {"create": True, "name": "aws-load-balancer-controller"}
    installation = Installation(
        options=AwsLoadBalancerControllerOptions(replica_count=3),
        cluster=cluster_facts(),
        service_account=service_account,
    )

    assert AWS_LOAD_BALANCER_CONTROLLER.values(installation) == {
        "clusterName": "test",
        "region": "eu-central-1",
        "vpcId": "vpc-0123456789abcdef0",
        "replicaCount": 3,
        "podDisruptionBudget": {"maxUnavailable": 1},
        "resources": {"requests": {"cpu": "100m", "memory": "128Mi"}},
        "keepTLSSecret": True,
        "defaultSSLPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
        "defaultTags": {"environment": "test", "stack": "controllers"},
        "serviceAccount": service_account,
    }


@pytest.mark.parametrize("region", ["eu-central-1", "cn-north-1", "us-gov-east-1"])
def test_its_policy_is_the_published_one_but_for_security_groups_of_other_vpcs(region: str) -> None:
    facts = cluster_facts(region)
    policies = AWS_LOAD_BALANCER_CONTROLLER.policies(OPTIONS, facts)
    differences = [
        (before, after)
        for before, after in zip(_published(facts.platform.region.partition), _statements(policies), strict=True)
        if before != after
    ]

    published = {
        "Effect": "Allow",
        "Action": ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"],
        "Resource": "*",
    }
    assert differences == [(published, {**published, "Condition": {"ArnEquals": {"ec2:Vpc": facts.vpc_arn}}})]


def test_no_statement_lets_it_open_a_security_group_without_a_condition() -> None:
    policies = AWS_LOAD_BALANCER_CONTROLLER.policies(OPTIONS, cluster_facts())
    opening = [it for it in _statements(policies) if "ec2:AuthorizeSecurityGroupIngress" in it["Action"]]

    assert [it["Condition"] for it in opening] == [
        {"ArnEquals": {"ec2:Vpc": cluster_facts().vpc_arn}},
        {"Null": {"aws:ResourceTag/elbv2.k8s.aws/cluster": "false"}},
    ]


def _statements(policies: Json) -> Json:
    assert list(policies) == ["load-balancing"]
    document: PolicyDocument = policies["load-balancing"]
    return json.loads(document.json())["Statement"]


def _published(partition: str) -> Json:
    version = AWS_LOAD_BALANCER_CONTROLLER.chart.version
    text = (vendored._FOLDER / f"aws-load-balancer-controller-{version}.json").read_text(encoding="utf-8")
    return json.loads(text.replace("arn:aws:", f"arn:{partition}:"))["Statement"]
