"""Which instance types start which images."""

import pytest

from config.ami_types import AMI_TYPES, Architecture, architecture_of


@pytest.mark.parametrize(
    "instance_type",
    ["m7g.large", "c6gn.xlarge", "t4g.small", "r8gd.metal-24xl", "x2gd.medium", "im4gn.large", "is4gen.large",
     "g5g.xlarge", "hpc7g.4xlarge", "i8ge.large", "a1.metal", "p6e-gb200.36xlarge"],
)  # fmt: skip
def test_graviton_and_grace_are_arm(instance_type: str) -> None:
    assert architecture_of(instance_type) is Architecture.ARM64


@pytest.mark.parametrize(
    "instance_type",
    ["m6i.large", "t3.micro", "c7a.large", "g4dn.xlarge", "g6.xlarge", "gr6.4xlarge", "p5.48xlarge", "p6-b200.48xlarge",
     "inf2.xlarge", "trn1.2xlarge", "u-6tb1.112xlarge", "u7i-12tb.224xlarge", "x2iedn.xlarge", "m7i-flex.large"],
)  # fmt: skip
def test_everything_else_is_x86(instance_type: str) -> None:
    assert architecture_of(instance_type) is Architecture.AMD64


def test_an_image_says_in_its_name_what_it_is_for() -> None:
    assert {name: architecture.value for name, architecture in AMI_TYPES.items()} == {
        "AL2023_x86_64_STANDARD": "amd64",
        "AL2023_ARM_64_STANDARD": "arm64",
        "AL2023_x86_64_NEURON": "amd64",
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
