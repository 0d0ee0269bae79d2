"""What a life must never come to: each time something is not as it should be, it ends with the words for it."""

from collections.abc import Iterator
from io import StringIO

import pytest

from rehearsal.engine.inventory import Key
from rehearsal.failure import DifferenceError, StepFailedError
from rehearsal.life import Life
from rehearsal.progress import PlainProgress
from rehearsal.protection import Guard, guarded, prove_refusal
from rehearsal.rehearsal import Rehearsal
from rehearsal.steps import Steps
from tests.rehearsal.life.command import PLATFORM


@pytest.fixture(scope="module")
def rehearsal() -> Iterator[Rehearsal]:
    """Network and state bucket, applied; each test leaves them as it found them."""
    with Rehearsal(PLATFORM) as running:
        Life(running, Steps(PlainProgress(StringIO()))).apply(["network", "state-bucket"])
        yield running


@pytest.fixture
def life(rehearsal: Rehearsal) -> Life:
    return Life(rehearsal, Steps(PlainProgress(StringIO())))


def test_the_stack_of_the_state_bucket_is_known_by_what_the_others_say(life: Life) -> None:
    assert (life.bucket_stacks, life.other_stacks) == (["state-bucket"], ["network", "cluster", "controllers"])


def test_what_no_state_knows_is_named(rehearsal: Rehearsal, life: Life) -> None:
    """What was there before the life began has owners of its own, and may stay."""
    stranger = Key("aws", "111122223333", "aws_iam_role", "made-by-hand")
    rehearsal.inventory.add(stranger, {})
    try:
        with pytest.raises(DifferenceError) as raised:
            life.expect_nothing_left()
    finally:
        rehearsal.inventory.remove(stranger)

    assert str(raised.value) == "this still exists after everything was destroyed: aws_iam_role made-by-hand"


def test_a_protection_that_was_promised_and_is_missing_is_named(rehearsal: Rehearsal) -> None:
    """The platform in miniature protects nothing, and destroying its state bucket is planned without a word."""
    (bucket,) = [it for it in guarded(rehearsal, promised=True) if it.stack == "state-bucket"]

    with pytest.raises(DifferenceError) as raised:
        prove_refusal(rehearsal, bucket)

    assert str(raised.value) == "aws_s3_bucket.state can be destroyed, although deletion_protection is on"
    assert "# aws_s3_bucket.state will be destroyed" in raised.value.output
    assert guarded(rehearsal, promised=False) == []


def test_another_refusal_is_no_protection(rehearsal: Rehearsal, life: Life) -> None:
    """The cluster in miniature is not protected: EKS refuses to delete it only because it has nodes."""
    life.apply(["cluster"])
    (cluster,) = [it for it in guarded(rehearsal, promised=True) if it.guard is Guard.AWS]
    try:
        with pytest.raises(DifferenceError) as raised:
            prove_refusal(rehearsal, cluster)
    finally:
        life.destroy(["cluster"])

    assert str(raised.value) == (
        "aws_eks_cluster.cluster can be destroyed, although deletion_protection is on: what refused was something else"
    )
    assert "Cluster has nodegroups attached" in raised.value.output


def test_lifting_the_protection_must_replace_nothing(rehearsal: Rehearsal, life: Life) -> None:
    file = rehearsal.terraform("network").directory / "cdk.tf.json"
    before = file.read_text()
    assert before.count("10.0.0.0/16") == 1
    file.write_text(before.replace("10.0.0.0/16", "10.9.0.0/16"))
    try:
        with pytest.raises(StepFailedError) as raised:
            life.lift_protection(["network"])
    finally:
        file.write_text(before)

    headline, _, replaced = raised.value.headline.rpartition(": ")
    assert headline == "network: plan: more than an update in place"
    assert "aws_vpc.vpc" in replaced.split(", ")
