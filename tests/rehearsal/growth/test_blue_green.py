"""A node group that EKS can't change: the new one is made under a new name, then the old one goes."""

import pytest

from rehearsal.engine.calls import Action, Call
from rehearsal.engine.refusal import RefusedError
from rehearsal.engine.values import blocks, items, mapping
from rehearsal.terraform import TerraformError
from tests.rehearsal.changing import Platform, Settings, committed, edited, in_state

pytestmark = pytest.mark.slow

DEV, STACK = committed("dev"), "dev-cluster"
GROUP = "aws_eks_node_group.node-group-system_nodes"
TEMPLATE = "aws_launch_template.node-group-system_launch-template"
SYSTEM: Settings = {"availability_zones": ["eu-central-1a", "eu-central-1b"]}
OTHER_TYPES: Settings = {**SYSTEM, "instance_types": ["m7i.large"]}
OLD = "system-0f7b2cda"


def nodes(group: Settings) -> dict[str, Settings]:
    """The environment in which the group is like this."""
    return {"dev": edited(DEV, {"cluster.node_groups.system": group})}


def name(platform: Platform, address: str = GROUP, key: str = "node_group_name") -> object:
    return in_state(platform.rehearsal, STACK)[address][key]


def made_and_deleted(platform: Platform) -> list[Call]:
    return platform.rehearsal.calls.all(Action.CREATE, Action.UPDATE, Action.DELETE)


@pytest.mark.parametrize(
    ("group", "forced"),
    [
        (OTHER_TYPES, ["instance_types"]),
        (
            {**SYSTEM, "instance_types": ["m7g.large"], "ami_type": "AL2023_ARM_64_STANDARD"},
            ["ami_type", "instance_types"],
        ),
        (
            {**SYSTEM, "instance_types": ["m6i.large", "m5.large"], "capacity_type": "SPOT"},
            ["capacity_type", "instance_types"],
        ),
        ({"availability_zones": ["eu-central-1a"]}, ["subnet_ids"]),
    ],
    ids=["instance types", "image", "capacity", "zones"],
)
def test_the_plan_creates_before_it_deletes(dev: Platform, group: Settings, forced: list[str]) -> None:
    """The group and its launch template, and nothing else: the new name is forced together with what it stands for."""
    dev.change(nodes(group))
    terraform = dev.terraform(STACK)
    planned = blocks(terraform.show(terraform.plan()), "resource_changes")
    changes = {str(it["address"]): mapping(it, "change") for it in planned}
    actions = {address: change["actions"] for address, change in changes.items() if change["actions"] != ["no-op"]}

    assert actions == {GROUP: ["create", "delete"], TEMPLATE: ["create", "delete"]}
    paths = items(changes[GROUP], "replace_paths")
    named = [["launch_template", 0, "id"], ["node_group_name"]]
    assert sorted(paths, key=str) == sorted([*([it] for it in forced), *named], key=str)


def test_the_new_group_stands_before_the_old_one_goes(dev: Platform) -> None:
    before = dev.objects()
    dev.rehearsal.calls.clear()

    dev.change(nodes(OTHER_TYPES))
    assert dev.apply(STACK) == {GROUP: "replace", TEMPLATE: "replace"}

    new = str(name(dev))
    assert [(call.action, call.type_name, call.name) for call in made_and_deleted(dev)] == [
        (Action.CREATE, "aws_launch_template", f"dev/{new}"),
        (Action.CREATE, "aws_eks_node_group", new),
        (Action.DELETE, "aws_eks_node_group", OLD),
        (Action.DELETE, "aws_launch_template", f"dev/{OLD}"),
    ]
    assert dev.plan_all() == {}

    dev.change({"dev": DEV})
    dev.apply(STACK)
    assert name(dev) == OLD
    assert {key for key in before if key.type_name != "aws_launch_template"} == {
        key for key in dev.objects() if key.type_name != "aws_launch_template"
    }


def test_where_the_new_group_fails_the_old_one_stays(dev: Platform) -> None:
    """Nothing was deleted, and the next apply goes on."""

    def refusing(call: Call) -> None:
        if (call.action, call.type_name) == (Action.CREATE, "aws_eks_node_group"):
            raise RefusedError("InsufficientInstanceCapacity", "There is no Spot capacity available")

    dev.rehearsal.calls.clear()
    dev.change(nodes(OTHER_TYPES))
    stop = dev.rehearsal.calls.listen(refusing)
    with pytest.raises(TerraformError, match="InsufficientInstanceCapacity"):
        dev.apply(STACK)
    stop()
    assert name(dev) == OLD
    assert [call for call in made_and_deleted(dev) if call.action is Action.DELETE] == []

    dev.apply(STACK)
    assert name(dev) != OLD

    dev.change({"dev": DEV})
    dev.apply(STACK)
    assert (name(dev), dev.plan_all()) == (OLD, {})
