"""The stacks as delivery reads them are those that were synthesized."""

import shutil
from pathlib import Path

import pytest

from delivery.matrix import Matrix, Row, matrix
from delivery.stacks import _READ as READ
from delivery.stacks import NothingSynthesizedError, Output, S3State, read_stacks, stacks_of
from delivery.stacks import _texts as texts_of
from tests.synthesis import Synthesized


def test_the_stacks_of_an_environment_come_in_their_order(synthesized: Synthesized) -> None:
    assert [(it.id, it.environment, it.kind) for it in stacks_of(synthesized.outdir, "prod")] == [
        ("prod-state-bucket", "prod", "state-bucket"),
        ("prod-network", "prod", "network"),
        ("prod-cluster", "prod", "cluster"),
        ("prod-controllers", "prod", "controllers"),
    ]


def test_every_stack_comes_after_those_that_it_depends_on(synthesized_with_examples: Synthesized) -> None:
    order = [it.id for it in read_stacks(synthesized_with_examples.outdir)]
    manifest = synthesized_with_examples.manifest

    assert sorted(order) == sorted(manifest)
    assert [
        (id, other) for id in order for other in manifest[id]["dependencies"] if order.index(other) > order.index(id)
    ] == []


def test_a_stack_reads_what_its_file_says(synthesized: Synthesized) -> None:
    (cluster,) = (it for it in stacks_of(synthesized.outdir, "prod") if it.kind == "cluster")

    assert cluster.region == "eu-west-1"
    assert cluster.state == S3State("example-prod-terraform-state", "prod/cluster.tfstate", "eu-west-1")
    assert cluster.providers == {"aws": "6.25.0", "hashicorp/tls": "4.1.0"}
    assert cluster.readers == {"apply-network-first": "prod-network"}
    zones = ("eu-west-1a", "eu-west-1b", "eu-west-1c")
    assert cluster.reads == {
        "prod-network": {
            Output("account_id"),
            *(Output(f"{tier}_subnet_ids", zone) for tier in ("intra", "private") for zone in zones),
        }
    }


def test_local_state_is_read_by_its_owner_too(synthesized: Synthesized) -> None:
    stacks = stacks_of(synthesized.outdir, "dev")

    assert {it.id: sorted(it.reads) for it in stacks} == {
        "dev-network": [],
        "dev-cluster": ["dev-network"],
        "dev-controllers": ["dev-cluster", "dev-network"],
        "dev-smoke-test": ["dev-cluster", "dev-controllers"],
    }
    assert [it.state for it in stacks] == [None] * 4


def test_no_stack_reads_what_its_producer_does_not_publish(synthesized_with_examples: Synthesized) -> None:
    stacks = read_stacks(synthesized_with_examples.outdir)

    assert {
        (it.id, producer, read.name)
        for it in stacks
        for producer, reads in it.reads.items()
        for read in reads
        if read.name not in synthesized_with_examples.stack(producer)["output"]
    } == set()


def test_every_read_is_found(synthesized_with_examples: Synthesized) -> None:
    texts = {id: texts_of(stack) for id, stack in synthesized_with_examples.stacks.items()}

    assert {id: sum(text.count("data.terraform_remote_state.") for text in those) for id, those in texts.items()} == {
        id: sum(len(READ.findall(text)) for text in those) for id, those in texts.items()
    }


def test_the_matrix_holds_what_another_machine_can_plan(synthesized: Synthesized) -> None:
    assert matrix(read_stacks(synthesized.outdir), ["prod", "dev"], {"prod": "prod-vpc"}) == Matrix(
        rows=(
            Row(
                environment="prod",
                region="eu-west-1",
                bucket="example-prod-terraform-state",
                bucket_region="eu-west-1",
                prefix="prod",
                runner="prod-vpc",
            ),
        ),
        left_out=(
            "dev: its state is in local files, which no other machine sees; set `state`",
            "prod-state-bucket: its state is a local file; move it into the bucket",
        ),
    )


@pytest.fixture
def broken(synthesized: Synthesized, tmp_path: Path) -> Path:
    return Path(shutil.copytree(synthesized.outdir, tmp_path / "out", symlinks=True))


def test_an_unknown_environment_is_answered_with_those_there_are(broken: Path) -> None:
    with pytest.raises(NothingSynthesizedError, match=r"holds no stack of stage, but of dev, prod; synthesize it$"):
        stacks_of(broken, "stage")


@pytest.mark.parametrize("text", ["", "{}", '{"stacks": {"a": {}}}'])
def test_a_broken_manifest_is_one_line(broken: Path, text: str) -> None:
    (broken / "manifest.json").write_text(text)

    with pytest.raises(NothingSynthesizedError, match=r"^[^\n]+can't be read \([^\n]+\); synthesize first$"):
        read_stacks(broken)
