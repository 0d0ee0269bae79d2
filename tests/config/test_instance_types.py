"""What the name of an instance type tells."""

import pytest

from config.compute.instance_types import Accelerator, Architecture, accelerator_of, architecture_of


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


@pytest.mark.parametrize(
    ("accelerator", "instance_types"),
    [
        (Accelerator.NVIDIA, ["g4dn.xlarge", "g5g.xlarge", "g6.xlarge", "gr6.4xlarge", "g6e.xlarge", "p3dn.24xlarge",
                              "p5.48xlarge", "p6-b200.48xlarge", "p6e-gb200.36xlarge"]),
        (Accelerator.NEURON, ["inf1.xlarge", "inf2.xlarge", "trn1.2xlarge", "trn1n.32xlarge", "trn2.48xlarge"]),
        (None, ["m6i.large", "g4ad.xlarge", "i4g.large", "im4gn.large", "hpc7g.4xlarge", "u7i-12tb.224xlarge"]),
    ],
)  # fmt: skip
def test_accelerators(accelerator: Accelerator | None, instance_types: list[str]) -> None:
    """The GPUs of g4ad are AMD's."""
    assert {accelerator_of(it) for it in instance_types} == {accelerator}
