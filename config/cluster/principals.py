"""Who may be given access to a cluster: IAM roles and users, by their ARNs."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

from pydantic import Field

from config.regions import Region
from config.rules.draft import Draft
from config.rules.draft_rule import DraftRule
from config.rules.problem import Problem
from config.rules.rule import repeated

# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
_PATTERN = r"^arn:(aws|aws-cn|aws-us-gov):iam::[0-9]{12}:(role|user)/([!-.0-~]+/)*[A-Za-z0-9+=,.@_-]{1,64}$"

_SESSION = re.compile(r"arn:([a-z-]+):sts::([0-9]{12}):assumed-role/([^/]+)(/.*)?")
_ACCOUNT = re.compile(r"(arn:[a-z-]+:iam::)?[0-9]{12}(:root)?")
_EXAMPLE = "arn:aws:iam::111122223333:role/platform-admin"


def repeated_principals(arns: Sequence[str], earlier: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    """Principals that this or an earlier list of the cluster (by its key) names already.

    EKS has one access entry for each principal
    (https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html).
    """
    yield from repeated(arns)
    for index, arn in enumerate(arns):
        holder = next((key for key, others in earlier.items() if arn in others), None)
        if holder is not None:
            yield Problem((index,), arn, f"stands in {holder} too, but EKS has one access entry for each; drop one")


def _role_or_user(arn: str, draft: Draft) -> Iterator[Problem]:
    if ":role/aws-service-role/" in arn:
        yield Problem((), arn, "is a service-linked role, for which EKS takes no access entry; leave it out")
        return
    remedy = _remedy(arn, draft.region)
    if remedy is not None:
        yield Problem((), arn, remedy)


def _remedy(arn: str, region: Region | None) -> str | None:
    session = _SESSION.fullmatch(arn)
    if session:
        partition, account, role, _ = session.groups()
        example = f"arn:{partition}:iam::{account}:role/{role}"
        return f"is a session, not an identity; write its role, {example} (with its path, if it has one)"
    if _ACCOUNT.fullmatch(arn):
        return f"is a whole account; write the ARN of a role or user, such as {_EXAMPLE}"
    if "*" in arn or "?" in arn:
        return "holds a wildcard; EKS takes single principals, so write the whole ARN of each"
    if not re.fullmatch(_PATTERN, arn):
        return f"is not the ARN of an IAM role or user; write one such as {_EXAMPLE}"
    partition = arn.split(":")[1]
    if region is not None and partition != region.partition:
        return f"is of partition {partition}; write a principal of {region.partition}, where {region.name} lies"
    return None


PrincipalArn = Annotated[str, DraftRule(_role_or_user, {"pattern": _PATTERN})]
"""An IAM role or user in the partition of the environment's region; of another account if need be."""


def _role_of_our_nodes(arn: str, draft: Draft) -> Iterator[Problem]:
    """The roles that this platform gives to nodes, and to pods on Fargate."""
    account, resource = arn.split(":", 5)[4:]
    names = draft.names
    if names is None or not resource.startswith("role/") or draft.account_id not in {None, account}:
        return
    if resource.rpartition("/")[2].casefold() in {name.casefold() for name in names.node_roles}:
        remedy = "is the role of the platform's own nodes, which EKS or the platform enters by itself; leave it out"
        yield Problem((), arn, remedy)


NOT_OF_OUR_NODES = DraftRule(_role_of_our_nodes, {})
"""A principal has one access entry, and these roles have theirs already
(https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html)."""
PrincipalArns = Annotated[
    tuple[Annotated[PrincipalArn, NOT_OF_OUR_NODES], ...],
    Field(examples=[["arn:aws:iam::111122223333:role/platform-admin"]], json_schema_extra={"uniqueItems": True}),
]
"""Several, each once."""
