"""Who may assume a role: every trust policy of the platform is written here and nowhere else."""

from dataclasses import dataclass

from modules.policy_document import PolicyDocument

STS_AUDIENCE = "sts.amazonaws.com"
"""The audience of the tokens that EKS projects for IAM, in every partition."""


@dataclass(frozen=True)
class OidcIdentityProvider:
    """The IAM OIDC provider of a cluster: its ARN, and its issuer without `https://`, as conditions name it."""

    arn: str
    issuer: str


@dataclass(frozen=True)
class ServiceAccount:
    """A Kubernetes service account, by which a pod is known."""

    namespace: str
    name: str

    @property
    def subject(self) -> str:
        """The `sub` claim of its tokens."""
        return f"system:serviceaccount:{self.namespace}:{self.name}"


def service_trust(service: str) -> PolicyDocument:
    """Trust in an AWS service, by its principal (`eks.amazonaws.com`)."""
    return PolicyDocument(
        {
            "Sid": "ServiceAssumesItsRole",
            "Effect": "Allow",
            "Principal": {"Service": service},
            "Action": "sts:AssumeRole",
        }
    )


def service_trust_for_account(service: str, account_id: str) -> PolicyDocument:
    """Trust in an AWS service, only when it acts for resources of this account (no confused deputy)."""
    return PolicyDocument(
        {
            "Sid": "ServiceAssumesItsRoleForThisAccount",
            "Effect": "Allow",
            "Principal": {"Service": service},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"aws:SourceAccount": account_id}},
        }
    )


def service_account_trust(provider: OidcIdentityProvider, service_account: ServiceAccount) -> PolicyDocument:
    """Trust in exactly one service account of one cluster (IRSA).

    Both `sub` and `aud` are compared for equality: https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
    """
    return PolicyDocument(
        {
            "Sid": "OneServiceAccountAssumesItsRole",
            "Effect": "Allow",
            "Principal": {"Federated": provider.arn},
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": {
                "StringEquals": {
                    f"{provider.issuer}:aud": STS_AUDIENCE,
                    f"{provider.issuer}:sub": service_account.subject,
                }
            },
        }
    )
