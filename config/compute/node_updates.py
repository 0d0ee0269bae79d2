"""How nodes of a group are replaced: while they are updated, and when they are broken."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, model_validator

from config.rules.model import Model
from config.rules.problem import Problem, refuse

USUAL_MAX_UNAVAILABLE_PERCENTAGE = 33
"""Share of the nodes that an update may take away at once where nothing is said, in percent."""

Count = Annotated[int, Field(ge=1)]
Percentage = Annotated[int, Field(ge=1, le=100)]


class NodeRepairConfig(Model):
    """When EKS replaces or reboots nodes that are broken.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/node-repair.html.
    """

    enabled: bool = True
    """Whether EKS repairs nodes."""
    max_unhealthy_node_threshold_count: Count | None = None
    """With more broken nodes than this, nothing is repaired: the fault is then not in the nodes."""
    max_unhealthy_node_threshold_percentage: Percentage | None = None
    """The same as a share of the nodes, in percent."""
    max_parallel_nodes_repaired_count: Count | None = None
    """Most nodes under repair at once."""
    max_parallel_nodes_repaired_percentage: Percentage | None = None
    """The same as a share of the broken nodes, in percent."""

    @model_validator(mode="after")
    def _one_of_each(self) -> "NodeRepairConfig":
        refuse(_both_ways(self))
        return self


def _both_ways(config: NodeRepairConfig) -> Iterator[Problem]:
    for key in ("max_unhealthy_node_threshold", "max_parallel_nodes_repaired"):
        count, percentage = (getattr(config, f"{key}_{unit}") for unit in ("count", "percentage"))
        if count is not None and percentage is not None:
            yield Problem((f"{key}_percentage",), percentage, f"stands beside {key}_count; leave one of them out")


def max_unavailable_problems(count: int | None, percentage: int | None) -> Iterator[Problem]:
    """Both a number and a share. For the field `max_unavailable_percentage`."""
    if count is not None and percentage is not None:
        yield Problem((), percentage, f"stands beside max_unavailable ({count}); leave one of them out")
