"""What the names of EKS's images tell."""

import pytest

from config.compute.ami_types import AMI_TYPES, has_nvidia_driver, release_parameter, with_nvidia_driver


def test_an_image_says_in_its_name_what_it_is_for() -> None:
    assert {name: architecture.value for name, architecture in AMI_TYPES.items()} == {
        "AL2023_x86_64_STANDARD": "amd64",
        "AL2023_ARM_64_STANDARD": "arm64",
        "AL2023_x86_64_NVIDIA": "amd64",
        "AL2023_ARM_64_NVIDIA": "arm64",
        "BOTTLEROCKET_x86_64": "amd64",
        "BOTTLEROCKET_ARM_64": "arm64",
        "BOTTLEROCKET_x86_64_FIPS": "amd64",
        "BOTTLEROCKET_ARM_64_FIPS": "arm64",
        "BOTTLEROCKET_x86_64_NVIDIA": "amd64",
        "BOTTLEROCKET_ARM_64_NVIDIA": "arm64",
        "BOTTLEROCKET_x86_64_NVIDIA_FIPS": "amd64",
        "BOTTLEROCKET_ARM_64_NVIDIA_FIPS": "arm64",
    }


def test_each_image_has_one_of_its_family_with_the_driver() -> None:
    assert {name: with_nvidia_driver(name) for name in AMI_TYPES if not has_nvidia_driver(name)} == {
        "AL2023_x86_64_STANDARD": "AL2023_x86_64_NVIDIA",
        "AL2023_ARM_64_STANDARD": "AL2023_ARM_64_NVIDIA",
        "BOTTLEROCKET_x86_64": "BOTTLEROCKET_x86_64_NVIDIA",
        "BOTTLEROCKET_ARM_64": "BOTTLEROCKET_ARM_64_NVIDIA",
        "BOTTLEROCKET_x86_64_FIPS": "BOTTLEROCKET_x86_64_NVIDIA_FIPS",
        "BOTTLEROCKET_ARM_64_FIPS": "BOTTLEROCKET_ARM_64_NVIDIA_FIPS",
    }


EKS, BOTTLEROCKET = "/aws/service/eks/optimized-ami/1.35/amazon-linux-2023", "/aws/service/bottlerocket/aws-k8s-1.35"


@pytest.mark.parametrize(
    ("ami_type", "parameter"),
    [
        ("AL2023_x86_64_STANDARD", f"{EKS}/x86_64/standard/recommended/release_version"),
        ("AL2023_ARM_64_NVIDIA", f"{EKS}/arm64/nvidia/recommended/release_version"),
        ("BOTTLEROCKET_ARM_64", f"{BOTTLEROCKET}/arm64/latest/image_version"),
        ("BOTTLEROCKET_x86_64_NVIDIA_FIPS", f"{BOTTLEROCKET}-nvidia-fips/x86_64/latest/image_version"),
    ],
)
def test_where_aws_says_which_release_is_the_newest(ami_type: str, parameter: str) -> None:
    assert release_parameter(ami_type, "1.35") == parameter
