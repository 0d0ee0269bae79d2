"""The tags of everything in an environment: the platform's own and the user's."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from config.model import FrozenMapping
from config.problem import Problem
from config.rule import Rule, matching

_OWN_KEYS = ("environment", "stack", "repository")
_MOST_TAGS = 40  # of the 50 that AWS allows: the platform, EKS and the controllers add theirs
# Read by EKS, by the load balancer controller or by Karpenter: on everything, they would mean the wrong things.
_MEANINGFUL = ("aws:", "eks:", "kubernetes.io/", "k8s.io/", "karpenter.sh/", "elbv2.k8s.aws/", "ingress.k8s.aws/")

# https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html. Keys without `=`, although AWS allows it: the
# controllers take tags in the form key=value.
_KEY_PATTERN = r"^(?=.{1,128}$)[A-Za-z0-9_.:/+@-]+( [A-Za-z0-9_.:/+@-]+)*$"
_KEY_REMEDY = "is no tag key; write up to 128 letters, digits, single spaces and any of _ . : / + - @"
_VALUE_PATTERN = r"^[A-Za-z0-9_.:/=+@ -]{0,256}$"
_VALUE_REMEDY = "is no tag value; write up to 256 letters, digits, spaces and any of _ . : / = + - @"

TagValue = Annotated[str, matching(_VALUE_PATTERN, _VALUE_REMEDY)]
"""The value of a tag."""


def own_tags(environment: str, repository: str | None) -> dict[str, str]:
    """The tags that the platform gives to everything; each stack adds its name."""
    tags = {"environment": environment}
    if repository is not None:
        tags["repository"] = repository
    return tags


def _taken(key: str) -> Iterator[Problem]:
    if key.casefold() in _OWN_KEYS:
        yield Problem((), key, "is a tag that the platform sets itself; leave it out")
    elif key.casefold().startswith(_MEANINGFUL):
        yield Problem((), key, "has a meaning for AWS or for a controller; write a key of your own")


def _too_many_or_alike(tags: Mapping[str, str]) -> Iterator[Problem]:
    if len(tags) > _MOST_TAGS:
        yield Problem((), tags, f"has {len(tags)} tags; leave room for those of AWS and write at most {_MOST_TAGS}")
    # IAM tells keys apart without regard to case, so two that differ only in it can't both be on a role.
    first: dict[str, str] = {}
    for key, value in tags.items():
        alike = first.setdefault(key.casefold(), key)
        if alike != key:
            yield Problem((key,), value, f"differs from {alike} only in case; leave one out")


TagKey = Annotated[str, matching(_KEY_PATTERN, _KEY_REMEDY), Rule(_taken, {})]
Tags = Annotated[FrozenMapping[TagKey, TagValue], Rule(_too_many_or_alike, {"maxProperties": _MOST_TAGS})]
"""Tag key to value."""
