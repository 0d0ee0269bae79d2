"""A role that an AWS service assumes."""

import json

from cdktf import TerraformOutput
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from constructs import Construct

from config.iam import Iam
from modules.policy_document import PolicyDocument
from modules.service_role import ServiceRole
from modules.trust_policies import service_trust
from tests.synthesis import Json, synthesize_stack

NOTHING_ASKED = Iam()


def _synthesize(policy: PolicyDocument | None, iam: Iam = NOTHING_ASKED) -> Json:
    def build(stack: Construct) -> None:
        role = ServiceRole(
            stack,
            "node",
            name="test-node",
            iam=iam,
            description="Nodes of EKS cluster test",
            trust=service_trust("ec2.amazonaws.com"),
            managed_policy_arns=["arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"],
            policy=policy,
        )
        TerraformOutput(stack, "arn", value=role.arn, static_id=True)
        SqsQueue(stack, "user-of-the-role", depends_on=list(role.permissions))

    return synthesize_stack(build)


def test_a_role_without_a_policy_of_our_own_has_only_awss() -> None:
    stack = _synthesize(None)

    assert set(stack["resource"]) == {"aws_iam_role", "aws_iam_role_policy_attachment", "aws_sqs_queue"}
    assert stack["resource"]["aws_sqs_queue"]["user-of-the-role"] == {
        "depends_on": ["aws_iam_role_policy_attachment.node_AmazonEKSWorkerNodePolicy"]
    }
    assert stack["output"] == {"arn": {"value": "${aws_iam_role.node_role.arn}"}}


def test_who_uses_the_role_waits_for_all_of_its_permissions() -> None:
    resources = _synthesize(PolicyDocument({"Sid": "All", "Effect": "Allow", "Action": "s3:List*", "Resource": "*"}))[
        "resource"
    ]

    assert resources["aws_iam_role_policy"]["node_policy"] == {
        "name": "test-node",
        "role": "${aws_iam_role.node_role.name}",
        "policy": (
            '{"Version":"2012-10-17","Statement":[{"Sid":"All","Effect":"Allow","Action":"s3:List*","Resource":"*"}]}'
        ),
    }
    assert resources["aws_sqs_queue"]["user-of-the-role"] == {
        "depends_on": [
            "aws_iam_role_policy_attachment.node_AmazonEKSWorkerNodePolicy",
            "aws_iam_role_policy.node_policy",
        ]
    }


def test_the_service_assumes_its_role() -> None:
    role = _synthesize(None)["resource"]["aws_iam_role"]["node_role"]

    assert json.loads(role["assume_role_policy"]) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "ServiceAssumesItsRole",
                "Effect": "Allow",
                "Principal": {"Service": "ec2.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }


def test_path_and_boundary_are_those_that_are_asked_for() -> None:
    boundary = "arn:aws:iam::111122223333:policy/boundary"
    role = _synthesize(None, Iam(path="/platform/", permissions_boundary=boundary))["resource"]["aws_iam_role"]
    plain = _synthesize(None)["resource"]["aws_iam_role"]

    assert role == {
        "node_role": {**plain["node_role"], "path": "/platform/", "permissions_boundary": boundary},
    }
