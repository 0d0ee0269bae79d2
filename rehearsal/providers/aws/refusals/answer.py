"""How AWS says no, as the provider passes it on."""

from rehearsal.engine.refusal import RefusedError

REQUEST_ID = "00000000-0000-0000-0000-000000000000"
"""Of every request: a rehearsal answers the same each time."""

USERGUIDE = "https://docs.aws.amazon.com/eks/latest/userguide"
EKS_API = "https://docs.aws.amazon.com/eks/latest/APIReference"
EC2_ERRORS = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html"


def refused(doing: str, operation: str, answer: str, *, source: str, status: int = 400) -> RefusedError:
    """The error that Terraform shows.

    Args:
        doing: what the provider was at, in its words, such as `creating EKS Cluster (dev)`.
        operation: the service and the operation, such as `EKS: CreateCluster`.
        answer: error code and message, such as `ResourceInUseException: Cluster already exists with name: dev`.
        source: a page that tells of it.
        status: the HTTP status of the answer.
    """
    # The AWS SDK for Go names the errors of EC2 less precisely than those of services with a modelled list of errors.
    kind = "api error " if operation.startswith("EC2:") else ""
    return RefusedError(
        f"{doing}: operation error {operation}, https response error StatusCode: {status}, RequestID: {REQUEST_ID}, "
        f"{kind}{answer}",
        f"See {source}",
    )


def not_ready(doing: str, reason: str, *, source: str) -> RefusedError:
    """The error that Terraform shows when it has waited in vain."""
    return RefusedError(f"waiting for {doing}: {reason}", f"See {source}")
