"""Karpenter: its queue, its nodes' role, and the nodes that it may make."""

import json
from typing import Any

import pytest
from cdktf import Token
from constructs import Construct

from config.compute.node_access import NodeAccess
from config.rules.problem import PARENT, Absent, Problem
from modules.controllers.controller import ClusterFacts
from modules.controllers.karpenter import KARPENTER, KarpenterOptions
from modules.controllers.karpenter_nodes import LONGEST_DRAIN_MINUTES, NodeClass, NodePool
from modules.controllers.karpenter_resources import KarpenterResources
from modules.controllers.karpenter_specs import node_class_spec, node_pool_spec
from modules.controllers.objects import object_problems
from tests.modules.controllers.platforms import cluster_facts
from tests.synthesis import Json, synthesize_stack

CLASSES = {"default": NodeClass(ami_alias="al2023@v20260801")}
POOL = NodePool(limits={"cpu": "100"})
CLUSTER = cluster_facts()
(NODES,) = KARPENTER.behind_it


def resources_in(cluster: ClusterFacts) -> Json:
    def build(stack: Construct) -> None:
        KarpenterResources(stack, "aws", name="karpenter", cluster=cluster)

    return synthesize_stack(build)["resource"]


@pytest.fixture(scope="module")
def resources() -> Json:
    return resources_in(CLUSTER)


def class_spec(node_class: NodeClass) -> Json:
    return node_class_spec(
        node_class, role="node-role", subnet_ids=["subnet-a", "subnet-b"], security_group_id="sg-1", tags={"team": "a"}
    )


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


def test_people_get_onto_its_nodes_as_onto_all_others(resources: Json) -> None:
    with_shells = resources_in(cluster_facts(node_access=NodeAccess.SESSION_MANAGER))
    attached = [
        {it["policy_arn"].rpartition("/")[2] for it in made["aws_iam_role_policy_attachment"].values()}
        for made in (resources, with_shells)
    ]

    usual = {"AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"}
    assert attached == [usual, {*usual, "AmazonSSMManagedInstanceCore"}]


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


def test_a_node_class_is_encrypted_and_tagged_and_names_its_network_by_ids() -> None:
    spec = class_spec(CLASSES["default"])

    assert spec == {
        "role": "node-role",
        "amiSelectorTerms": [{"alias": "al2023@v20260801"}],
        "subnetSelectorTerms": [{"id": "subnet-a"}, {"id": "subnet-b"}],
        "securityGroupSelectorTerms": [{"id": "sg-1"}],
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
    spec: Any = class_spec(node_class)

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


def test_helm_waits_longer_than_any_node_may_drain() -> None:
    longest = POOL.model_copy(update={"termination_grace_period": f"{LONGEST_DRAIN_MINUTES}m"})
    longer = POOL.model_copy(update={"termination_grace_period": f"{LONGEST_DRAIN_MINUTES}m1s"})
    found = [
        len(
            list(
                KARPENTER.option_problems(
                    KarpenterOptions(node_classes=CLASSES, node_pools={"p": it}), CLUSTER.platform
                )
            )
        )
        for it in (longest, longer)
    ]

    assert found == [0, 1]
    # EC2 takes minutes to terminate an instance that is drained.
    assert NODES.timeout_seconds - LONGEST_DRAIN_MINUTES * 60 >= 10 * 60


def test_it_needs_to_know_the_subnets_of_its_nodes() -> None:
    platform = cluster_facts(private_subnets_are_known=False).platform
    (problem,) = KARPENTER.option_problems(KarpenterOptions(node_classes=CLASSES), platform)

    assert problem == Problem(
        (PARENT, PARENT, "existing_network", "private_subnet_ids"),
        Absent.MISSING,
        "write the subnets that Karpenter is to make nodes in, such as "
        "private_subnet_ids: {eu-central-1a: subnet-0123456789abcdef0}",
    )
    assert list(KARPENTER.option_problems(KarpenterOptions(), platform)) == []


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


def test_an_id_that_only_terraform_knows_has_no_form_yet() -> None:
    ids = [Token.as_string({"later": 1}), "no-subnet"]
    spec = node_class_spec(CLASSES["default"], role="r", subnet_ids=ids, security_group_id="sg-1", tags={})

    assert [problem.value for problem in object_problems(NODES, {"nodeClasses": {"default": spec}})] == ["no-subnet"]
