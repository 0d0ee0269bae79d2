"""What the name of an EC2 instance type tells: processor and accelerator.

Source: https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html.
"""

import re
from enum import StrEnum

INSTANCE_TYPE_PATTERN = r"^[a-z][a-z0-9]*(-[a-z0-9]+)?\.[a-z0-9]+(-[a-z0-9]+)?$"
"""Family and size, such as `m6i.large`, `u-6tb1.112xlarge` or `m7i.metal-24xl`."""


class Architecture(StrEnum):
    """The architecture of a processor, in the words of Kubernetes's label `kubernetes.io/arch`."""

    AMD64 = "amd64"
    ARM64 = "arm64"


class Accelerator(StrEnum):
    """An accelerator that needs an image with its driver."""

    NVIDIA = "NVIDIA"
    NEURON = "Neuron"
    """Inferentia and Trainium."""


# Family, generation, then attributes, of which `g` is Graviton. The two families without it are the first one, and the
# one with NVIDIA Grace.
_GRAVITON = re.compile(r"[a-z]+[0-9]+[a-z]*g[a-z]*")
_OTHER_ARM_FAMILIES = {"a1", "p6e-gb200"}
_NVIDIA = re.compile(r"(g|gr|p)[0-9].*")
_NEURON = re.compile(r"(inf|trn)[0-9].*")
_RADEON = {"g4ad"}


def architecture_of(instance_type: str) -> Architecture:
    """The architecture of an instance type, by its name."""
    family = _family(instance_type)
    is_arm = family in _OTHER_ARM_FAMILIES or _GRAVITON.fullmatch(family.partition("-")[0]) is not None
    return Architecture.ARM64 if is_arm else Architecture.AMD64


def accelerator_of(instance_type: str) -> Accelerator | None:
    """The accelerator of an instance type, by its name."""
    family = _family(instance_type)
    if _NEURON.fullmatch(family):
        return Accelerator.NEURON
    return Accelerator.NVIDIA if _NVIDIA.fullmatch(family) and family not in _RADEON else None


def _family(instance_type: str) -> str:
    return instance_type.partition(".")[0]
