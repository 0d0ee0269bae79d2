"""KMS keys that somebody else governs, by their ARN."""

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from config.rules.draft import Draft
from config.rules.draft_rule import DraftRule
from config.rules.problem import Problem

_EXAMPLE = "arn:aws:kms:eu-central-1:111122223333:key/01234567-89ab-cdef-0123-456789abcdef"
# https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id-key-ARN; mrk- is a multi-Region key.
_PATTERN = (
    r"^arn:(aws|aws-cn|aws-us-gov):kms:[a-z0-9-]+:[0-9]{12}:key/"
    r"([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$"
)


def _problems(arn: str, draft: Draft) -> Iterator[Problem]:
    region = draft.region
    if ":alias/" in arn:
        yield Problem((), arn, "is an alias, which may come to mean another key; write the ARN of the key itself")
    elif not re.fullmatch(_PATTERN, arn):
        yield Problem((), arn, f"is not the ARN of a KMS key; write one such as {_EXAMPLE}")
    elif region is not None and arn.split(":")[1:4:2] != [region.partition, region.name]:
        beginning = f"arn:{region.partition}:kms:{region.name}:"
        yield Problem((), arn, f"is no key of {region.name}, and only those can be used; write one of {beginning}...")


KeyArn = Annotated[str, Field(examples=[_EXAMPLE]), DraftRule(_problems, {"pattern": _PATTERN})]
"""A KMS key in the environment's region."""
