"""How the pods of a workload become an IAM role."""

from enum import StrEnum


class Identity(StrEnum):
    """The way from a Kubernetes service account to its IAM role."""

    IRSA = "irsa"
    """By the cluster's IAM OIDC provider: the role's ARN stands in an annotation of the service account."""
    MOVING_TO_POD_IDENTITY = "moving-to-pod-identity"
    """By an EKS Pod Identity association, while the role still trusts the tokens of pods that started before."""
    POD_IDENTITY = "pod-identity"
    """By an EKS Pod Identity association only."""
