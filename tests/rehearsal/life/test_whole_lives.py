"""The whole life of every environment of this repository: the command itself, line by line."""

from pathlib import Path

import pytest

from tests.conftest import EXAMPLES
from tests.rehearsal.life.command import Done, rehearse, without_figures
from tests.synthesis import Synthesized

pytestmark = pytest.mark.slow


EXISTING_CLUSTER = [f"existing-cluster-{kind}" for kind in ("cluster", "network", "controllers", "smoke-test")]
OF_ONE_RESOURCE = {"dev-smoke-test", "existing-cluster-cluster", "existing-cluster-smoke-test"}


def counted(stack: str) -> str:
    return f"{stack} - resource" if stack in OF_ONE_RESOURCE else f"{stack} - resources"


def applied(*stacks: str) -> list[str]:
    return [f"{counted(stack)}, second plan empty - s" for stack in stacks]


def destroyed(*stacks: str) -> list[str]:
    return [f"{counted(stack)} destroyed - s" for stack in stacks]


DEV_DESTROYED = [
    "dev: destroy, the state bucket last",
    *destroyed("dev-smoke-test", "dev-controllers", "dev-cluster", "dev-network"),
    "dev-state-bucket - resources destroyed, the bucket emptied before - s",
    "dev nothing is left - s",
]
LIVES = {
    "dev": [
        "dev synthesized - s",
        "dev: apply with local state, as the file has it",
        *applied("dev-network", "dev-cluster", "dev-controllers", "dev-smoke-test"),
        "dev: move the states to S3",
        "dev synthesized with state changed - s",
        *applied("dev-state-bucket"),
        "dev-network state moved to s3, plan empty - s",
        "dev-cluster state moved to s3, plan empty - s",
        "dev-controllers state moved to s3, plan empty - s",
        "dev-smoke-test state moved to s3, plan empty - s",
        *DEV_DESTROYED,
        "dev: apply with state in S3 from the start",
        *applied("dev-state-bucket", "dev-network", "dev-cluster", "dev-controllers", "dev-smoke-test"),
        *DEV_DESTROYED,
    ],
    "prod": [
        "prod synthesized - s",
        "prod: apply",
        *applied("prod-state-bucket", "prod-network", "prod-cluster", "prod-controllers"),
        "prod: destroy what is protected",
        "prod-state-bucket aws_s3_bucket.state_bucket: refused by prevent_destroy - s",
        "prod-cluster aws_eks_cluster.cluster_control-plane: refused by prevent_destroy - s",
        "prod-cluster aws_eks_cluster.cluster_control-plane: refused by deletion_protection - s",
        "prod-cluster aws_kms_key.encryption_key: refused by prevent_destroy - s",
        "prod: lift the protection",
        "prod synthesized with deletion_protection changed - s",
        "prod-state-bucket nothing to apply - s",
        "prod-cluster - resources updated in place - s",
        "prod: destroy, the state bucket last",
        *destroyed("prod-controllers", "prod-cluster", "prod-network"),
        "prod-state-bucket - resources destroyed, the bucket emptied before - s",
        "prod nothing is left - s",
    ],
}


def split(done: Done) -> tuple[list[str], list[list[str]], list[str]]:
    """The lines of the steps, the cells of the table, and what comes after it."""
    begin = next(number for number, line in enumerate(done.lines) if line.split()[:1] == ["stack"])
    end = next(number for number, line in enumerate(done.lines) if number > begin and not line.endswith("passed "))
    table = [line.split() for line in done.lines[begin + 1 : end]]
    return without_figures(done.lines[1:begin]), table, without_figures(done.lines[end:])


IN_BUCKET = [
    "existing-cluster synthesized - s",
    "existing-cluster: apply the state bucket, with local state as every bucket begins",
    "existing-cluster synthesized with state changed - s",
    *applied("existing-cluster-state-bucket"),
    "existing-cluster: move the bucket's state into the bucket",
    "existing-cluster synthesized - s",
    "existing-cluster-state-bucket state moved to s3, plan empty - s",
    "existing-cluster: apply",
    *applied(*EXISTING_CLUSTER),
    "existing-cluster: destroy, the state bucket last",
    *destroyed(*reversed(EXISTING_CLUSTER)),
    "existing-cluster synthesized with state changed - s",
    "existing-cluster-state-bucket state moved to local, plan empty - s",
    "existing-cluster-state-bucket - resources destroyed, the bucket emptied before - s",
    "existing-cluster nothing is left - s",
]


@pytest.mark.parametrize("name", ["dev", "prod"])
def test_the_whole_life_of_an_environment(name: str, synthesized: Synthesized, tmp_path: Path) -> None:
    done = rehearse(name, temporary=tmp_path)

    assert (done.status, done.errors) == (0, "")
    steps, table, end = split(done)
    assert steps == LIVES[name]
    stacks = {id: stack for id, stack in synthesized.stacks.items() if id.startswith(name)}
    resources = {id: sum(map(len, stack["resource"].values())) for id, stack in stacks.items()}
    assert {row[0]: int(row[1]) for row in table if row[0] in resources} == resources
    assert {row[-1] for row in table} == {"passed"}
    assert end == [
        f"{name}-cluster: AWS keeps aws_kms_key.encryption_key for 30 days, pending deletion",
        "everything holds; - s",
    ]
    assert list(tmp_path.iterdir()) == []


def test_a_bucket_that_keeps_its_own_state_gets_it_and_gives_it_back(tmp_path: Path) -> None:
    """Of an example, whose life this is, too."""
    environments, temporary = tmp_path / "environments", tmp_path / "temporary"
    for folder in (environments, temporary):
        folder.mkdir()
    content = (EXAMPLES / "existing-cluster.yaml").read_text()
    state = "  bucket: example-existing-cluster-terraform-state\n"
    assert content.count(state) == 1
    with_own_state = content.replace(state, f"{state}  bucket_stack: in-bucket\n")
    (environments / "existing-cluster.yaml").write_text(f"deletion_protection: false\n{with_own_state}")

    done = rehearse("--environments", environments, temporary=temporary)

    assert (done.status, done.errors, split(done)[0]) == (0, "", IN_BUCKET)
