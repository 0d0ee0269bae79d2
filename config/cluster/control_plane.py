"""Options of the control plane itself, in the shape in which EKS has them."""

from typing import Annotated, Literal

from pydantic import Field

from config.rules.model import Model


class ZonalShiftConfig(Model):
    """Whether traffic may be moved away from a zone that fails."""

    enabled: Annotated[bool, Field(examples=[True])]
    """Whether Amazon Application Recovery Controller may shift it, by itself where autoshift is on."""


class ControlPlaneScalingConfig(Model):
    """How large EKS keeps the control plane, whatever its load."""

    # https://docs.aws.amazon.com/eks/latest/APIReference/API_ControlPlaneScalingConfig.html
    tier: Annotated[Literal["standard", "tier-xl", "tier-2xl", "tier-4xl"], Field(examples=["tier-xl"])]
    """`standard` grows and shrinks with the load; each other tier is paid for by the hour."""
