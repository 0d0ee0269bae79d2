"""Computed attributes that an update changes: not known while planning, new afterwards, and then at rest."""

from collections.abc import Callable
from typing import NamedTuple

import pytest

from rehearsal.engine.operations import Operations
from rehearsal.engine.planning import PlannedChange
from rehearsal.engine.values import UNKNOWN, State, Value
from rehearsal.providers.aws import AwsProvider
from rehearsal.providers.aws.provider import AwsInstance
from tests.rehearsal.proposing import proposed

Create = Callable[[str, State], State]


class Case(NamedTuple):
    """What becomes of `attribute` when the arguments of an object change."""

    type_name: str
    arguments: State
    change: State
    attribute: str
    before: Value
    after: Value


CLUSTER: State = {"name": "dev", "role_arn": "r", "version": "1.34", "vpc_config": [{"subnet_ids": []}]}
NODES: State = {
    "cluster_name": "other",
    "node_group_name": "n",
    "node_role_arn": "r",
    "subnet_ids": ["subnet-1"],
    "version": "1.34",
}
ADDON: State = {"cluster_name": "other", "addon_name": "vpc-cni", "addon_version": "v1.0.0-eksbuild.1"}
ENTRY: State = {"cluster_name": "other", "principal_arn": "arn:aws:iam::111122223333:role/a"}
START, LATER = "2026-01-01T00:00:00Z", "2026-01-01T00:01:00Z"

CASES = [
    Case("aws_eks_cluster", CLUSTER, {"version": "1.35"}, "platform_version", "eks.1", "eks.2"),
    Case("aws_eks_node_group", NODES, {"version": "1.35"}, "release_version", "1.34.0-20260101", "1.35.0-20260101"),
    Case("aws_eks_addon", ADDON, {"addon_version": "v1.0.1-eksbuild.1"}, "modified_at", START, LATER),
    Case("aws_eks_access_entry", ENTRY, {"kubernetes_groups": ["a"]}, "modified_at", START, LATER),
    Case("aws_kms_key", {}, {"enable_key_rotation": True}, "rotation_period_in_days", 0, 365),
    Case("aws_launch_template", {"name": "abc"}, {"image_id": "ami-1"}, "latest_version", 1, 2),
]


@pytest.fixture
def replan(operations: Operations, aws: AwsInstance, aws_provider: AwsProvider) -> Callable[..., PlannedChange]:
    def plan(type_name: str, prior: State, arguments: State) -> PlannedChange:
        config = operations.upgraded(type_name, arguments)
        wanted = proposed(aws_provider.schema.resources[type_name].block, prior, config)
        return operations.plan(aws, type_name, prior=prior, config=config, proposed=wanted)

    return plan


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.type_name}.{case.attribute}")
def test_what_an_update_changes_by_itself(
    operations: Operations, aws: AwsInstance, create: Create, replan: Callable[..., PlannedChange], case: Case
) -> None:
    prior = create(case.type_name, case.arguments)
    arguments = {**case.arguments, **case.change}

    planned = replan(case.type_name, prior, arguments)
    updated = operations.update(aws, case.type_name, prior=prior, planned=planned.state)

    assert (prior[case.attribute], planned.state[case.attribute]) == (case.before, UNKNOWN)
    assert updated == {**planned.state, case.attribute: case.after}
    assert replan(case.type_name, updated, arguments) == PlannedChange(updated)


# But for a launch template the provider plans a new version, though tags alone make none.
@pytest.mark.parametrize("case", CASES[:-1], ids=lambda case: f"{case.type_name}.{case.attribute}")
def test_new_tags_change_nothing_else(create: Create, replan: Callable[..., PlannedChange], case: Case) -> None:
    prior = create(case.type_name, case.arguments)

    planned = replan(case.type_name, prior, {**case.arguments, "tags": {"team": "a"}})

    assert planned.state[case.attribute] == case.before


def test_a_release_that_is_configured_is_no_surprise(create: Create, replan: Callable[..., PlannedChange]) -> None:
    arguments = {**NODES, "release_version": "1.34.0-20260101"}
    prior = create("aws_eks_node_group", arguments)

    planned = replan(
        "aws_eks_node_group", prior, {**arguments, "version": "1.35", "release_version": "1.35.0-20260202"}
    )

    assert planned.state["release_version"] == "1.35.0-20260202"


def test_each_update_comes_a_minute_later(
    operations: Operations, aws: AwsInstance, create: Create, replan: Callable[..., PlannedChange]
) -> None:
    addon = create("aws_eks_addon", ADDON)
    times = [addon["modified_at"]]
    for build in range(2, 5):
        planned = replan("aws_eks_addon", addon, {**ADDON, "addon_version": f"v1.0.0-eksbuild.{build}"})
        addon = operations.update(aws, "aws_eks_addon", prior=addon, planned=planned.state)
        times.append(addon["modified_at"])

    assert times == [f"2026-01-01T00:0{minute}:00Z" for minute in range(4)]
