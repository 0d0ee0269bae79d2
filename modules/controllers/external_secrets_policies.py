"""What the External Secrets Operator may read of AWS Secrets Manager and Parameter Store: named beginnings, no lists.

Source: external-secrets v2.9.0, docs/provider/aws-secrets-manager.md and aws-parameter-store.md. What these ask for to
find secrets by name or tag (`ListSecrets`, `BatchGetSecretValue`, `DescribeParameters`) is left out: it has no resource
level.
"""

from collections.abc import Sequence

from modules.controllers.controller import ClusterFacts
from modules.policy_document import PolicyDocument, Statement


def read_secrets(prefixes: Sequence[str], key_arns: Sequence[str], cluster: ClusterFacts) -> PolicyDocument:
    """The secrets whose names begin with one of `prefixes`; `*` alone is every name."""
    region = cluster.platform.region
    arn = f"arn:{region.partition}:secretsmanager:{region.name}:{cluster.account_id}:secret:"
    return PolicyDocument(
        {
            "Sid": "ReadSecretsWhoseNamesBeginAsAsked",
            "Effect": "Allow",
            "Action": [
                "secretsmanager:DescribeSecret",
                "secretsmanager:GetResourcePolicy",
                "secretsmanager:GetSecretValue",
                "secretsmanager:ListSecretVersionIds",
            ],
            # Secrets Manager adds a hyphen and six characters to each name.
            "Resource": [f"{arn}{prefix.removesuffix('*')}*" for prefix in prefixes],
        },
        *_decrypt(key_arns, "secretsmanager", cluster),
    )


def read_parameters(paths: Sequence[str], key_arns: Sequence[str], cluster: ClusterFacts) -> PolicyDocument:
    """The parameters below `paths`, and the ones that are called exactly so."""
    region = cluster.platform.region
    arn = f"arn:{region.partition}:ssm:{region.name}:{cluster.account_id}:parameter"
    return PolicyDocument(
        {
            "Sid": "ReadParametersBelowThePathsAsked",
            "Effect": "Allow",
            "Action": ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath", "ssm:ListTagsForResource"],
            "Resource": [
                it for path in paths for it in ([f"{arn}/*"] if path == "/" else [f"{arn}{path}", f"{arn}{path}/*"])
            ],
        },
        *_decrypt(key_arns, "ssm", cluster),
    )


def _decrypt(key_arns: Sequence[str], service: str, cluster: ClusterFacts) -> Sequence[Statement]:
    region = cluster.platform.region
    if not key_arns:
        return []
    return [
        {
            "Sid": "DecryptWhatThisServiceHandsOut",
            "Effect": "Allow",
            "Action": "kms:Decrypt",
            "Resource": list(key_arns),
            "Condition": {"StringEquals": {"kms:ViaService": f"{service}.{region.name}.{region.dns_suffix}"}},
        }
    ]
