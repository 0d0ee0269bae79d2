"""Which release of their image the nodes of a group run."""

import re
from collections.abc import Iterator

from config.compute.ami_types import is_bottlerocket
from config.rules.problem import Problem

LATEST = "latest"
"""The newest release, looked up by every plan."""
LATEST_FROM = "ssm"
"""The AWS service that Terraform asks for it: its public parameters."""

_AL2023 = re.compile(r"(1\.[0-9]+)\.[0-9]+-[0-9]{8}")
_BOTTLEROCKET = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+-(?!20[0-9]{2}[01][0-9][0-3][0-9])[0-9a-f]{8}")  # no date


def release_problems(release: str, ami_type: str, kubernetes_version: str | None) -> Iterator[Problem]:
    """A release that the image can't have. For the field `release_version`.

    Sources: https://docs.aws.amazon.com/eks/latest/userguide/eks-linux-ami-versions.html,
    https://github.com/bottlerocket-os/bottlerocket/releases.
    """
    if release == LATEST:
        return
    if is_bottlerocket(ami_type):
        if not _BOTTLEROCKET.fullmatch(release):
            yield Problem((), release, "is no release of Bottlerocket; write one like 1.50.0-5f1e5a87, or latest")
        return
    match = _AL2023.fullmatch(release)
    if not match:
        yield Problem((), release, "is no release of Amazon Linux 2023; write one like 1.35.2-20260801, or latest")
    elif kubernetes_version is not None and match[1] != kubernetes_version:
        yield Problem((), release, f"is for Kubernetes {match[1]}; write a release for {kubernetes_version}")
