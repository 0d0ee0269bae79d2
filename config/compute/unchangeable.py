"""What EKS can't change of a group of nodes: another value needs another group, under another name.

The simulated provider of the rehearsal reads the same table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from config.compute.fargate_profile import FargateProfile
    from config.compute.node_group import NodeGroup

_PROVIDER = "https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/internal/service"


@dataclass(frozen=True)
class Unchangeable:
    """The arguments of a resource type of which any change needs a new object: `ForceNew` in the provider."""

    source: str
    """Where the provider says so."""
    named: tuple[str, ...]
    """Those whose values are in the hash that ends the object's name."""
    unnamed: Mapping[str, str]
    """The others, each with the reason why the name needs no change."""

    @property
    def arguments(self) -> list[str]:
        """All of them; a dot leads into a nested block."""
        return sorted((*self.named, *self.unnamed))


NODE_GROUP = Unchangeable(
    source=f"{_PROVIDER}/eks/node_group.go",
    named=("ami_type", "capacity_type", "instance_types", "node_role_arn", "subnet_ids"),
    unnamed={
        "cluster_name": "in another cluster the name is free",
        "disk_size": "never given: the launch template has the disk, and a new version of it rolls the nodes",
        "launch_template.id": "another template only with another name, and that follows from the group's",
        "launch_template.name": "never given: the template is named by its id",
        "node_group_name": "is the name",
        "node_group_name_prefix": "never given: names are known at synthesis",
        "region": "in another region the name is free",
        "remote_access.ec2_ssh_key": "never given: EKS takes no remote access beside a launch template",
        "remote_access.source_security_group_ids": "never given: EKS takes no remote access beside a launch template",
    },
)
"""Of a managed node group. A new version of its launch template rolls the nodes in place."""

FARGATE_PROFILE = Unchangeable(
    source=f"{_PROVIDER}/eks/fargate_profile.go",
    named=("pod_execution_role_arn", "selector", "subnet_ids"),
    unnamed={
        "cluster_name": "in another cluster the name is free",
        "fargate_profile_name": "is the name",
        "region": "in another region the name is free",
    },
)
"""Of a Fargate profile: everything but its tags."""


def of_node_group(group: "NodeGroup", *, node_role: str, subnets: Sequence[str]) -> Mapping[str, object]:
    """Argument to value of what is in a node group's name; `subnets` by zone, or by id where that is known."""
    return {
        "ami_type": group.ami_type,
        "capacity_type": group.capacity_type,
        "instance_types": list(group.instance_types),
        "node_role_arn": node_role,
        "subnet_ids": sorted(subnets),
    }


def of_fargate_profile(
    profile: "FargateProfile", *, pod_execution_role: str, subnets: Sequence[str]
) -> Mapping[str, object]:
    """Argument to value of what is in a profile's name; the order of subnets and selectors means nothing."""
    selectors = [{"namespace": it.namespace, "labels": dict(it.labels)} for it in profile.selectors]
    return {
        "pod_execution_role_arn": pod_execution_role,
        "selector": sorted(selectors, key=str),
        "subnet_ids": sorted(subnets),
    }
