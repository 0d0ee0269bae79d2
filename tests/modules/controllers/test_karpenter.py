"""Karpenter: its queue, its nodes' role, and the nodes that it may make."""

import json
from typing import Any

import pytest
from constructs import Construct

from config.rules.problem import PARENT, Problem
from modules.controllers.karpenter import KARPENTER, KarpenterOptions
from modules.controllers.karpenter_nodes import NodeClass, NodePool, node_class_spec, node_pool_spec
from modules.controllers.karpenter_resources import KarpenterResources
from modules.controllers.objects import object_problems
from tests.modules.controllers.platforms import cluster_facts
from tests.synthesis import Json, synthesize_stack

CLASSES = {"default": NodeClass(ami_alias="al2023@v20260801")}
POOL = NodePool(limits={"cpu": "100"})
CLUSTER = cluster_facts()
(NODES,) = KARPENTER.behind_it


@pytest.fixture(scope="module")
def resources() -> Json:
    def build(stack: Construct) -> None:
        KarpenterResources(stack, "aws", cluster=CLUSTER)

    return synthesize_stack(build)["resource"]


def test_only_our_rules_may_send_to_the_queue_and_only_over_tls(resources: Json) -> None:
    rules = [f"${{aws_cloudwatch_event_rule.{name}.arn}}" for name in resources["aws_cloudwatch_event_rule"]]
    send, deny = json.loads(resources["aws_sqs_queue_policy"]["aws_interruptions_queue-policy"]["policy"])["Statement"]

    assert sorted(send["Condition"]["ArnEquals"]["aws:SourceArn"]) == sorted(rules)
    assert (send["Effect"], send["Action"], send["Principal"]) == (
        "Allow",
        "sqs:SendMessage",
        {"Service": "events.amazonaws.com"},
    )
    assert (deny["Effect"], deny["Action"], deny["Condition"]) == (
        "Deny",
        "sqs:*",
        {"Bool": {"aws:SecureTransport": "false"}},
    )
    assert resources["aws_sqs_queue"]["aws_interruptions_queue"] == {
        "name": "test-karpenter",
        "message_retention_seconds": 300,
        "sqs_managed_sse_enabled": True,
    }


def test_the_queue_hears_of_everything_that_takes_an_instance_away(resources: Json) -> None:
    patterns = [json.loads(rule["event_pattern"]) for rule in resources["aws_cloudwatch_event_rule"].values()]

    assert sorted(pattern["detail-type"][0] for pattern in patterns) == [
        "AWS Health Event",
        "EC2 Capacity Reservation Instance Interruption Warning",
        "EC2 Instance Rebalance Recommendation",
        "EC2 Instance State-change Notification",
        "EC2 Spot Instance Interruption Warning",
    ]
    assert {target["rule"] for target in resources["aws_cloudwatch_event_target"].values()} == {
        f"${{aws_cloudwatch_event_rule.{name}.name}}" for name in resources["aws_cloudwatch_event_rule"]
    }


def test_its_nodes_may_enter_the_cluster(resources: Json) -> None:
    assert resources["aws_eks_access_entry"] == {
        "aws_node-access": {
            "cluster_name": "test",
            "principal_arn": "${aws_iam_role.aws_node_role.arn}",
            "type": "EC2_LINUX",
        }
    }


def test_it_may_pass_exactly_the_role_of_its_nodes() -> None:
    (statement,) = (
        it
        for it in KARPENTER.policies(KarpenterOptions(), CLUSTER)["iam-integration"].statements
        if it["Action"] == "iam:PassRole"
    )
    assert statement["Resource"] == "arn:aws:iam::111122223333:role/test-karpenter-nodes"


def test_zonal_shift_is_allowed_where_it_is_asked_for() -> None:
    usual = list(KARPENTER.policies(KarpenterOptions(), CLUSTER))
    shifting = list(KARPENTER.policies(KarpenterOptions(enable_zonal_shift=True), CLUSTER))

    assert usual == ["node-lifecycle", "iam-integration", "eks-integration", "interruption", "resource-discovery"]
    assert shifting == [*usual, "zonal-shift"]


def test_no_placeholder_of_a_policy_is_left() -> None:
    documents = KARPENTER.policies(KarpenterOptions(enable_zonal_shift=True), CLUSTER).values()

    assert [document.json() for document in documents if "${" in document.json()] == []


def test_a_node_class_is_encrypted_tagged_and_found_by_its_tag() -> None:
    selector = [{"tags": {"karpenter.sh/discovery": "test"}}]
    spec = node_class_spec(CLASSES["default"], role="node-role", cluster_name="test", tags={"team": "a"})

    assert spec == {
        "role": "node-role",
        "amiSelectorTerms": [{"alias": "al2023@v20260801"}],
        "subnetSelectorTerms": selector,
        "securityGroupSelectorTerms": selector,
        "blockDeviceMappings": [
            {
                "deviceName": "/dev/xvda",
                "ebs": {"volumeSize": "50Gi", "volumeType": "gp3", "encrypted": True, "deleteOnTermination": True},
            }
        ],
        "metadataOptions": {"httpEndpoint": "enabled", "httpTokens": "required", "httpPutResponseHopLimit": 1},
        "tags": {"team": "a"},
    }


def test_bottlerocket_has_a_second_volume_for_pods() -> None:
    node_class = NodeClass(ami_alias="bottlerocket@v1.60.0", volume_size=80)
    spec: Any = node_class_spec(node_class, role="r", cluster_name="test", tags={})

    assert [(it["deviceName"], it["ebs"]["volumeSize"]) for it in spec["blockDeviceMappings"]] == [
        ("/dev/xvda", "4Gi"),
        ("/dev/xvdb", "80Gi"),
    ]


def test_a_node_pool_has_limits_an_end_and_drains_in_time() -> None:
    spec: Any = node_pool_spec(POOL)

    assert spec["limits"] == {"cpu": "100"}
    assert (spec["template"]["spec"]["expireAfter"], spec["template"]["spec"]["terminationGracePeriod"]) == (
        "720h",
        "30m",
    )


@pytest.mark.parametrize(
    ("options", "problems"),
    [
        ({"node_classes": CLASSES, "node_pools": {"general": POOL}}, []),
        (
            {"node_pools": {"general": POOL}},
            [
                Problem(
                    ("node_pools", "general", "node_class"),
                    "default",
                    "is none of node_classes (there is none); write one of them, or add it",
                )
            ],
        ),
        (
            {
                "node_classes": CLASSES,
                "node_pools": {"slow": POOL.model_copy(update={"termination_grace_period": "1h"})},
            },
            [
                Problem(
                    ("node_pools", "slow", "termination_grace_period"),
                    "1h",
                    "is longer than Helm waits for nodes to go; write at most 45m",
                )
            ],
        ),
    ],
    ids=["right", "no class", "drains too long"],
)
def test_pools_need_a_class_and_drain_in_time(options: dict[str, Any], problems: list[Problem]) -> None:
    assert list(KARPENTER.option_problems(KarpenterOptions(**options), CLUSTER.platform)) == problems


def test_it_needs_two_nodes_that_it_has_not_made() -> None:
    platform = cluster_facts(first_nodes=1).platform
    (problem,) = KARPENTER.option_problems(KarpenterOptions(), platform)

    assert (problem.path, problem.value) == ((PARENT, PARENT, "cluster", "node_groups"), 1)


def test_an_object_that_does_not_fit_its_kind_is_found() -> None:
    values = {"nodePools": {"general": {**node_pool_spec(POOL), "limit": {}}}}

    (problem,) = object_problems(NODES, values)

    assert problem.path == ("nodePools", "general")
    assert problem.remedy == (
        "does not fit the kind NodePool: Additional properties are not allowed ('limit' was unexpected)"
    )
