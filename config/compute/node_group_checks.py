"""What must fit together in a node group, and in all node groups of a cluster."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from config.compute.ami_types import AMI_TYPES, has_nvidia_driver, with_nvidia_driver
from config.compute.compute import AutoMode, Compute
from config.compute.instance_types import Accelerator, Architecture, accelerator_of, architecture_of
from config.rules.problem import PARENT, Problem

if TYPE_CHECKING:
    from config.compute.node_group import NodeGroup

_WHERE = {Architecture.AMD64: ("x86", "m6i.large"), Architecture.ARM64: ("Arm", "m7g.large")}
_WITH_GPU = {"x86": "g6.xlarge", "Arm": "g5g.xlarge"}
_TOLERATED_BY_SYSTEM_PODS = "CriticalAddonsOnly"


def image_problems(instance_types: Sequence[str], ami_type: str) -> Iterator[Problem]:
    """Instance types that can't start the image, or not with all they have. For the field beside `instance_types`."""
    for index, instance_type in enumerate(instance_types):
        remedy = _why_not(instance_type, ami_type)
        if remedy is not None:
            yield Problem((PARENT, "instance_types", index), instance_type, remedy)


def _why_not(instance_type: str, ami_type: str) -> str | None:
    word, example = _WHERE[AMI_TYPES[ami_type]]
    accelerator = accelerator_of(instance_type)
    if accelerator is Accelerator.NEURON:
        return f"is for Neuron, which this platform leaves out; write a type like {example}"
    if architecture_of(instance_type) is not AMI_TYPES[ami_type]:
        return f"can't start {ami_type}, which is for {word}; write a type like {example}, or change ami_type"
    if has_nvidia_driver(ami_type) and accelerator is None:
        return f"has no NVIDIA GPU, for which {ami_type} is; write a type like {_WITH_GPU[word]}, or change ami_type"
    if accelerator is Accelerator.NVIDIA and not has_nvidia_driver(ami_type):
        return f"has an NVIDIA GPU, but {ami_type} has no driver; write ami_type: {with_nvidia_driver(ami_type)}"
    return None


def spot_problems(instance_types: Sequence[str], capacity_type: str) -> Iterator[Problem]:
    """Spot capacity of one type: where AWS takes it back, there is none. For the field beside `instance_types`.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html#managed-node-group-capacity-types.
    """
    if capacity_type == "SPOT" and len(instance_types) == 1:
        remedy = "is a single type, which AWS may take back everywhere at once; write a second one like it"
        yield Problem((PARENT, "instance_types"), instance_types, remedy)


def bounds_problems(min_size: int, max_size: int) -> Iterator[Problem]:
    """Bounds in the wrong order. For the field beside `min_size`."""
    if min_size > max_size:
        remedy = f"must not exceed max_size ({max_size}); lower min_size or raise max_size"
        yield Problem((PARENT, "min_size"), min_size, remedy)


def desired_size_problems(min_size: int, desired_size: int, max_size: int) -> Iterator[Problem]:
    """A desired size outside of the bounds."""
    if not min_size <= desired_size <= max_size:
        yield Problem((), desired_size, f"must lie between min_size ({min_size}) and max_size ({max_size})")


class AnyTaint(Protocol):
    """A taint, however its effect is spelled."""

    @property
    def key(self) -> str:
        """Key of the taint."""
        ...

    @property
    def effect(self) -> str:
        """What happens to pods that do not tolerate it."""
        ...


def repeated_taints(taints: Sequence[AnyTaint]) -> Iterator[Problem]:
    """Taints that Kubernetes can't tell apart."""
    for index, taint in enumerate(taints):
        if any((taint.key, taint.effect) == (other.key, other.effect) for other in taints[:index]):
            remedy = f"stands in the list twice with effect {taint.effect}; leave one out"
            yield Problem((index, "key"), taint.key, remedy)


def first_nodes_problems(node_groups: "Mapping[str, NodeGroup]") -> Iterator[Problem]:
    """A cluster without a node that its first pods could run on: the apply would wait for CoreDNS until it gives up."""
    if not any(_takes_first_pods(group) for group in node_groups.values()):
        remedy = (
            "has no group for the first pods; let one start with a node (min_size or desired_size) "
            f"and have no taint but {_TOLERATED_BY_SYSTEM_PODS}"
        )
        yield Problem((), list(node_groups), remedy)


def controller_nodes_problems(installed: Sequence[str], node_groups: "Mapping[str, NodeGroup]") -> Iterator[Problem]:
    """Controllers that could run nowhere: unlike CoreDNS, they tolerate no taint. For the field `controllers`."""
    if installed and not any(_starts_with_a_node(group) and not _repelling(group) for group in node_groups.values()):
        remedy = (
            f"has no group for {', '.join(installed)}; let one start with a node (min_size or desired_size) "
            "and have no taint but with PREFER_NO_SCHEDULE"
        )
        yield Problem((PARENT, "cluster", "node_groups"), list(node_groups), remedy)


def first_nodes(compute: Compute, node_groups: "Mapping[str, NodeGroup]") -> int | None:
    """How many nodes for system pods the groups begin with; None where EKS Auto Mode makes them as pods ask."""
    if isinstance(compute, AutoMode):
        return None
    return sum(_first_size(group) for group in node_groups.values() if _takes_first_pods(group))


def groups_set_back(node_groups: "Mapping[str, NodeGroup]") -> tuple[str, ...]:
    """The groups that may be of several sizes, and whose size each apply sets back to that of the file."""
    return tuple(
        name
        for name, group in node_groups.items()
        if group.desired_size_owner == "terraform" and group.min_size != group.max_size
    )


def _takes_first_pods(group: "NodeGroup") -> bool:
    return _starts_with_a_node(group) and _repelling(group) <= {_TOLERATED_BY_SYSTEM_PODS}


def _starts_with_a_node(group: "NodeGroup") -> bool:
    return _first_size(group) > 0


def _first_size(group: "NodeGroup") -> int:
    return group.min_size if group.desired_size is None else group.desired_size


def _repelling(group: "NodeGroup") -> set[str]:
    """The keys of the taints that keep pods away."""
    return {taint.key for taint in group.taints if taint.effect != "PREFER_NO_SCHEDULE"}
