"""The tags of everything in an environment: the platform's own and the user's."""

from collections.abc import Iterator, Mapping
from re import compile as compile_pattern
from typing import Annotated

from config.rules.model import FrozenMapping
from config.rules.problem import Problem
from config.rules.rule import Rule, matching

_OWN_KEYS = ("environment", "stack", "repository")
_MOST_TAGS = 40  # of the 50 that AWS allows: the platform, EKS and the controllers add theirs
# Read by EKS, by who makes nodes, or by the load balancer controller and the EBS CSI driver, which find what is theirs
# by them and may touch nothing else: on everything, they would mean the wrong things.
_MEANINGFUL = (
    "aws:",
    "eks:",
    "kubernetes.io/",
    "k8s.io/",
    "karpenter.sh/",
    "karpenter.k8s.aws/",
    "elbv2.k8s.aws/",
    "ingress.k8s.aws/",
    "service.k8s.aws/",
    "gateway.k8s.aws/",
    "ebs.csi.aws.com/",
    "csivolumename",
)  # compared without regard to case

# https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html. Keys without `=`, although AWS allows it: the
# controllers take tags in the form key=value.
_KEY_PATTERN = r"^(?=.{1,128}$)[A-Za-z0-9_.:/+@-]+( [A-Za-z0-9_.:/+@-]+)*$"
_KEY_REMEDY = "is no tag key; write up to 128 letters, digits, single spaces and any of _ . : / + - @"
_VALUE_PATTERN = r"^[A-Za-z0-9_.:/=+@ -]{0,256}$"
_VALUE_REMEDY = "is no tag value; write up to 256 letters, digits, spaces and any of _ . : / = + - @"

# The chart of the load balancer controller writes `--default-tags=` and the tags without quotes.
_MAPPING_IN_YAML = compile_pattern(r":( |$)")


def _mapping_in_yaml(text: str) -> Iterator[Problem]:
    if _MAPPING_IN_YAML.search(text):
        remedy = "has a colon before a space or at its end, which a controller would read as YAML; leave the colon out"
        yield Problem((), text, remedy)


_NO_MAPPING_IN_YAML = Rule(_mapping_in_yaml, {"not": {"pattern": _MAPPING_IN_YAML.pattern}})

TagValue = Annotated[str, matching(_VALUE_PATTERN, _VALUE_REMEDY), _NO_MAPPING_IN_YAML]
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


TagKey = Annotated[str, matching(_KEY_PATTERN, _KEY_REMEDY), Rule(_mapping_in_yaml, {}), Rule(_taken, {})]
Tags = Annotated[FrozenMapping[TagKey, TagValue], Rule(_too_many_or_alike, {"maxProperties": _MOST_TAGS})]
"""Tag key to value."""
