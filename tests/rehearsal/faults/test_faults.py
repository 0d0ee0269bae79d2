"""The cloud fails once, at any place: the next apply or destroy finishes what was begun, nothing lost or made twice."""

from collections import Counter
from collections.abc import Iterator, Mapping

import pytest

from rehearsal.engine.calls import Action
from rehearsal.terraform import TerraformError
from tests.rehearsal.changing import committed, edited, rehearsed
from tests.rehearsal.faults.failing_cloud import FAULT, Stack, half_made, heard

pytestmark = pytest.mark.slow

DEV = edited(committed("dev"), {"smoke_test": None})
ENVIRONMENTS = {
    "dev": DEV,
    "ops": edited(committed("prod"), {"deletion_protection": False, "cluster.name": "ops"}),
}
STACKS = ["dev-network", "dev-cluster", "dev-controllers", "ops-state-bucket"]
SAMPLE = ["dev-cluster", "dev-controllers", "ops-state-bucket"]
CLUSTER = "aws_eks_cluster.cluster_control-plane"


@pytest.fixture(scope="module")
def stacks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, Stack]]:
    with rehearsed(tmp_path_factory.mktemp("faults"), ENVIRONMENTS) as platform:
        applied = {}
        for name in STACKS:
            before = platform.snapshot()
            platform.apply(name)
            applied[name] = Stack(name, platform, before, platform.snapshot())
        yield applied


def broken_off(stack: Stack, command: str, action: Action, number: int) -> None:
    """Have one call fail, and see the next run finish what was begun."""
    rehearsal = stack.platform.rehearsal
    with heard(rehearsal, action, failing=number) as first, pytest.raises(TerraformError, match=FAULT):
        stack.run(command)
    assert stack.unknown() == {}

    with heard(rehearsal, action) as second:
        stack.run(command)
    assert Counter([*first, *second]) == stack.types + Counter([first[number - 1]])


def half_done(stack: Stack, number: int) -> None:
    """Have one thing be made and called a failure, and see the next run make it anew."""
    rehearsal = stack.platform.rehearsal
    with heard(rehearsal, Action.CREATE) as first, half_made(number=number), pytest.raises(TerraformError, match=FAULT):
        stack.run("apply")
    assert stack.unknown() == {}

    with heard(rehearsal, Action.CREATE) as second, heard(rehearsal, Action.DELETE) as deleted:
        stack.run("apply")
    assert len(deleted) == 1
    assert Counter([*first, *second]) == stack.types + Counter(deleted)


def heals(stack: Stack, number: int) -> None:
    """Let a stack come, go and come while each of the three is disturbed at the same place."""
    stack.platform.restore(stack.before)

    broken_off(stack, "apply", Action.CREATE, number)
    assert stack.platform.objects() == stack.after.objects

    broken_off(stack, "destroy", Action.DELETE, number)
    assert stack.platform.objects() == stack.before.objects

    half_done(stack, number)
    assert stack.platform.objects() == stack.after.objects


@pytest.mark.parametrize("name", SAMPLE)
def test_what_is_disturbed_in_the_middle_is_finished_by_the_next_run(stacks: Mapping[str, Stack], name: str) -> None:
    heals(stacks[name], stacks[name].types.total() // 2)


@pytest.mark.sweep
@pytest.mark.parametrize("name", STACKS)
def test_what_is_disturbed_anywhere_is_finished_by_the_next_run(stacks: Mapping[str, Stack], name: str) -> None:
    for number in range(1, stacks[name].types.total() + 1):
        heals(stacks[name], number)


@pytest.fixture
def half_made_cluster(stacks: Mapping[str, Stack]) -> Iterator[Stack]:
    """A protected cluster that was made but is called a failure, so that Terraform wants to make it anew."""
    stack = stacks["dev-cluster"]
    stack.platform.change({**ENVIRONMENTS, "dev": edited(DEV, {"deletion_protection": True})})
    stack.platform.restore(stack.before)
    with half_made("aws_eks_cluster"), pytest.raises(TerraformError, match=FAULT):
        stack.run("apply")
    with pytest.raises(TerraformError, match="Instance cannot be destroyed"):
        stack.run("apply")
    yield stack
    stack.platform.change(ENVIRONMENTS)


def test_a_protected_cluster_that_is_whole_after_all_is_kept(half_made_cluster: Stack) -> None:
    platform = half_made_cluster.platform
    made = platform.rehearsal.inventory.find("aws_eks_cluster", "dev")

    platform.terraform("dev-cluster").command("untaint", CLUSTER)
    with heard(platform.rehearsal, Action.DELETE) as deleted:
        half_made_cluster.run("apply")

    assert deleted == []
    assert made in platform.objects()
    assert half_made_cluster.unknown() == {}


def test_a_protected_cluster_that_is_broken_is_made_anew_once_both_protections_are_off(
    half_made_cluster: Stack,
) -> None:
    """Terraform deletes it as it is: what the file says of EKS's own protection would come too late."""
    platform = half_made_cluster.platform

    platform.change(ENVIRONMENTS)
    with pytest.raises(TerraformError, match="it has deletion protection turned on"):
        half_made_cluster.run("apply")

    platform.rehearsal.inventory.change("aws_eks_cluster", "dev", deletion_protection=False)
    with heard(platform.rehearsal, Action.DELETE) as deleted:
        half_made_cluster.run("apply")

    assert deleted == ["aws_eks_cluster"]
    assert platform.objects() == half_made_cluster.after.objects
