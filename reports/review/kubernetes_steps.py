"""Steps of Kubernetes versions: EKS takes one minor version at a time, and none back.

https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html
"""

import re

from reports.review.plan import Action, Change
from reports.review.values import mapping

_VERSION = re.compile(r"(\d{1,3})\.(\d{1,3})")


def is_refused_step(change: Change) -> bool:
    """Whether EKS refuses a step of the control plane."""
    before, after = (_version(change, side) for side in ("before", "after"))
    if change.type != "aws_eks_cluster" or change.action is not Action.UPDATE or not before or not after:
        return False
    return after < before or after[0] != before[0] or after[1] > before[1] + 1


def _version(change: Change, side: str) -> tuple[int, int] | None:
    value = mapping(getattr(change, side)).get("version")
    found = _VERSION.fullmatch(value) if isinstance(value, str) else None
    return (int(found[1]), int(found[2])) if found else None
