"""EKS's machine images for managed node groups, and the processors they are for."""

import re
from enum import StrEnum


class Architecture(StrEnum):
    """The architecture of a processor, in the words of Kubernetes's label `kubernetes.io/arch`."""

    AMD64 = "amd64"
    ARM64 = "arm64"


# Source: botocore 1.44.5, eks/2017-11-01, AMITypes, without Amazon Linux 2, Windows and CUSTOM.
_NAMES = (
    "AL2023_x86_64_STANDARD AL2023_ARM_64_STANDARD AL2023_x86_64_NEURON AL2023_x86_64_NVIDIA AL2023_ARM_64_NVIDIA "
    "BOTTLEROCKET_x86_64 BOTTLEROCKET_ARM_64 BOTTLEROCKET_x86_64_FIPS BOTTLEROCKET_ARM_64_FIPS "
    "BOTTLEROCKET_x86_64_NVIDIA BOTTLEROCKET_ARM_64_NVIDIA "
    "BOTTLEROCKET_x86_64_NVIDIA_FIPS BOTTLEROCKET_ARM_64_NVIDIA_FIPS"
)
AMI_TYPES = {name: Architecture.ARM64 if "_ARM_64" in name else Architecture.AMD64 for name in _NAMES.split()}
"""AMI type to the architecture it is for: what a node group may ask for."""

INSTANCE_TYPE_PATTERN = r"^[a-z][a-z0-9]*(-[a-z0-9]+)?\.[a-z0-9]+(-[a-z0-9]+)?$"
"""Family and size, such as `m6i.large`, `u-6tb1.112xlarge` or `m7i.metal-24xl`."""

_REASONS = {
    "AL2_": "is an Amazon Linux 2 image, which EKS has not published since 2025-11-26",
    "WINDOWS_": "is a Windows image, for which this platform has no add-ons",
    "CUSTOM": "is an image of your own, which this platform does not know how to start",
}
# https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html: family, generation, then attributes,
# of which `g` is Graviton. The two families without it are the first one, and the one with NVIDIA Grace.
_GRAVITON = re.compile(r"[a-z]+[0-9]+[a-z]*g[a-z]*")
_OTHER_ARM_FAMILIES = {"a1", "p6e-gb200"}


def why_not_ami_type(ami_type: str) -> str | None:
    """What to write instead of an AMI type that EKS knows, but that can't be used here."""
    reason = next((reason for beginning, reason in _REASONS.items() if ami_type.startswith(beginning)), None)
    return reason and f"{reason}; write AL2023_{'ARM_64' if 'ARM' in ami_type else 'x86_64'}_STANDARD"


def architecture_of(instance_type: str) -> Architecture:
    """The architecture of an instance type, by its name."""
    family = instance_type.partition(".")[0]
    is_arm = family in _OTHER_ARM_FAMILIES or _GRAVITON.fullmatch(family.partition("-")[0]) is not None
    return Architecture.ARM64 if is_arm else Architecture.AMD64
