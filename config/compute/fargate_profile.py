"""A Fargate profile: which pods run without nodes.

Sources: https://docs.aws.amazon.com/eks/latest/userguide/fargate.html and fargate-profile.html beside it.
"""

from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Annotated

from pydantic import Field

from config.compute.kubernetes_labels import PodLabelKey
from config.network.zones import NetworkZone
from config.rules.model import FrozenMapping, Model
from config.rules.problem import Problem
from config.rules.rule import UNIQUE, Rule, matching

_OF_THE_PLATFORM = "kube-system"
_MOST_LABELS = 5

# EKS API reference, FargateProfileSelector; `*` and `?` stand for any characters, and for one.
_NAMESPACE_PATTERN = r"^[a-z0-9*?]([a-z0-9*?-]{0,61}[a-z0-9*?])?$"
_NAMESPACE_REMEDY = "is no namespace; write its name, in which * and ? may stand for other characters"
_LABEL_PATTERN = r"^[A-Za-z0-9*?]([A-Za-z0-9_.*?-]{0,61}[A-Za-z0-9*?])?$"
_LABEL_REMEDY = "is no value of a label; write it, with * and ? for other characters"
_NAME_PATTERN = "^[0-9A-Za-z][0-9A-Za-z_-]{0,62}$"
_NAME_REMEDY = "is no name; write at most 63 letters, digits, hyphens and underscores, a letter or digit first"

FargateProfileName = Annotated[str, matching(_NAME_PATTERN, _NAME_REMEDY)]
"""The name of a profile, which is a key in the file."""


def _takes_pods_of_the_platform(namespace: str) -> Iterator[Problem]:
    if fnmatchcase(_OF_THE_PLATFORM, namespace):
        remedy = f"takes pods of {_OF_THE_PLATFORM}, some of which run on nodes only; write namespaces of your own"
        yield Problem((), namespace, remedy)


class FargateSelector(Model):
    """Pods of a namespace, all of them or those with some labels."""

    namespace: Annotated[
        str,
        Field(examples=["jobs"]),
        matching(_NAMESPACE_PATTERN, _NAMESPACE_REMEDY),
        Rule(_takes_pods_of_the_platform, {}),
    ]
    """Namespace of the pods; `*` and `?` stand for other characters."""
    labels: Annotated[
        FrozenMapping[PodLabelKey, Annotated[str, matching(_LABEL_PATTERN, _LABEL_REMEDY)]],
        Field(max_length=_MOST_LABELS),
    ] = Field(default_factory=dict)
    """Labels that a pod must have, all of them; `*` and `?` stand for other characters in their values."""


def _repeated(selectors: Sequence[FargateSelector]) -> Iterator[Problem]:
    for index, selector in enumerate(selectors):
        if selector in selectors[:index]:
            yield Problem((index, "namespace"), selector.namespace, "is selected twice; leave one out")


class FargateProfile(Model):
    """Pods that run on AWS Fargate, in private subnets; anything that changes makes a new profile first."""

    availability_zones: Annotated[
        tuple[NetworkZone, ...], Field(min_length=1, examples=[["eu-central-1a", "eu-central-1b"]]), UNIQUE
    ]
    """The zones of its pods, among those of the network."""
    selectors: Annotated[
        tuple[FargateSelector, ...],
        Field(min_length=1, max_length=5, examples=[[{"namespace": "jobs"}]]),
        Rule(_repeated, {"uniqueItems": True}),
    ]
    """Which pods: those that one of these selects."""


def selected_namespaces(profiles: Iterable[FargateProfile]) -> tuple[str, ...]:
    """The namespaces that profiles select pods of, each as it is written and once."""
    return tuple(dict.fromkeys(selector.namespace for profile in profiles for selector in profile.selectors))
