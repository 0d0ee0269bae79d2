"""Nodes that came up broken: EKS keeps their name, so somebody has to delete them before the next apply."""

import pytest

from rehearsal.terraform import TerraformError
from tests.rehearsal.changing import Platform, Settings, committed, edited
from tests.rehearsal.faults.failing_cloud import FAULT, half_made

pytestmark = pytest.mark.slow

DEV, STACK = committed("dev"), "dev-cluster"
ZONES = ["eu-central-1a", "eu-central-1b"]
PROFILE: Settings = {"availability_zones": ZONES, "selectors": [{"namespace": "batch"}]}


@pytest.mark.parametrize(
    ("type_name", "added", "words"),
    [
        (
            "aws_eks_node_group",
            {"cluster.node_groups.batch": {"availability_zones": ZONES}},
            "ResourceInUseException: NodeGroup already exists with name batch-",
        ),
        (
            "aws_eks_fargate_profile",
            {"cluster.fargate_profiles": {"batch": PROFILE}},
            "ResourceInUseException: Fargate Profile already exists with this name in the cluster.",
        ),
    ],
    ids=["node group", "Fargate profile"],
)
def test_what_came_up_broken_is_made_again_once_it_was_deleted(
    dev: Platform, type_name: str, added: Settings, words: str
) -> None:
    before = dev.objects()
    dev.change({"dev": edited(DEV, added)})
    with half_made(type_name), pytest.raises(TerraformError, match=FAULT):
        dev.apply(STACK)

    with pytest.raises(TerraformError) as again:
        dev.apply(STACK)
    assert words in " ".join(again.value.output.replace("│", " ").split())

    (broken,) = [key for key in dev.objects().keys() - before.keys() if key.type_name == type_name]
    dev.rehearsal.inventory.remove(broken)
    dev.apply(STACK)
    assert dev.plan_all() == {}

    dev.change({"dev": DEV})
    dev.apply(STACK)
    assert dev.objects() == before
