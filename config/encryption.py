"""With which key EKS encrypts secrets, and CloudWatch Logs the logs of the control plane."""

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from config.draft import Draft
from config.draft_rule import DraftRule
from config.model import Model
from config.problem import Problem

_EXAMPLE = "arn:aws:kms:eu-central-1:111122223333:key/01234567-89ab-cdef-0123-456789abcdef"
# https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id-key-ARN; mrk- is a multi-Region key.
_PATTERN = (
    r"^arn:(aws|aws-cn|aws-us-gov):kms:[a-z0-9-]+:[0-9]{12}:key/"
    r"([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$"
)


def _key_of_the_region(arn: str, draft: Draft) -> Iterator[Problem]:
    if ":alias/" in arn:
        yield Problem((), arn, "is an alias, which may come to mean another key; write the ARN of the key itself")
    elif not re.fullmatch(_PATTERN, arn):
        yield Problem((), arn, f"is not the ARN of a KMS key; write one such as {_EXAMPLE}")
    elif draft.region is not None and arn.split(":")[3] != draft.region.name:
        yield Problem((), arn, f"is not in {draft.region.name}, and EKS takes keys of its own region only")


class OwnKey(Model):
    """A key of the cluster's own: it rotates each year, and goes with the cluster."""

    key: Literal["own"]
    """A key of the cluster's own."""


class GivenKey(Model):
    """A key that somebody else governs; its policy has to allow what docs/operations.md lists."""

    key: Literal["given"]
    """A key that somebody else governs."""
    key_arn: Annotated[str, Field(examples=[_EXAMPLE]), DraftRule(_key_of_the_region, {"pattern": _PATTERN})]
    """ARN of the key: symmetric, in the region of the cluster."""


Encryption = Annotated[OwnKey | GivenKey, Field(discriminator="key")]
"""The key of a cluster; EKS can't change it later."""
