"""What a user may say of the nodes that Karpenter makes, and the objects that it becomes.

Source of the objects: NodePool (karpenter.sh/v1) and EC2NodeClass (karpenter.k8s.aws/v1) of chart karpenter-crd.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field

from config.compute.kubernetes_labels import LabelKey, LabelValue, TaintKey, TaintValue
from config.rules.model import FrozenMapping, Model
from config.rules.problem import Problem
from config.rules.rule import UNIQUE, matching
from modules.controllers.object_name import ObjectName
from modules.discovery import DISCOVERY_TAG

_DURATION = matching("^([0-9]+(s|m|h))+$", "is no duration; write one like 30m or 720h")
Duration = Annotated[str, _DURATION]
_QUANTITY = matching("^[0-9]+(m|Ki|Mi|Gi|Ti)?$", "is no quantity; write one like 100 or 400Gi")
# https://karpenter.sh/docs/concepts/nodeclasses/#specamiselectorterms
_ALIAS = matching(
    "^(al2023|bottlerocket)@(latest|v[0-9]+([.][0-9]+)*)$",
    "is no alias of an image; write al2023@v<release date> or bottlerocket@v<version>, or @latest to let it move",
)
_BOTTLEROCKET = "bottlerocket"
LONGEST_DRAIN_MINUTES = 45
"""Longest `termination_grace_period`: Helm waits an hour for nodes to go."""


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

    nodes: Annotated[str, Field(examples=["10%"]), matching("^((100|[0-9]{1,2})%|[0-9]+)$", "is no number or share")]
    """Number or share of the nodes; `"0"` forbids disruption."""
    schedule: str | None = None
    """When the budget begins to hold, as cron writes it, in UTC; always when left out."""
    duration: Annotated[str, matching("^((([0-9]+(h|m))|([0-9]+h[0-9]+m)))$", "is no duration; write 8h")] | None = None
    """How long it holds."""


class NodePool(Model):
    """Nodes that Karpenter may make, and when it may replace them."""

    node_class: ObjectName = "default"
    """One of `node_classes`."""
    capacity_types: Annotated[tuple[Literal["on-demand", "spot"], ...], Field(min_length=1), UNIQUE] = ("on-demand",)
    """How nodes are bought; with both, spot first."""
    architectures: Annotated[tuple[Literal["amd64", "arm64"], ...], Field(min_length=1), UNIQUE] = ("amd64",)
    """Processors of the nodes."""
    instance_categories: Annotated[
        tuple[Annotated[str, matching("^[a-z]+$", "is no category; write c, m or r")], ...],
        Field(min_length=1),
        UNIQUE,
    ] = ("c", "m", "r")
    """Instance categories, which are the letters that instance types begin with."""
    newer_than_generation: Annotated[int, Field(ge=0, le=9)] = 4
    """Only instance types of later generations."""
    limits: Annotated[
        FrozenMapping[Literal["cpu", "memory"], Annotated[str, _QUANTITY]],
        Field(examples=[{"cpu": "100"}], json_schema_extra={"minProperties": 1}),
    ]
    """Most that all nodes of the pool have together; without a limit, a mistake in a workload has no end."""
    labels: FrozenMapping[LabelKey, LabelValue] = Field(default_factory=dict)
    """Kubernetes labels of the nodes."""
    taints: tuple[NodeTaint, ...] = ()
    """Kubernetes taints of the nodes."""
    consolidation_policy: Literal["WhenEmpty", "WhenEmptyOrUnderutilized"] = "WhenEmptyOrUnderutilized"
    """When nodes are taken away or replaced to save money."""
    consolidate_after: Duration = "1m"
    """How long nothing must have changed on a node before that."""
    expire_after: Duration = "720h"
    """Age at which a node is replaced, so that none runs an old image for ever."""
    termination_grace_period: Duration = "30m"
    """Longest that a node may take to drain; then its pods are killed. At most 45 minutes."""
    budgets: tuple[DisruptionBudget, ...] = (DisruptionBudget(nodes="10%"),)
    """How many nodes may be disrupted at once."""
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


def node_class_spec(
    node_class: NodeClass, *, role: str, cluster_name: str, tags: Mapping[str, str]
) -> Mapping[str, object]:
    """The `spec` of an EC2NodeClass."""
    selector = [{"tags": {DISCOVERY_TAG: cluster_name}}]
    bottlerocket = node_class.ami_alias.startswith(_BOTTLEROCKET)
    return {
        "role": role,
        "amiSelectorTerms": [{"alias": node_class.ami_alias}],
        "subnetSelectorTerms": selector,
        "securityGroupSelectorTerms": selector,
        # Bottlerocket keeps images and pods on a second device; its first one is as small as its image.
        "blockDeviceMappings": [
            *([_volume("/dev/xvda", 4)] if bottlerocket else []),
            _volume("/dev/xvdb" if bottlerocket else "/dev/xvda", node_class.volume_size),
        ],
        # One hop: a pod can't reach the node's credentials.
        "metadataOptions": {"httpEndpoint": "enabled", "httpTokens": "required", "httpPutResponseHopLimit": 1},
        "tags": dict(tags),
    }


def node_pool_spec(pool: NodePool) -> Mapping[str, object]:
    """The `spec` of a NodePool."""
    spec: dict[str, object] = {
        "nodeClassRef": {"group": "karpenter.k8s.aws", "kind": "EC2NodeClass", "name": pool.node_class},
        "requirements": [
            _one_of("kubernetes.io/os", ["linux"]),
            _one_of("kubernetes.io/arch", pool.architectures),
            _one_of("karpenter.sh/capacity-type", pool.capacity_types),
            _one_of("karpenter.k8s.aws/instance-category", pool.instance_categories),
            {
                "key": "karpenter.k8s.aws/instance-generation",
                "operator": "Gt",
                "values": [str(pool.newer_than_generation)],
            },
        ],
        "expireAfter": pool.expire_after,
        "terminationGracePeriod": pool.termination_grace_period,
    }
    if pool.taints:
        spec["taints"] = [taint.model_dump(exclude={"value"} if not taint.value else set()) for taint in pool.taints]
    template = {"metadata": {"labels": dict(pool.labels)}, "spec": spec} if pool.labels else {"spec": spec}
    return {
        "template": template,
        "limits": dict(pool.limits),
        "disruption": {
            "consolidationPolicy": pool.consolidation_policy,
            "consolidateAfter": pool.consolidate_after,
            "budgets": [budget.model_dump(exclude_none=True) for budget in pool.budgets],
        },
        **({} if pool.weight is None else {"weight": pool.weight}),
    }


def _one_of(key: str, values: "tuple[str, ...] | list[str]") -> Mapping[str, object]:
    return {"key": key, "operator": "In", "values": list(values)}


def _volume(device_name: str, size_gib: int) -> Mapping[str, object]:
    ebs = {"volumeSize": f"{size_gib}Gi", "volumeType": "gp3", "encrypted": True, "deleteOnTermination": True}
    return {"deviceName": device_name, "ebs": ebs}


def _minutes(duration: str) -> float:
    units = {"s": 1 / 60, "m": 1, "h": 60}
    return sum(int(number) * units[unit] for number, unit in re.findall("([0-9]+)([smh])", duration))
