"""A managed node group of the cluster."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from config.model import FrozenMapping, Model


class Taint(Model):
    """A Kubernetes taint, in EKS's spelling of the effects."""

    key: Annotated[str, Field(min_length=1, max_length=63)]
    value: Annotated[str, Field(max_length=63)] = ""
    effect: Literal["NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"]


class DesiredSizeOwner(StrEnum):
    """Who decides how many nodes a group has between its bounds."""

    TERRAFORM = "terraform"
    """The environment file: each apply sets `desired_size`."""
    AUTOSCALER = "autoscaler"
    """A cluster autoscaler: `desired_size` counts at creation only."""


class NodeGroup(Model):
    """Nodes that EKS makes and replaces; zones are named because EKS can't change the subnets of a group."""

    availability_zones: Annotated[tuple[str, ...], Field(min_length=1)]
    """The zones of its nodes, among those of the network."""
    instance_types: Annotated[tuple[str, ...], Field(min_length=1, max_length=20)] = ("m6i.large",)
    ami_type: str = "AL2023_x86_64_STANDARD"
    """EKS's name of the machine image family."""
    capacity_type: Literal["ON_DEMAND", "SPOT"] = "ON_DEMAND"
    min_size: Annotated[int, Field(ge=0)] = 2
    max_size: Annotated[int, Field(ge=1)] = 4
    desired_size: Annotated[int, Field(ge=0)] | None = None
    """Nodes wanted; `min_size` when left out."""
    desired_size_owner: DesiredSizeOwner = DesiredSizeOwner.TERRAFORM
    """Who changes the size later."""
    disk_size: Annotated[int, Field(ge=20, le=16384)] = 50
    """Root volume (gp3, encrypted), in GiB."""
    labels: FrozenMapping[str] = Field(default_factory=dict)
    """Kubernetes labels of its nodes."""
    taints: tuple[Taint, ...] = ()
    max_unavailable_percentage: Annotated[int, Field(ge=1, le=100)] = 33
    """Share of the nodes that an update may take away at once, in percent."""
