"""The bucket that holds Terraform state."""

import json

import pytest
from cdktf import TerraformOutput
from constructs import Construct

from config.regions import Region
from modules.state_bucket import StateBucket
from tests.synthesis import Json, synthesize_stack

ID = "${aws_s3_bucket.state_bucket.id}"


def _synthesize(region: str = "eu-central-1", *, prevent_destroy: bool = True) -> Json:
    def build(stack: Construct) -> None:
        bucket = StateBucket(
            stack, "state", bucket="example-state", region=Region(region), prevent_destroy=prevent_destroy
        )
        TerraformOutput(stack, "name", value=bucket.name, static_id=True)
        TerraformOutput(stack, "arn", value=bucket.arn, static_id=True)

    return synthesize_stack(build)


def test_it_is_private_versioned_and_encrypted() -> None:
    resources = _synthesize()["resource"]

    assert resources["aws_s3_bucket_ownership_controls"] == {
        "state_ownership": {"bucket": ID, "rule": {"object_ownership": "BucketOwnerEnforced"}}
    }
    assert resources["aws_s3_bucket_public_access_block"] == {
        "state_public-access-block": {
            "bucket": ID,
            "block_public_acls": True,
            "block_public_policy": True,
            "ignore_public_acls": True,
            "restrict_public_buckets": True,
        }
    }
    assert resources["aws_s3_bucket_versioning"] == {
        "state_versioning": {"bucket": ID, "versioning_configuration": {"status": "Enabled"}}
    }
    assert resources["aws_s3_bucket_server_side_encryption_configuration"] == {
        "state_encryption": {
            "bucket": ID,
            "rule": [{"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}],
        }
    }


def test_old_versions_go_when_they_are_both_old_and_many() -> None:
    assert _synthesize()["resource"]["aws_s3_bucket_lifecycle_configuration"] == {
        "state_old-versions": {
            "bucket": ID,
            "rule": [
                {
                    "id": "expire-old-versions",
                    "status": "Enabled",
                    "filter": [{"prefix": ""}],
                    "noncurrent_version_expiration": [{"newer_noncurrent_versions": 50, "noncurrent_days": 90}],
                },
                {
                    "id": "abort-incomplete-uploads",
                    "status": "Enabled",
                    "filter": [{"prefix": ""}],
                    "abort_incomplete_multipart_upload": [{"days_after_initiation": 7}],
                },
            ],
            "depends_on": ["aws_s3_bucket_versioning.state_versioning"],
        }
    }


@pytest.mark.parametrize(
    ("region", "arn"),
    [
        ("eu-central-1", "arn:aws:s3:::example-state"),
        ("cn-north-1", "arn:aws-cn:s3:::example-state"),
        ("us-gov-west-1", "arn:aws-us-gov:s3:::example-state"),
    ],
)
def test_its_policy_denies_requests_without_tls_and_uploads_without_encryption(region: str, arn: str) -> None:
    policy = _synthesize(region)["resource"]["aws_s3_bucket_policy"]["state_policy"]

    assert {**policy, "policy": json.loads(policy["policy"])} == {
        "bucket": ID,
        "policy": {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "DenyRequestsWithoutTls",
                    "Effect": "Deny",
                    "Principal": "*",
                    "Action": "s3:*",
                    "Resource": [arn, f"{arn}/*"],
                    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                },
                {
                    "Sid": "DenyTlsBefore12",
                    "Effect": "Deny",
                    "Principal": "*",
                    "Action": "s3:*",
                    "Resource": [arn, f"{arn}/*"],
                    "Condition": {"NumericLessThan": {"s3:TlsVersion": "1.2"}},
                },
                {
                    "Sid": "DenyUploadsThatNameNoEncryption",
                    "Effect": "Deny",
                    "Principal": "*",
                    "Action": "s3:PutObject",
                    "Resource": f"{arn}/*",
                    "Condition": {"Null": {"s3:x-amz-server-side-encryption": "true"}},
                },
            ],
        },
        "depends_on": ["aws_s3_bucket_public_access_block.state_public-access-block"],
    }


def test_it_refuses_to_be_destroyed_where_it_is_protected() -> None:
    protected, unprotected = (
        _synthesize(prevent_destroy=prevent_destroy)["resource"]["aws_s3_bucket"] for prevent_destroy in (True, False)
    )

    assert protected == {"state_bucket": {"bucket": "example-state", "lifecycle": {"prevent_destroy": True}}}
    assert unprotected == {"state_bucket": {"bucket": "example-state"}}


def test_it_hands_out_name_and_arn() -> None:
    assert _synthesize()["output"] == {
        "name": {"value": ID},
        "arn": {"value": "${aws_s3_bucket.state_bucket.arn}"},
    }
