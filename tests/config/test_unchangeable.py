"""What EKS can't change of a group of nodes, and the names that follow from it."""

from collections.abc import Mapping

import pytest

from config.compute.fargate_profile import FargateProfile, FargateSelector
from config.compute.node_group import NodeGroup
from config.compute.unchangeable import FARGATE_PROFILE, NODE_GROUP, of_fargate_profile, of_node_group
from config.names import ClusterNames

NAMES = ClusterNames("dev")
GROUP = NodeGroup(availability_zones=("eu-central-1a", "eu-central-1b"))


def unchangeable(changes: Mapping[str, object] | None = None) -> Mapping[str, object]:
    group = of_node_group(GROUP, node_role="dev-node", subnets=["eu-central-1a", "eu-central-1b"])
    return {**group, **(changes or {})}


def test_a_group_says_all_that_belongs_into_its_name() -> None:
    assert tuple(unchangeable()) == NODE_GROUP.named


def test_nothing_is_both_in_the_name_and_left_out_of_it() -> None:
    assert set(NODE_GROUP.named).intersection(NODE_GROUP.unnamed) == set()


def test_a_name_by_its_letters() -> None:
    """A name that changed by itself would replace the nodes of everybody."""
    assert NAMES.node_group("system", unchangeable()) == "system-0f7b2cda"


@pytest.mark.parametrize(
    "changes",
    [
        {"ami_type": "BOTTLEROCKET_x86_64"},
        {"capacity_type": "SPOT"},
        {"instance_types": ["m6i.large", "m5.large"]},
        {"node_role_arn": "prod-node"},
        {"subnet_ids": ["eu-central-1a"]},
    ],
    ids=NODE_GROUP.named,
)
def test_another_value_is_another_name(changes: Mapping[str, object]) -> None:
    before, after = (NAMES.node_group("system", it) for it in (unchangeable(), unchangeable(changes)))

    assert before != after


def test_the_order_of_the_zones_means_nothing_and_that_of_the_types_does() -> None:
    """EKS prefers the first type; subnets are a set."""
    backwards = of_node_group(GROUP, node_role="dev-node", subnets=["eu-central-1b", "eu-central-1a"])
    one, other = (unchangeable({"instance_types": types}) for types in (["a1", "b1"], ["b1", "a1"]))

    assert NAMES.node_group("system", backwards) == NAMES.node_group("system", unchangeable())
    assert NAMES.node_group("system", one) != NAMES.node_group("system", other)


def test_groups_whose_names_begin_alike_stay_apart() -> None:
    one, other = ("g" * 62 + end for end in "ab")

    assert NAMES.node_group(one, unchangeable()) != NAMES.node_group(other, unchangeable())


PROFILE = FargateProfile(
    availability_zones=("eu-central-1a", "eu-central-1b"),
    selectors=(FargateSelector(namespace="jobs"), FargateSelector(namespace="team-*", labels={"a": "b"})),
)


def profile_name(profile: FargateProfile, role: str = "dev-fargate") -> str:
    return NAMES.fargate_profile(
        "jobs", of_fargate_profile(profile, pod_execution_role=role, subnets=profile.availability_zones)
    )


def test_everything_of_a_fargate_profile_is_in_its_name() -> None:
    assert tuple(of_fargate_profile(PROFILE, pod_execution_role="", subnets=[])) == FARGATE_PROFILE.named
    names = {
        profile_name(PROFILE),
        profile_name(PROFILE, role="prod-fargate"),
        profile_name(PROFILE.model_copy(update={"availability_zones": ("eu-central-1a",)})),
        profile_name(PROFILE.model_copy(update={"selectors": PROFILE.selectors[:1]})),
    }
    assert len(names) == 4


def test_the_order_in_a_fargate_profile_means_nothing() -> None:
    backwards = {"availability_zones": PROFILE.availability_zones[::-1], "selectors": PROFILE.selectors[::-1]}

    assert profile_name(PROFILE.model_copy(update=backwards)) == profile_name(PROFILE) == "jobs-0bea2cdc"
