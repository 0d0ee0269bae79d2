"""The syntax of Kubernetes labels and taints, as far as EKS allows it on the nodes of a managed group."""

import re
from collections.abc import Iterator
from typing import Annotated

from config.rules.problem import Problem
from config.rules.rule import Rule, matching

# EKS API reference: labels map, Taint. Kubernetes allows keys a longer prefix, and values may be empty there.
_DNS_LABEL = "[a-z0-9]([a-z0-9-]*[a-z0-9])?"
_KEY_PATTERN = rf"^(?=.{{1,63}}$)({_DNS_LABEL}([.]{_DNS_LABEL})*/)?[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?$"
_KEY_REMEDY = "is no label key; write at most 63 characters, such as team or example.com/team"

_VALUE_PATTERN = r"^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$"
_VALUE_REMEDY = "is no label value; write 1 to 63 letters, digits and inner hyphens, underscores and dots"

# A kubelet does not start with other labels of these domains (its option --node-labels), and EKS refuses its own.
_RESERVED = re.compile(r"((.+\.)?(kubernetes|k8s)\.io|(.+\.)?eks\.amazonaws\.com)/.*")
_ALLOWED = re.compile(r"((.+\.)?(kubelet|node)\.kubernetes\.io)/.*")


def _reserved(key: str) -> Iterator[Problem]:
    if _RESERVED.fullmatch(key) and not _ALLOWED.fullmatch(key):
        yield Problem((), key, "is reserved: nodes with it do not join; write a key in a domain of your own")


LabelKey = Annotated[str, matching(_KEY_PATTERN, _KEY_REMEDY), Rule(_reserved, {})]
LabelValue = Annotated[str, matching(_VALUE_PATTERN, _VALUE_REMEDY)]
PodLabelKey = Annotated[str, matching(_KEY_PATTERN, _KEY_REMEDY)]
TaintKey = Annotated[str, matching(_KEY_PATTERN, _KEY_REMEDY)]
TaintValue = Annotated[
    str, matching(f"^({_VALUE_PATTERN[1:-1]})?$", "is no taint value; write it like a label value, or leave it out")
]
