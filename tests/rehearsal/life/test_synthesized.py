"""Stacks as someone synthesized and then patched them: what is wrong is found, named and kept."""

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from rehearsal import command
from tests.rehearsal.life.command import PLATFORM, without_figures
from tests.synthesis import Json

pytestmark = pytest.mark.slow

Patch = Callable[[Json], None]


class Outcome:
    """What the command printed about a platform, and what it kept."""

    def __init__(self, status: int, output: str, kept: Path) -> None:
        self.status = status
        self.lines = without_figures(output.splitlines())
        self.kept = kept

    def cells(self) -> dict[str, str]:
        """The result of each stack, from the table."""
        begin = next(number for number, line in enumerate(self.lines) if line.startswith("stack "))
        rows = (line.split() for line in self.lines[begin + 1 : begin + 5])
        return {row[0]: " ".join(word for word in row[1:] if not word[0].isdigit()) for row in rows}


@pytest.fixture
def rehearsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[Mapping[str, Patch]], Outcome]:
    """Rehearses the platform in miniature with some of its stacks patched."""

    def rehearse(patches: Mapping[str, Patch]) -> Outcome:
        outdir = Path(shutil.copytree(PLATFORM, tmp_path / "patched"))
        for stack, patch in patches.items():
            file = outdir / "stacks" / stack / "cdk.tf.json"
            document = json.loads(file.read_text())
            patch(document)
            file.write_text(json.dumps(document, indent=2))
        monkeypatch.setattr(command, "_OUTPUTS", tmp_path / "outputs")
        monkeypatch.chdir(tmp_path)
        status = command.main(["--synthesized", "patched"])
        return Outcome(status, capsys.readouterr().out, tmp_path / "outputs")

    return rehearse


Rehearsed = Callable[[Mapping[str, Patch]], Outcome]


def misspell(document: Json) -> None:
    document["resource"]["aws_vpc"]["vpc"]["cidr_blok"] = "10.0.0.0/16"


def never_settle(document: Json) -> None:
    document["resource"]["aws_vpc"]["vpc"]["tags"] = {"Name": "${uuid()}"}


def keep_its_state_in_itself(document: Json) -> None:
    document["terraform"]["backend"] = {
        "s3": {"bucket": "mini-terraform-state", "key": "mini/state-bucket.tfstate", "region": "eu-central-1"}
    }


def protect_the_bucket(document: Json) -> None:
    document["resource"]["aws_s3_bucket"]["state"]["lifecycle"] = {"prevent_destroy": True}


def protect_the_cluster(document: Json) -> None:
    (cluster,) = document["resource"]["aws_eks_cluster"].values()
    cluster["deletion_protection"] = True


def test_a_platform_lives_and_dies_in_the_order_of_its_manifest(rehearsed: Rehearsed) -> None:
    outcome = rehearsed({})

    assert outcome.status == 0
    begin = outcome.lines.index("apply")
    assert outcome.lines[begin : begin + 11] == [
        "apply",
        "network - resources, second plan empty - s",
        "state-bucket - resources, second plan empty - s",
        "cluster - resources, second plan empty - s",
        "controllers - resources, second plan empty - s",
        "destroy",
        "controllers - resources destroyed - s",
        "cluster - resources destroyed - s",
        "state-bucket - resources destroyed, the bucket emptied before - s",
        "network - resources destroyed - s",
        "patched nothing is left - s",
    ]
    assert not outcome.kept.exists()


def test_an_error_names_its_resource_and_the_file_with_everything(rehearsed: Rehearsed) -> None:
    outcome = rehearsed({"network": misspell})

    assert outcome.status == 1
    assert outcome.cells() == {
        "network": "failed: validate",
        "state-bucket": "not reached",
        "cluster": "not reached",
        "controllers": "not reached",
    }
    begin = outcome.lines.index("network: validate: terraform validate ended with status 1")
    told = [line for line in outcome.lines[begin + 1 :] if line]
    assert told[0] == "Error: Extraneous JSON object property"
    assert told[1].endswith("in resource.aws_vpc.vpc:")
    assert told[-2:] == [
        'No argument or block type is named "cidr_blok".',
        "the whole output is in outputs/network.txt",
    ]
    assert 'No argument or block type is named "cidr_blok".' in (outcome.kept / "network.txt").read_text()


def test_a_plan_that_is_never_empty_names_what_it_would_change(rehearsed: Rehearsed) -> None:
    outcome = rehearsed({"network": never_settle})

    assert (outcome.status, outcome.cells()["network"]) == (1, "failed: second plan")
    begin = outcome.lines.index("network: second plan: the plan is not empty, although nothing was changed")
    assert outcome.lines[begin + 1] == "# aws_vpc.vpc will be updated in-place"
    assert outcome.lines[-1] == "the whole output is in outputs/network.txt"
    assert "Plan: 0 to add, 1 to change, 0 to destroy." in (outcome.kept / "network.txt").read_text()


def test_what_is_protected_refuses_and_is_left_alone(rehearsed: Rehearsed) -> None:
    """The bucket by Terraform, the cluster by AWS."""
    outcome = rehearsed({"state-bucket": protect_the_bucket, "cluster": protect_the_cluster})

    assert outcome.status == 0
    begin = outcome.lines.index("destroy what is protected")
    assert outcome.lines[begin : begin + 4] == [
        "destroy what is protected",
        "state-bucket aws_s3_bucket.state: refused by prevent_destroy - s",
        "cluster aws_eks_cluster.cluster: refused by deletion_protection - s",
        "not destroyed: lifting the protection takes the environment file",
    ]


def test_a_bucket_that_holds_its_own_state_stays(rehearsed: Rehearsed) -> None:
    outcome = rehearsed({"state-bucket": keep_its_state_in_itself})

    assert outcome.status == 0
    end = "not destroyed: the state of state-bucket lies in the bucket that would go"
    assert outcome.lines[outcome.lines.index("controllers - resources, second plan empty - s") + 1] == end
