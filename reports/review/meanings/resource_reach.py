"""How many resources an ARN in a policy stands for: everything, all of one type, or what it names."""

import re
from functools import lru_cache
from typing import Final

from reports.policies.words import is_every

_ARN_PARTS: Final = 6
# Services whose ARNs have a name where others have a type:
# https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
_WITHOUT_TYPES: Final = ("codecommit", "codepipeline", "s3", "sns", "sqs")
_WILDCARD = re.compile("[*?]")
# Ids of EC2 are a word for the type and a number: `i-*` is every instance.
_EVERY_ID = re.compile(r"[a-z-]+-\*")


@lru_cache(maxsize=4096)
def is_everything(resource: str) -> bool:
    """`*`, `arn:*`, `arn:aws:s3:::*`: everything, or everything of a service."""
    parts = resource.split(":", _ARN_PARTS - 1)
    if len(parts) < _ARN_PARTS:
        return resource.endswith("*")
    return is_every(parts[2]) or is_every(parts[5])


@lru_cache(maxsize=4096)
def is_broad(resource: str) -> bool:
    """Everything of one type, such as `arn:aws:iam::111122223333:role/*`, or something of any account."""
    parts = resource.split(":", _ARN_PARTS - 1)
    if len(parts) < _ARN_PARTS:
        return False
    service, account, path = parts[2], parts[4], re.split("[:/]", parts[5])
    if _WILDCARD.search(account):
        return True
    if service in _WITHOUT_TYPES:
        return is_every(path[0])
    if not path[1:]:
        return path[0].endswith("*")
    first, last = (is_every(it) or (service == "ec2" and bool(_EVERY_ID.fullmatch(it))) for it in (path[1], path[-1]))
    return first and last
