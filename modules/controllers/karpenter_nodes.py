"""What a user may say of the nodes that Karpenter makes.

Whatever the kinds EC2NodeClass and NodePool refuse is refused here first, in our words: by their schemas, and by their
rules in CEL (tests/modules/controllers/test_karpenter_rules.py goes through all of them).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, ValidationInfo, field_validator

from config.compute.kubernetes_labels import LabelValue, TaintKey, TaintValue
from config.compute.node_group_checks import repeated_taints
from config.rules.model import FrozenMapping, Model
from config.rules.problem import PARENT, Absent, Problem, refuse
from config.rules.rule import UNIQUE, Rule, matching
from modules.controllers.cron_schedule import CronSchedule
from modules.controllers.karpenter_labels import PoolLabelKey
from modules.controllers.object_name import ObjectName

# Five digits each: Go can't read a duration of more than 292 years.
_DURATION = matching("^(?=.)([0-9]{1,5}h)?([0-9]{1,5}m)?([0-9]{1,5}s)?$", "is no duration; write one like 30m or 720h")
Duration = Annotated[str, _DURATION]


class _Limit(NamedTuple):
    description: str
    pattern: str
    remedy: str


# Kubernetes takes any unit for both: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/.
_LIMITS = {
    "cpu": _Limit("All vCPUs together.", "^[0-9]{1,9}$", "is no number of vCPUs; write one like 100"),
    "memory": _Limit(
        "All memory together, with a unit: Mi, Gi or Ti.",
        "^[0-9]{1,9}(Mi|Gi|Ti)$",
        "is no amount of memory with its unit (Mi, Gi or Ti); write one like 400Gi",
    ),
}
# https://karpenter.sh/docs/concepts/nodeclasses/#specamiselectorterms
_ALIAS = matching(
    "^(al2023@(latest|v20[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01]))"
    "|bottlerocket@(latest|v[0-9]{1,3}([.][0-9]{1,3}){2}))$",
    "is no alias of an image; write al2023@v<release date> or bottlerocket@v<version>, or @latest to let it move",
)
_SHARE = matching("^((100|[0-9]{1,2})%|[0-9]+)$", 'is no number or share of nodes; write one like "2" or 10%')
BOTTLEROCKET = "bottlerocket"
"""The image family, as an alias begins."""
LONGEST_DRAIN_MINUTES = 45
"""Longest `termination_grace_period`; Helm waits longer for nodes to go (modules/controllers/karpenter.py)."""
_MOST_BUDGETS = 50
_MOST_LABELS = 100


def _limit_problems(limits: Mapping[str, str]) -> Iterator[Problem]:
    if not limits:
        yield Problem((), limits, "limits nothing; write cpu, memory, or both")
    for key, quantity in limits.items():
        limit = _LIMITS[key]
        if not re.fullmatch(limit.pattern, quantity):
            yield Problem((key,), quantity, limit.remedy)


def _too_many_labels(labels: Mapping[str, str]) -> Iterator[Problem]:
    if len(labels) > _MOST_LABELS:
        yield Problem((), labels, f"has {len(labels)} labels; a node pool takes {_MOST_LABELS} at most")


class NodeTaint(Model):
    """A Kubernetes taint, in Kubernetes's spelling of the effects."""

    key: Annotated[TaintKey, Field(examples=["dedicated"])]
    """Key of the taint."""
    value: TaintValue = ""
    """Value of the taint."""
    effect: Annotated[Literal["NoSchedule", "NoExecute", "PreferNoSchedule"], Field(examples=["NoSchedule"])]
    """What happens to pods that do not tolerate it."""


class NodeClass(Model):
    """How nodes are made: image, disk, metadata. Always encrypted, IMDSv2 only, with the tags of the environment."""

    ami_alias: Annotated[str, Field(examples=["al2023@v20260801"]), _ALIAS]
    """Image family and version; with `@latest` nodes are replaced whenever AWS publishes an image."""
    volume_size: Annotated[int, Field(ge=20, le=16384)] = 50
    """Volume for images and pods (gp3, encrypted), in GiB."""


class DisruptionBudget(Model):
    """How many nodes may be disrupted at once, and when that holds."""

    nodes: Annotated[str, Field(examples=["10%"]), _SHARE]
    """Number or share of the nodes; `"0"` forbids disruption."""
    schedule: CronSchedule | None = None
    """When the budget begins to hold, as cron writes it, in UTC, together with `duration`; always when left out."""
    duration: (
        Annotated[
            str,
            matching(
                "^(?=.*[1-9])([0-9]{1,5}h)?([0-9]{1,5}m)?$",
                "is no duration of a minute or more, in hours and minutes; write one like 8h",
            ),
        ]
        | None
    ) = None
    """How long it holds each time."""

    @field_validator("duration")
    @classmethod
    def _both_or_none(cls, duration: str | None, info: ValidationInfo) -> str | None:
        schedule = info.data.get("schedule")
        if "schedule" in info.data and (duration is None) is not (schedule is None):
            missing, given = ("duration", "schedule") if duration is None else ("schedule", "duration")
            remedy = f"belongs to {given}, and Kubernetes refuses one without the other; write it, or leave out {given}"
            refuse([Problem((PARENT, missing), Absent.MISSING, remedy)])
        return duration


class NodePool(Model):
    """Nodes that Karpenter may make, and when it may replace them."""

    node_class: ObjectName = "default"
    """One of `node_classes`."""
    capacity_types: Annotated[tuple[Literal["on-demand", "spot"], ...], Field(min_length=1), UNIQUE] = ("on-demand",)
    """How nodes are bought; with both, spot first."""
    architectures: Annotated[tuple[Literal["amd64", "arm64"], ...], Field(min_length=1), UNIQUE] = ("amd64",)
    """Processors of the nodes."""
    instance_categories: Annotated[
        tuple[Annotated[str, matching("^[a-z]{1,20}$", "is no category; write c, m or r")], ...],
        Field(min_length=1),
        UNIQUE,
    ] = ("c", "m", "r")
    """Instance categories, which are the letters that instance types begin with."""
    newer_than_generation: Annotated[int, Field(ge=0, le=9)] = 4
    """Only instance types of later generations."""
    limits: Annotated[
        FrozenMapping[Literal["cpu", "memory"], str],
        Field(examples=[{"cpu": "100"}]),
        Rule(
            _limit_problems,
            {
                "minProperties": 1,
                "properties": {
                    key: {"description": it.description, "type": "string", "pattern": it.pattern}
                    for key, it in _LIMITS.items()
                },
            },
        ),
    ]
    """Most that all nodes of the pool have together; without a limit, a mistake in a workload has no end."""
    labels: Annotated[
        FrozenMapping[PoolLabelKey, LabelValue], Rule(_too_many_labels, {"maxProperties": _MOST_LABELS})
    ] = Field(default_factory=dict)
    """Kubernetes labels of the nodes."""
    taints: Annotated[tuple[NodeTaint, ...], Rule(repeated_taints, {})] = ()
    """Kubernetes taints of the nodes."""
    consolidation_policy: Literal["WhenEmpty", "WhenEmptyOrUnderutilized"] = "WhenEmptyOrUnderutilized"
    """When nodes are taken away or replaced to save money."""
    consolidate_after: Duration = "1m"
    """How long nothing must have changed on a node before that."""
    expire_after: Duration = "720h"
    """Age at which a node is replaced, so that none runs an old image for ever."""
    termination_grace_period: Duration = "30m"
    """Longest that a node may take to drain; then its pods are killed. At most 45 minutes."""
    budgets: Annotated[tuple[DisruptionBudget, ...], Field(min_length=1, max_length=_MOST_BUDGETS)] = (
        DisruptionBudget(nodes="10%"),
    )
    """How many nodes may be disrupted at once; with an empty list it would be all of them."""
    weight: Annotated[int, Field(ge=1, le=100)] | None = None
    """Among pools that fit a pod, the one with the greatest weight is used."""


def node_problems(node_classes: Mapping[str, NodeClass], node_pools: Mapping[str, NodePool]) -> Iterator[Problem]:
    """Pools of a class that does not exist, and nodes that drain longer than anybody waits for."""
    for name, pool in node_pools.items():
        if pool.node_class not in node_classes:
            known = ", ".join(node_classes) or "there is none"
            remedy = f"is none of node_classes ({known}); write one of them, or add it"
            yield Problem(("node_pools", name, "node_class"), pool.node_class, remedy)
        if _minutes(pool.termination_grace_period) > LONGEST_DRAIN_MINUTES:
            remedy = f"is longer than Helm waits for nodes to go; write at most {LONGEST_DRAIN_MINUTES}m"
            yield Problem(("node_pools", name, "termination_grace_period"), pool.termination_grace_period, remedy)
        if _minutes(pool.expire_after) == 0:
            remedy = "would replace each node as soon as it is there; write an age such as 720h"
            yield Problem(("node_pools", name, "expire_after"), pool.expire_after, remedy)


def _minutes(duration: str) -> float:
    units = {"s": 1 / 60, "m": 1, "h": 60}
    return sum(int(number) * units[unit] for number, unit in re.findall("([0-9]+)([smh])", duration))
