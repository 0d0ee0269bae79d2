"""Who may assume a role: every trust policy of the platform is written here and nowhere else."""

from dataclasses import dataclass

from config.controllers.identity import Identity
from modules.policy_document import PolicyDocument

STS_AUDIENCE = "sts.amazonaws.com"
"""The audience of the tokens that EKS projects for IAM, in every partition."""


@dataclass(frozen=True)
class OidcIdentityProvider:
    """The IAM OIDC provider of a cluster: its ARN, and its issuer without `https://`, as conditions name it."""

    arn: str
    issuer: str


@dataclass(frozen=True)
class ClusterIdentity:
    """What roles may trust of a cluster: its OIDC provider, and itself by its ARN."""

    provider: OidcIdentityProvider
    cluster_arn: str


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


def tagging_service_trust(service: str) -> PolicyDocument:
    """Trust in an AWS service that tags its sessions with what it acts for, as EKS Auto Mode does with the cluster."""
    return PolicyDocument(
        {
            "Sid": "ServiceAssumesItsRoleAndTagsItsSessions",
            "Effect": "Allow",
            "Principal": {"Service": service},
            "Action": ["sts:AssumeRole", "sts:TagSession"],
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


def fargate_trust(profiles_arn: str) -> PolicyDocument:
    """Trust in Fargate, only when it acts for the profiles of one cluster (an ARN that ends with `*`).

    https://docs.aws.amazon.com/eks/latest/userguide/pod-execution-role.html
    """
    return PolicyDocument(
        {
            "Sid": "FargateAssumesItsRoleForProfilesOfTheCluster",
            "Effect": "Allow",
            "Principal": {"Service": "eks-fargate-pods.amazonaws.com"},
            "Action": "sts:AssumeRole",
            "Condition": {"ArnLike": {"aws:SourceArn": profiles_arn}},
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


def pod_identity_trust(cluster_arn: str, service_account: ServiceAccount) -> PolicyDocument:
    """Trust in EKS Pod Identity, when it acts for exactly one service account of one cluster.

    Without the conditions, any association in the account could hand out the role:
    https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
    """
    return PolicyDocument(
        {
            "Sid": "PodIdentityOfOneServiceAccountAssumesItsRole",
            "Effect": "Allow",
            "Principal": {"Service": "pods.eks.amazonaws.com"},
            "Action": ["sts:AssumeRole", "sts:TagSession"],
            "Condition": {
                "StringEquals": {
                    "aws:RequestTag/eks-cluster-arn": cluster_arn,
                    "aws:RequestTag/kubernetes-namespace": service_account.namespace,
                    "aws:RequestTag/kubernetes-service-account": service_account.name,
                }
            },
        }
    )


def workload_trust(identity: Identity, cluster: ClusterIdentity, service_account: ServiceAccount) -> PolicyDocument:
    """Trust in one service account, by the way in which its pods become the role."""
    by_token = service_account_trust(cluster.provider, service_account)
    by_association = pod_identity_trust(cluster.cluster_arn, service_account)
    match identity:
        case Identity.IRSA:
            return by_token
        case Identity.POD_IDENTITY:
            return by_association
        case Identity.MOVING_TO_POD_IDENTITY:
            return PolicyDocument(*by_token.statements, *by_association.statements)
