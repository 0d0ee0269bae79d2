"""What an organization asks of every IAM role and policy that is made in its accounts."""

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from config.rules.draft import Draft
from config.rules.draft_rule import DraftRule
from config.rules.model import Model
from config.rules.problem import Problem
from config.rules.rule import matching

# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html; of a path's characters, those of names.
_PATH_PATTERN = r"^(?=.{1,512}$)/([A-Za-z0-9+=,.@_-]+/)*$"
_PATH_REMEDY = "is no path; write names between slashes, such as /platform/"
_PREFIX_PATTERN = r"^[A-Za-z0-9+=,.@_-]{0,32}$"
_PREFIX_REMEDY = "is no beginning of an IAM name; write at most 32 letters, digits and any of + = , . @ _ -"
_POLICY_PATTERN = (
    r"^arn:(aws|aws-cn|aws-us-gov):iam::([0-9]{12}|aws):policy/([A-Za-z0-9+=,.@_-]+/)*[A-Za-z0-9+=,.@_-]{1,128}$"
)
_EXAMPLE = "arn:aws:iam::111122223333:policy/platform-boundary"


def _boundary_problems(arn: str, draft: Draft) -> Iterator[Problem]:
    """A policy that can't be the boundary of a role of this account.

    It is one of the account itself or of AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
    """
    if not re.fullmatch(_POLICY_PATTERN, arn):
        yield Problem((), arn, f"is not the ARN of an IAM policy; write one such as {_EXAMPLE}")
        return
    _, partition, _, _, account_id, _ = arn.split(":", 5)
    if draft.region is not None and partition != draft.region.partition:
        remedy = f"is of partition {partition}; write one of {draft.region.partition}, where {draft.region.name} lies"
        yield Problem((), arn, remedy)
    elif draft.account_id is not None and account_id not in {draft.account_id, "aws"}:
        remedy = f"is of account {account_id}, but roles take a boundary of their own; write a policy of account_id"
        yield Problem((), arn, remedy)


class Iam(Model):
    """What is asked of every IAM role and policy that the platform makes."""

    path: Annotated[str, Field(examples=["/platform/"]), matching(_PATH_PATTERN, _PATH_REMEDY)] | None = None
    """Path of roles and policies; `/` when left out. IAM moves no role, so it can't change later."""
    permissions_boundary: (
        Annotated[str, Field(examples=[_EXAMPLE]), DraftRule(_boundary_problems, {"pattern": _POLICY_PATTERN})] | None
    ) = None
    """ARN of the policy that limits what roles may do, whatever their own policies say."""
    name_prefix: Annotated[str, Field(examples=["platform-"]), matching(_PREFIX_PATTERN, _PREFIX_REMEDY)] = ""
    """Beginning of the names of roles and policies; it can't change later."""
