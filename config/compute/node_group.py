"""A managed node group of the cluster."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from config.compute.ami_types import AMI_TYPES, why_not_ami_type
from config.compute.instance_types import INSTANCE_TYPE_PATTERN
from config.compute.kubernetes_labels import LabelKey, LabelValue, TaintKey, TaintValue
from config.compute.node_disk import Disk, disk_problems
from config.compute.node_group_checks import (
    bounds_problems,
    desired_size_problems,
    image_problems,
    repeated_taints,
    spot_problems,
)
from config.compute.node_release import release_problems
from config.compute.node_updates import NodeRepairConfig, max_unavailable_problems
from config.compute.node_user_data import user_data_problems
from config.network.zones import NetworkZone
from config.rules.draft import draft_of
from config.rules.model import FrozenMapping, Model
from config.rules.problem import refuse
from config.rules.rule import UNIQUE, Rule, matching, one_of

# EKS user guide, "Create a managed node group".
_NAME_PATTERN = "^[0-9A-Za-z][0-9A-Za-z_-]{0,62}$"
_NAME_REMEDY = "is no name; write at most 63 letters, digits, hyphens and underscores, a letter or digit first"
NodeGroupName = Annotated[str, matching(_NAME_PATTERN, _NAME_REMEDY)]
"""The name of a node group, which is a key in the file."""


class Taint(Model):
    """A Kubernetes taint, in EKS's spelling of the effects."""

    key: Annotated[TaintKey, Field(examples=["dedicated"])]
    """Key of the taint, such as `dedicated` or `example.com/dedicated`."""
    value: TaintValue = ""
    """Value of the taint."""
    effect: Annotated[Literal["NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"], Field(examples=["NO_SCHEDULE"])]
    """What happens to pods that do not tolerate it."""


class DesiredSizeOwner(StrEnum):
    """Who decides how many nodes a group has between its bounds."""

    TERRAFORM = "terraform"
    """The environment file: each apply sets `desired_size`."""
    AUTOSCALER = "autoscaler"
    """A cluster autoscaler: `desired_size` counts at creation only."""


class NodeGroup(Model):
    """Nodes that EKS makes and replaces; zones are named because EKS can't change the subnets of a group."""

    availability_zones: Annotated[
        tuple[NetworkZone, ...], Field(min_length=1, examples=[["eu-central-1a", "eu-central-1b"]]), UNIQUE
    ]
    """The zones of its nodes, among those of the network."""
    instance_types: Annotated[
        tuple[Annotated[str, matching(INSTANCE_TYPE_PATTERN, "is no instance type; write one like m6i.large")], ...],
        Field(min_length=1, max_length=20),
        UNIQUE,
    ] = ("m6i.large",)
    """EC2 instance types, in order of preference; with `SPOT` at least two, best of the same size."""
    ami_type: Annotated[str, one_of(AMI_TYPES, "an AMI type of EKS", why_not_ami_type)] = "AL2023_x86_64_STANDARD"
    """EKS's name of the machine image family: Amazon Linux 2023 or Bottlerocket, with NVIDIA's driver for GPUs."""
    release_version: str | None = None
    """A release to stay on, or `latest` to follow AWS with each plan; else the newest whenever nodes are rolled."""
    capacity_type: Literal["ON_DEMAND", "SPOT"] = "ON_DEMAND"
    """`SPOT` is cheaper, and AWS may take the nodes back with two minutes' notice."""
    min_size: Annotated[int, Field(ge=0)] = 2
    """Fewest nodes."""
    max_size: Annotated[int, Field(ge=1)] = 4
    """Most nodes."""
    desired_size: Annotated[int, Field(ge=0)] | None = None
    """Nodes wanted; `min_size` when left out."""
    desired_size_owner: DesiredSizeOwner = DesiredSizeOwner.TERRAFORM
    """Who changes the size later: `terraform`, or `autoscaler` for a cluster autoscaler."""
    disk_size: Annotated[int, Field(ge=20, le=16384)] = 50
    """Volume that holds images and pods (encrypted), in GiB."""
    disk: Disk = Disk()
    """Kind, performance and key of that volume."""
    max_pods: Annotated[int, Field(ge=1, le=250)] | None = None
    """Most pods on a node; by the network interfaces of its type when left out."""
    user_data: str | None = None
    """Read by nodes at their start, beside EKS's part: a NodeConfig (YAML), or settings of Bottlerocket (TOML)."""
    labels: FrozenMapping[LabelKey, LabelValue] = Field(default_factory=dict)
    """Kubernetes labels of its nodes."""
    taints: Annotated[tuple[Taint, ...], Field(max_length=50), Rule(repeated_taints, {})] = ()
    """Kubernetes taints of its nodes."""
    max_unavailable: Annotated[int, Field(ge=1, le=100)] | None = None
    """Nodes that an update may take away at once."""
    max_unavailable_percentage: Annotated[int, Field(ge=1, le=100)] | None = None
    """The same as a share of the nodes, in percent; 33 when neither is given."""
    node_repair_config: NodeRepairConfig | None = None
    """Whether and when EKS repairs broken nodes; not at all when left out."""

    @field_validator("ami_type")
    @classmethod
    def _image_for_the_instances(cls, ami_type: str, info: ValidationInfo) -> str:
        refuse(image_problems(info.data.get("instance_types", ()), ami_type))
        return ami_type

    @field_validator("release_version")
    @classmethod
    def _release_of_the_image(cls, release: str | None, info: ValidationInfo) -> str | None:
        if release is not None and "ami_type" in info.data:
            refuse(release_problems(release, info.data["ami_type"], draft_of(info).kubernetes_version))
        return release

    @field_validator("capacity_type")
    @classmethod
    def _several_types_for_spot(cls, capacity_type: str, info: ValidationInfo) -> str:
        if "instance_types" in info.data:
            refuse(spot_problems(info.data["instance_types"], capacity_type))
        return capacity_type

    @field_validator("max_size")
    @classmethod
    def _bounds_in_order(cls, max_size: int, info: ValidationInfo) -> int:
        refuse(bounds_problems(info.data.get("min_size", 0), max_size))
        return max_size

    @field_validator("desired_size")
    @classmethod
    def _desired_size_between_bounds(cls, desired_size: int | None, info: ValidationInfo) -> int | None:
        if desired_size is not None and "min_size" in info.data and "max_size" in info.data:
            refuse(desired_size_problems(info.data["min_size"], desired_size, info.data["max_size"]))
        return desired_size

    @field_validator("disk")
    @classmethod
    def _disk_within_bounds(cls, disk: Disk, info: ValidationInfo) -> Disk:
        if "disk_size" in info.data:
            refuse(disk_problems(disk, info.data["disk_size"]))
        return disk

    @field_validator("user_data")
    @classmethod
    def _user_data_of_the_image(cls, user_data: str | None, info: ValidationInfo) -> str | None:
        if user_data is not None and "ami_type" in info.data:
            refuse(user_data_problems(user_data, info.data["ami_type"], info.data.get("max_pods")))
        return user_data

    @field_validator("max_unavailable_percentage")
    @classmethod
    def _one_way_to_count(cls, percentage: int | None, info: ValidationInfo) -> int | None:
        refuse(max_unavailable_problems(info.data.get("max_unavailable"), percentage))
        return percentage
