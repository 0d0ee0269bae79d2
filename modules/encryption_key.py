"""The KMS key of a cluster: secrets in etcd, and the control plane's logs."""

from cdktf_cdktf_provider_aws.kms_alias import KmsAlias
from cdktf_cdktf_provider_aws.kms_key import KmsKey
from constructs import Construct

from config.names import ClusterNames
from config.regions import Region
from modules.lifecycle import protected
from modules.policy_document import PolicyDocument


class EncryptionKey(Construct):
    """A key that rotates each year, which the account's IAM governs and CloudWatch Logs may use for one log group."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        names: ClusterNames,
        region: Region,
        account_id: str,
        prevent_destroy: bool,
    ) -> None:
        super().__init__(scope, id)
        key = KmsKey(
            self,
            "key",
            description=f"EKS cluster {names.cluster}: secrets and control plane logs",
            enable_key_rotation=True,
            deletion_window_in_days=30,
            policy=_key_policy(names=names, region=region, account_id=account_id).json(),
            lifecycle=protected(prevent_destroy),
        )
        KmsAlias(self, "alias", name=names.key_alias, target_key_id=key.key_id)
        self.arn: str = key.arn


def _key_policy(*, names: ClusterNames, region: Region, account_id: str) -> PolicyDocument:
    """The key policy; `*` as resource is the key itself, the only thing a key policy can speak of."""
    account = f"arn:{region.partition}:iam::{account_id}:root"
    log_group = f"arn:{region.partition}:logs:{region.name}:{account_id}:log-group:{names.control_plane_log_group}"
    return PolicyDocument(
        {
            # Without this statement nobody could ever change the policy again.
            "Sid": "IamPoliciesOfTheAccountGovernTheKey",
            "Effect": "Allow",
            "Principal": {"AWS": account},
            "Action": "kms:*",
            "Resource": "*",
        },
        {
            # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
            "Sid": "CloudWatchLogsEncryptsTheControlPlanesLogs",
            "Effect": "Allow",
            "Principal": {"Service": region.service_principal("logs")},
            "Action": ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
            "Resource": "*",
            "Condition": {"ArnEquals": {"kms:EncryptionContext:aws:logs:arn": log_group}},
        },
    )
