"""EKS's machine images for managed node groups: what they are for, and where AWS says which release is the newest."""

from config.compute.instance_types import Architecture

# Source: botocore 1.44.5, eks/2017-11-01, AMITypes, without Amazon Linux 2, Windows, Neuron and CUSTOM.
_NAMES = (
    "AL2023_x86_64_STANDARD AL2023_ARM_64_STANDARD AL2023_x86_64_NVIDIA AL2023_ARM_64_NVIDIA "
    "BOTTLEROCKET_x86_64 BOTTLEROCKET_ARM_64 BOTTLEROCKET_x86_64_FIPS BOTTLEROCKET_ARM_64_FIPS "
    "BOTTLEROCKET_x86_64_NVIDIA BOTTLEROCKET_ARM_64_NVIDIA "
    "BOTTLEROCKET_x86_64_NVIDIA_FIPS BOTTLEROCKET_ARM_64_NVIDIA_FIPS"
)
AMI_TYPES = {name: Architecture.ARM64 if "_ARM_64" in name else Architecture.AMD64 for name in _NAMES.split()}
"""AMI type to the architecture it is for: what a node group may ask for."""

_REASONS = {
    "AL2_": "is an Amazon Linux 2 image, which EKS has not published since 2025-11-26",
    "WINDOWS_": "is a Windows image, for which this platform has no add-ons",
    "CUSTOM": "is an image of your own, which this platform does not know how to start",
    "AL2023_x86_64_NEURON": "is for Inferentia and Trainium, which this platform leaves out",
}


def why_not_ami_type(ami_type: str) -> str | None:
    """What to write instead of an AMI type that EKS knows, but that can't be used here."""
    reason = next((reason for beginning, reason in _REASONS.items() if ami_type.startswith(beginning)), None)
    return reason and f"{reason}; write AL2023_{'ARM_64' if 'ARM' in ami_type else 'x86_64'}_STANDARD"


def is_bottlerocket(ami_type: str) -> bool:
    """Whether nodes run Bottlerocket; else Amazon Linux 2023."""
    return ami_type.startswith("BOTTLEROCKET")


def has_nvidia_driver(ami_type: str) -> bool:
    """Whether the image is for instances with NVIDIA GPUs."""
    return "NVIDIA" in ami_type


def with_nvidia_driver(ami_type: str) -> str:
    """The image of the same family that has the driver."""
    if is_bottlerocket(ami_type):
        fips = "_FIPS" if ami_type.endswith("_FIPS") else ""
        return f"{ami_type.removesuffix('_FIPS')}_NVIDIA{fips}"
    return ami_type.replace("STANDARD", "NVIDIA")


def release_parameter(ami_type: str, kubernetes_version: str) -> str:
    """The public SSM parameter with the newest release of an image.

    Sources: https://docs.aws.amazon.com/eks/latest/userguide/retrieve-ami-id.html,
    https://docs.aws.amazon.com/eks/latest/userguide/retrieve-ami-id-bottlerocket.html.
    """
    arm = AMI_TYPES[ami_type] is Architecture.ARM64
    if is_bottlerocket(ami_type):
        variant = "".join(f"-{it.lower()}" for it in ("NVIDIA", "FIPS") if it in ami_type)
        processor = "arm64" if arm else "x86_64"
        return f"/aws/service/bottlerocket/aws-k8s-{kubernetes_version}{variant}/{processor}/latest/image_version"
    kind = f"{'arm64' if arm else 'x86_64'}/{'nvidia' if has_nvidia_driver(ami_type) else 'standard'}"
    return f"/aws/service/eks/optimized-ami/{kubernetes_version}/amazon-linux-2023/{kind}/recommended/release_version"
