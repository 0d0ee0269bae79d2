"""The example with nodes of several kinds grows: what stays is left alone, and a changed profile comes anew."""

from collections.abc import Iterator

import pytest

from rehearsal.engine.calls import Action
from tests.conftest import EXAMPLES
from tests.rehearsal.changing import Platform, Settings, committed, edited, rehearsed

pytestmark = pytest.mark.slow

STACK = "gpu-spot-cluster"
EXAMPLE = committed("gpu-spot", EXAMPLES)
PROFILE = "aws_eks_fargate_profile.fargate_jobs"
ZONES = ["eu-central-1a", "eu-central-1b"]


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    with rehearsed(tmp_path_factory.mktemp("gpu-spot"), {"gpu-spot": EXAMPLE}) as running:
        running.come_up()
        yield running


def change(platform: Platform, edits: Settings) -> None:
    platform.change({"gpu-spot": edited(EXAMPLE, edits)})


def test_groups_and_profiles_come_beside_the_others(platform: Platform) -> None:
    profile: Settings = {"availability_zones": ZONES, "selectors": [{"namespace": "reports"}]}
    change(
        platform,
        {
            "cluster.node_groups.more": {"availability_zones": ZONES, "instance_types": ["c7i.large"]},
            "cluster.fargate_profiles.reports": profile,
        },
    )

    assert platform.plan(STACK) == {
        "aws_eks_fargate_profile.fargate_reports": "create",
        "aws_eks_node_group.node-group-more_nodes": "create",
        "aws_launch_template.node-group-more_launch-template": "create",
    }


def test_disks_pods_and_user_data_roll_the_nodes_of_one_group(platform: Platform) -> None:
    change(
        platform,
        {
            "cluster.node_groups.gpu.disk": {"iops": 8000, "throughput": 1000},
            "cluster.node_groups.gpu.max_pods": 30,
            "cluster.node_groups.gpu.user_data": None,
        },
    )

    assert platform.plan(STACK) == {
        "aws_eks_node_group.node-group-gpu_nodes": "update",
        "aws_launch_template.node-group-gpu_launch-template": "update",
    }


def test_a_fargate_profile_is_made_anew_before_the_old_one_goes(platform: Platform) -> None:
    platform.rehearsal.calls.clear()
    change(platform, {"cluster.fargate_profiles.jobs.selectors": [{"namespace": "jobs"}]})

    assert platform.apply(STACK) == {PROFILE: "replace"}
    assert [call.action for call in platform.rehearsal.calls.all(Action.CREATE, Action.UPDATE, Action.DELETE)] == [
        Action.CREATE,
        Action.DELETE,
    ]
    assert platform.plan(STACK) == {}

    platform.change({"gpu-spot": EXAMPLE})
    assert platform.apply(STACK) == {PROFILE: "replace"}
