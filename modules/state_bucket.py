"""The S3 bucket that holds the Terraform state of an environment, or of several."""

from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.s3_bucket_lifecycle_configuration import (
    S3BucketLifecycleConfiguration,
    S3BucketLifecycleConfigurationRule,
    S3BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload,
    S3BucketLifecycleConfigurationRuleFilter,
    S3BucketLifecycleConfigurationRuleNoncurrentVersionExpiration,
)
from cdktf_cdktf_provider_aws.s3_bucket_ownership_controls import (
    S3BucketOwnershipControls,
    S3BucketOwnershipControlsRule,
)
from cdktf_cdktf_provider_aws.s3_bucket_policy import S3BucketPolicy
from cdktf_cdktf_provider_aws.s3_bucket_public_access_block import S3BucketPublicAccessBlock
from cdktf_cdktf_provider_aws.s3_bucket_server_side_encryption_configuration import (
    S3BucketServerSideEncryptionConfigurationA,
    S3BucketServerSideEncryptionConfigurationRuleA,
    S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultA,
)
from cdktf_cdktf_provider_aws.s3_bucket_versioning import (
    S3BucketVersioningA,
    S3BucketVersioningVersioningConfiguration,
)
from constructs import Construct

from config.regions import Region
from modules.lifecycle import protected
from modules.policy_document import PolicyDocument

OLD_VERSIONS_KEPT = 50
"""Old versions of each state that stay whatever their age."""
OLD_VERSIONS_KEPT_DAYS = 90


class StateBucket(Construct):
    """A versioned, encrypted, private bucket that only TLS reaches."""

    def __init__(self, scope: Construct, id: str, *, bucket: str, region: Region, prevent_destroy: bool) -> None:
        super().__init__(scope, id)
        state = S3Bucket(self, "bucket", bucket=bucket, lifecycle=protected(prevent_destroy))
        S3BucketOwnershipControls(
            self,
            "ownership",
            bucket=state.id,
            rule=S3BucketOwnershipControlsRule(object_ownership="BucketOwnerEnforced"),
        )
        public_access = S3BucketPublicAccessBlock(
            self,
            "public-access-block",
            bucket=state.id,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
        )
        versioning = S3BucketVersioningA(
            self,
            "versioning",
            bucket=state.id,
            versioning_configuration=S3BucketVersioningVersioningConfiguration(status="Enabled"),
        )
        S3BucketServerSideEncryptionConfigurationA(
            self,
            "encryption",
            bucket=state.id,
            rule=[
                S3BucketServerSideEncryptionConfigurationRuleA(
                    apply_server_side_encryption_by_default=S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultA(
                        sse_algorithm="AES256"
                    )
                )
            ],
        )
        S3BucketLifecycleConfiguration(
            self, "old-versions", bucket=state.id, rule=_lifecycle_rules(), depends_on=[versioning]
        )
        S3BucketPolicy(
            self,
            "policy",
            bucket=state.id,
            policy=_bucket_policy(f"arn:{region.partition}:s3:::{bucket}").json(),
            depends_on=[public_access],
        )
        self.name: str = state.id
        self.arn: str = state.arn


def _lifecycle_rules() -> list[S3BucketLifecycleConfigurationRule]:
    everything = [S3BucketLifecycleConfigurationRuleFilter(prefix="")]
    return [
        S3BucketLifecycleConfigurationRule(
            id="expire-old-versions",
            status="Enabled",
            filter=everything,
            noncurrent_version_expiration=[
                S3BucketLifecycleConfigurationRuleNoncurrentVersionExpiration(
                    newer_noncurrent_versions=OLD_VERSIONS_KEPT, noncurrent_days=OLD_VERSIONS_KEPT_DAYS
                )
            ],
        ),
        S3BucketLifecycleConfigurationRule(
            id="abort-incomplete-uploads",
            status="Enabled",
            filter=everything,
            abort_incomplete_multipart_upload=[
                S3BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload(days_after_initiation=7)
            ],
        ),
    ]


def _bucket_policy(bucket_arn: str) -> PolicyDocument:
    """Denials only; `*` is anyone, and the resources are this bucket and what is in it.

    The backend's `encrypt` makes Terraform name an encryption with the state and with the lock object, so both pass.
    """
    anyone: dict[str, object] = {"Effect": "Deny", "Principal": "*"}
    bucket_and_objects = [bucket_arn, f"{bucket_arn}/*"]
    return PolicyDocument(
        {
            **anyone,
            "Sid": "DenyRequestsWithoutTls",
            "Action": "s3:*",
            "Resource": bucket_and_objects,
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        },
        {
            **anyone,
            "Sid": "DenyTlsBefore12",
            "Action": "s3:*",
            "Resource": bucket_and_objects,
            "Condition": {"NumericLessThan": {"s3:TlsVersion": "1.2"}},
        },
        {
            **anyone,
            "Sid": "DenyUploadsThatNameNoEncryption",
            "Action": "s3:PutObject",
            "Resource": f"{bucket_arn}/*",
            "Condition": {"Null": {"s3:x-amz-server-side-encryption": "true"}},
        },
    )
