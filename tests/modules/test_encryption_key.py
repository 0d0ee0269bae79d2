"""The KMS key of a cluster."""

import json

import pytest
from cdktf import TerraformOutput
from constructs import Construct

from config.names import ClusterNames
from config.regions import Region
from modules.encryption_key import EncryptionKey
from tests.synthesis import Json, synthesize_stack


def _synthesize(region: str = "eu-central-1", *, prevent_destroy: bool = True) -> Json:
    def build(stack: Construct) -> None:
        key = EncryptionKey(
            stack,
            "encryption",
            names=ClusterNames("test"),
            region=Region(region),
            account_id="111122223333",
            prevent_destroy=prevent_destroy,
        )
        TerraformOutput(stack, "arn", value=key.arn, static_id=True)

    return synthesize_stack(build)


def test_it_rotates_and_has_a_month_for_second_thoughts() -> None:
    stack = _synthesize()
    key = stack["resource"]["aws_kms_key"]["encryption_key"]

    assert {name: value for name, value in key.items() if name != "policy"} == {
        "description": "EKS cluster test: secrets and control plane logs",
        "enable_key_rotation": True,
        "deletion_window_in_days": 30,
        "lifecycle": {"prevent_destroy": True},
    }
    assert stack["resource"]["aws_kms_alias"] == {
        "encryption_alias": {"name": "alias/eks/test", "target_key_id": "${aws_kms_key.encryption_key.key_id}"}
    }
    assert stack["output"] == {"arn": {"value": "${aws_kms_key.encryption_key.arn}"}}


def test_it_can_be_destroyed_where_nothing_is_protected() -> None:
    protected, unprotected = (
        _synthesize(prevent_destroy=prevent_destroy)["resource"]["aws_kms_key"]["encryption_key"]
        for prevent_destroy in (True, False)
    )

    assert protected == {**unprotected, "lifecycle": {"prevent_destroy": True}}
    assert "lifecycle" not in unprotected


@pytest.mark.parametrize(
    ("region", "partition", "logs"),
    [
        ("eu-central-1", "aws", "logs.eu-central-1.amazonaws.com"),
        ("cn-north-1", "aws-cn", "logs.cn-north-1.amazonaws.com.cn"),
        ("us-gov-west-1", "aws-us-gov", "logs.us-gov-west-1.amazonaws.com"),
    ],
)
def test_the_account_governs_it_and_cloudwatch_logs_uses_it_for_one_log_group(
    region: str, partition: str, logs: str
) -> None:
    policy = json.loads(_synthesize(region)["resource"]["aws_kms_key"]["encryption_key"]["policy"])

    assert policy == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "IamPoliciesOfTheAccountGovernTheKey",
                "Effect": "Allow",
                "Principal": {"AWS": f"arn:{partition}:iam::111122223333:root"},
                "Action": "kms:*",
                "Resource": "*",
            },
            {
                "Sid": "CloudWatchLogsEncryptsTheControlPlanesLogs",
                "Effect": "Allow",
                "Principal": {"Service": logs},
                "Action": [
                    "kms:Decrypt",
                    "kms:DescribeKey",
                    "kms:Encrypt",
                    "kms:GenerateDataKey*",
                    "kms:ReEncrypt*",
                ],
                "Resource": "*",
                "Condition": {
                    "ArnEquals": {
                        "kms:EncryptionContext:aws:logs:arn": (
                            f"arn:{partition}:logs:{region}:111122223333:log-group:/aws/eks/test/cluster"
                        )
                    }
                },
            },
        ],
    }
