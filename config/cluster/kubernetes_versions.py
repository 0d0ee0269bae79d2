"""The Kubernetes versions that EKS offers, and the pinned versions of the EKS add-ons for each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from config.rules.draft import Draft
from config.rules.problem import PARENT, Problem


@dataclass(frozen=True)
class KubernetesVersion:
    """A minor version of Kubernetes on EKS, with the ends of its support."""

    name: str
    standard_support_ends: date
    extended_support_ends: date


VERSIONS_READ_ON = date(2026, 8, 22)
"""The day on which the table below was true."""
# Source: endoflife.date, products/amazon-eks.md, read on that day; rows up to 1.34 equal the EKS user guide.
# 1.32 was the last version with Amazon Linux 2 images, which EKS stopped publishing on 2025-11-26.
KUBERNETES_VERSIONS = {
    version.name: version
    for version in (
        KubernetesVersion("1.33", date(2026, 7, 29), date(2027, 7, 29)),
        KubernetesVersion("1.34", date(2026, 12, 2), date(2027, 12, 2)),
        KubernetesVersion("1.35", date(2027, 3, 27), date(2028, 3, 27)),
        KubernetesVersion("1.36", date(2027, 8, 2), date(2028, 8, 2)),
    )
}
"""Version name to version: what an environment may ask for."""

_LAST_WITH_AMAZON_LINUX_2 = 32


def why_not_version(version: str) -> str | None:
    """What to write instead of a version that can't be asked for: too old, or not known here. None for other text."""
    major, _, minor = version.partition(".")
    if major != "1" or not minor.isdecimal():
        return None
    known = ", ".join(KUBERNETES_VERSIONS)
    if int(minor) <= _LAST_WITH_AMAZON_LINUX_2:
        return f"is of the Amazon Linux 2 era, which ended with 1.{_LAST_WITH_AMAZON_LINUX_2}; write one of {known}"
    return f"is not a version that EKS offers; the known ones are {known}"


def support_problems(support_type: str, draft: Draft) -> Iterator[Problem]:
    """A version without the standard support that is asked for. For the field `support_type` beside `version`.

    As of the day on which the table was read, not of today: a file that was right stays right.
    """
    version = draft.kubernetes_version
    ended = {name: known.standard_support_ends for name, known in KUBERNETES_VERSIONS.items()}
    if version is not None and support_type == "STANDARD" and ended[version] < VERSIONS_READ_ON:
        newer = ", ".join(name for name, end in ended.items() if end >= VERSIONS_READ_ON)
        remedy = f"has had no standard support since {ended[version]}; write support_type: EXTENDED, or one of {newer}"
        yield Problem((PARENT, "version"), version, remedy)


EKS_ADDONS_BEFORE_NODES = ("vpc-cni", "kube-proxy", "eks-pod-identity-agent")
"""EKS add-ons that a node needs to become ready."""
EKS_ADDONS_AFTER_NODES = ("coredns", "aws-ebs-csi-driver")
"""EKS add-ons that need a node to become ready."""
EKS_ADDONS = (*EKS_ADDONS_BEFORE_NODES, *EKS_ADDONS_AFTER_NODES)

# Source: npm package @aws-quickstart/eks-blueprints 1.19.0, the version maps of its add-ons.
_ADDON_VERSIONS = {
    "1.33": (
        "v1.20.4-eksbuild.2",
        "v1.33.3-eksbuild.4",
        "v1.3.10-eksbuild.2",
        "v1.12.1-eksbuild.2",
        "v1.56.0-eksbuild.1",
    ),
    "1.34": (
        "v1.20.4-eksbuild.2",
        "v1.34.0-eksbuild.2",
        "v1.3.10-eksbuild.2",
        "v1.12.3-eksbuild.1",
        "v1.56.0-eksbuild.1",
    ),
    "1.35": (
        "v1.21.1-eksbuild.1",
        "v1.35.0-eksbuild.2",
        "v1.3.10-eksbuild.2",
        "v1.13.2-eksbuild.3",
        "v1.57.1-eksbuild.1",
    ),
}


def addon_version(addon: str, kubernetes_version: str) -> str | None:
    """The pinned version of an EKS add-on, or None where the table ends and AWS's default has to be asked for."""
    versions = _ADDON_VERSIONS.get(kubernetes_version)
    return dict(zip(EKS_ADDONS, versions, strict=True))[addon] if versions else None


def addon_version_problems(versions: Mapping[str, str], draft: Draft) -> Iterator[Problem]:
    """Versions of EKS add-ons that don't go with the Kubernetes version: kube-proxy has the number of its own.

    https://docs.aws.amazon.com/eks/latest/userguide/managing-kube-proxy.html
    """
    wanted, version = draft.kubernetes_version, versions.get("kube-proxy")
    if wanted is not None and version is not None and not version.startswith(f"v{wanted}."):
        remedy = f"is of another Kubernetes version than {wanted}; write one like v{wanted}.0-eksbuild.1"
        yield Problem(("kube-proxy",), version, remedy)
