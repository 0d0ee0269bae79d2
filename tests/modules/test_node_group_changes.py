"""What a change of each key of a node group does: in place, by rolling the nodes, or by a new group."""

import re
from collections.abc import Mapping

import pytest

from config.compute.node_group import DesiredSizeOwner, NodeGroup
from config.compute.unchangeable import NODE_GROUP
from main import PROJECT
from tests.modules.node_groups import NODES, TEMPLATE, synthesize_node_group
from tests.synthesis import Json

NODE_CONFIG = "{apiVersion: node.eks.aws/v1alpha1, kind: NodeConfig, spec: {kubelet: {flags: [--v=2]}}}"
BASE = {"instance_types": ("m6i.large", "m6a.large")}
CHANGES: Mapping[str, Mapping[str, object]] = {
    "availability_zones": {"availability_zones": ("eu-central-1a", "eu-central-1b")},
    "instance_types": {"instance_types": ("m6i.large", "m5.large")},
    "ami_type": {"ami_type": "BOTTLEROCKET_x86_64"},
    "capacity_type": {"capacity_type": "SPOT"},
    "min_size": {"min_size": 1, "desired_size": 2},
    "max_size": {"max_size": 5},
    "desired_size": {"desired_size": 3},
    "desired_size_owner": {"desired_size_owner": DesiredSizeOwner.AUTOSCALER},
    "disk_size": {"disk_size": 60},
    "disk": {"disk": {"throughput": 250}},
    "max_pods": {"max_pods": 50},
    "user_data": {"user_data": NODE_CONFIG},
    "release_version": {"release_version": "1.35.2-20260801"},
    "max_unavailable": {"max_unavailable": 1},
    "node_repair_config": {"node_repair_config": {}},
    "labels": {"labels": {"team": "platform"}},
    "taints": {"taints": ({"key": "dedicated", "effect": "NO_SCHEDULE"},)},
    "max_unavailable_percentage": {"max_unavailable_percentage": 50},
}
"""Key of a node group to another value than its default."""


def changed(before: Json, after: Json) -> set[str]:
    """The arguments of the one resource that differ."""
    (one,), (other,) = before.values(), after.values()
    return {name for name in {*one, *other} if one.get(name) != other.get(name)}


def effect(key: str) -> str:
    before, after = synthesize_node_group(BASE), synthesize_node_group({**BASE, **CHANGES[key]})
    of_group, of_template = (changed(before[kind], after[kind]) for kind in (NODES, TEMPLATE))
    if "node_group_name" in of_group:
        return "a new group, then the old one goes"
    if of_template or of_group.intersection({"release_version", "version"}):
        return "EKS rolls the nodes"
    return "in place" if of_group - {"lifecycle"} else "nothing in AWS"


def test_the_documentation_says_what_each_key_does() -> None:
    page = (PROJECT / "docs/node-groups.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", page, re.MULTILINE)

    assert rows == [(key, effect(key)) for key in sorted(NodeGroup.model_fields)]


@pytest.mark.parametrize("key", CHANGES)
def test_the_name_changes_with_what_eks_cannot_change_and_with_nothing_else(key: str) -> None:
    before, after = synthesize_node_group(BASE), synthesize_node_group({**BASE, **CHANGES[key]})
    of_group, of_template = (changed(before[kind], after[kind]) for kind in (NODES, TEMPLATE))
    forced = bool(of_group.intersection(NODE_GROUP.arguments) - {"node_group_name"})

    assert before != after
    assert ("node_group_name" in of_group, "name" in of_template) == (forced, forced)
