"""The command line as the workflows use it: what it reads, what it answers, how it ends."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from config.loading import load_environments
from delivery.__main__ import main
from delivery.posting import mark
from delivery.records import Basis, Record, write_record
from delivery.stacks import read_stacks
from main import PROJECT, synthesize
from modules.controllers import CONTROLLERS
from tests.conftest import ENVIRONMENTS
from tests.delivery.rehearsed import lock
from tests.rehearsal.changing import Platform, committed, edited, rehearsed
from tests.synthesis import Json, Synthesized

Answers = Callable[[], dict[str, str]]


@pytest.fixture
def answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Answers:
    """What the commands have answered since the last time."""
    file = tmp_path / "github-output"
    monkeypatch.setenv("GITHUB_OUTPUT", str(file))

    def read() -> dict[str, str]:
        lines = file.read_text().splitlines()
        file.unlink()
        return dict(line.split("=", 1) for line in lines)

    return read


AFFECTED = ["affected", "--environments", str(PROJECT / "environments")]


@pytest.mark.parametrize(
    ("changed", "environments"), [("environments/dev.yaml\0docs/ci.md\0", ["dev"]), ("", []), ("docs/a b.md\0", [])]
)
def test_affected_reads_what_git_writes(
    changed: str, environments: list[str], answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(changed))

    assert main(AFFECTED) == 0
    assert answers() == {"environments": json.dumps(environments)}


def test_an_environment_without_its_file_is_noticed(
    answers: Answers, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("environments/old.yaml\0"))

    assert main(AFFECTED) == 0
    assert answers() == {"environments": "[]"}
    assert capsys.readouterr().out == (
        "::warning::old: has no file any more; nothing here plans or destroys what it made (docs/operations.md)\n"
    )


@pytest.mark.parametrize(
    ("changed", "status", "said"),
    [
        ("docs/ci.md\0environments/prod.yaml\0", 0, ""),
        (
            "environments/dev.yaml\0",
            2,
            "::error::dev: a later commit changes it; its own run deploys both. Run `deploy` by hand, if it failed\n",
        ),
    ],
)
def test_what_a_later_commit_changes_is_not_deployed(
    changed: str, status: int, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(changed))

    assert main(["current", "dev", *AFFECTED[1:]]) == status
    assert capsys.readouterr().out == said


def test_the_rules_of_github_are_asked_for(
    tmp_path: Path, answers: Answers, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, rules in (("dev", []), ("dev-approve", [{"type": "required_reviewers", "reviewers": [1]}])):
        said = {"name": name, "deployment_branch_policy": {"custom_branch_policies": True}, "protection_rules": rules}
        (tmp_path / f"{name}.json").write_text(json.dumps(said))
        (tmp_path / f"{name}.branches.json").write_text('{"branch_policies": [{"name": "main", "type": "branch"}]}')

    assert main(["guarded", "dev", "--said", str(tmp_path)]) == 0
    assert answers() == {"approvers": "true"}

    (tmp_path / "dev.json").write_text('{"message": "Not Found"}')
    assert main(["guarded", "dev", "--said", str(tmp_path)]) == 1
    assert capsys.readouterr().err == (
        "GitHub environment dev: is not there (Not Found); make it: docs/ci.md, step 5\n"
    )


@pytest.mark.parametrize(
    ("only", "runners", "rows"),
    [
        ("", "", [("prod", "ubuntu-24.04")]),
        ('["prod"]', '{"prod": "prod-vpc"}', [("prod", "prod-vpc")]),
        ('["dev"]', "", []),
        ("[]", "", []),
    ],
)
def test_matrix_answers_the_jobs(
    only: str, runners: str, rows: list[tuple[str, str]], answers: Answers, synthesized: Synthesized
) -> None:
    assert main(["matrix", "--only", only, "--runners", runners, "--outdir", str(synthesized.outdir)]) == 0

    answered = answers()
    include = json.loads(answered["matrix"])["include"]
    assert [(row["environment"], row["runner"]) for row in include] == rows
    assert answered["any"] == json.dumps(bool(rows))


def test_without_lock_files_the_command_that_writes_them_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outdir = tmp_path / "out"
    environments = load_environments(ENVIRONMENTS, CONTROLLERS)
    synthesize(environments, outdir=outdir, states=tmp_path / "state", locks=tmp_path / "none")

    assert main(["locked", "prod", "--outdir", str(outdir)]) == 1
    assert capsys.readouterr().err == (
        "prod-state-bucket: has no lock file; run `make lock-providers` where the provider registry can be "
        "reached, and commit `locks/`\n"
    )


@pytest.mark.parametrize("command", ["matrix", "locked dev", "gate dev --plans p --reviewed r"])
def test_a_folder_without_a_synthesis_is_one_line(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command.split(), "--outdir", str(tmp_path)]) == 1
    assert capsys.readouterr().err.endswith("; synthesize first\n")


class Case(NamedTuple):
    """A post to be decided on; `body` is that of the one there is, number 7."""

    kind: str
    body: str
    action: str
    number: str = "0"
    changing: str = ""
    """Stack of which the plan has changes."""
    planned: tuple[str, ...] = ("state-bucket", "network", "cluster", "controllers")
    opened: bool = False
    title: str = ""
    alarm: str = "false"


OLD = f"{mark('drift', 'prod')}\nold"
DIFFERENT = "prod: what is there is not what the files say"
OPENED = "prod: somebody changed who can reach or do what"


@pytest.mark.parametrize(
    "case",
    [
        Case("comment", "", "open"),
        Case("comment", f"{mark('review', 'prod')}\nold", "update", "7"),
        Case("drift", "", "open", changing="cluster", title=DIFFERENT),
        Case("drift", OLD, "close", "7"),
        Case("drift", "", "nothing"),
        Case("drift", OLD, "update", "7", planned=("state-bucket", "network"), title=DIFFERENT),
        Case("drift", "", "open", opened=True, title=OPENED),
        Case("drift", OLD, "update", "7", opened=True, title=OPENED, alarm="true"),
    ],
    ids=lambda it: f"{it.kind} {it.action} {it.opened}",
)
def test_a_post_is_decided_from_what_there_is(
    case: Case, answers: Answers, tmp_path: Path, synthesized: Synthesized
) -> None:
    posts, body = tmp_path / "existing.jsonl", tmp_path / "body.md"
    posts.write_text(f"{json.dumps({'number': 7, 'author': 'github-actions[bot]', 'body': case.body})}\n")
    (tmp_path / "review.md").write_text("the review")
    drift = [{"address": "a", "sentences": [{"level": "reach", "text": "b"}] if case.opened else []}]
    (tmp_path / "review.json").write_text(json.dumps({"stacks": [{"name": "prod-network", "drift": drift}]}))
    for kind in case.planned:
        record = Record(f"prod-{kind}", "", kind == case.changing, Basis("c1", "", outputs={}))
        write_record(tmp_path / f"prod-{kind}.record.json", record)
    outdir = ["--outdir", str(synthesized.outdir)] if case.kind == "drift" else []

    arguments = ["--plans", str(tmp_path), "--existing", str(posts), "--into", str(body), "--commit", "c1", *outdir]
    assert main([case.kind, "prod", *arguments]) == 0

    assert answers() == {"action": case.action, "number": case.number, "title": case.title, "alarm": case.alarm}
    assert body.exists() == (case.action in {"open", "update"})
    assert not body.exists() or "`prod` as of c1\n\nthe review" in body.read_text()


SHARED = edited(
    committed("dev"),
    {"state": {"backend": "s3", "bucket": "example-states", "bucket_stack": "elsewhere"}, "smoke_test": None},
)


def seen_from_here(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An output folder over the stacks in which the rehearsal runs Terraform, and its settings as environment."""
    rehearsal, outdir = platform.rehearsal, platform._outdir
    for stack in rehearsal.stacks:
        terraform = rehearsal.terraform(stack)
        link = terraform.directory.parents[1] / "stacks" / stack
        link.parent.mkdir(exist_ok=True)
        if not link.exists():
            link.symlink_to(terraform.directory)
        for name, value in terraform.environment.items():
            monkeypatch.setenv(name, value)
    copy = rehearsal.terraform(rehearsal.stacks[0]).directory.parents[1]
    (copy / "manifest.json").write_bytes((outdir / "manifest.json").read_bytes())
    for synthesized in read_stacks(copy):
        lock(synthesized)
    return copy


@pytest.mark.slow
def test_from_the_plan_of_a_change_to_its_apply(
    tmp_path: Path, answers: Answers, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With state in S3, step by step as deploy-environment.yml goes; then a change that the review blocks."""
    with rehearsed(tmp_path, {"dev": SHARED}) as platform:
        platform.come_up()

        def change(edits: Json) -> Path:
            platform.change({"dev": edited(SHARED, edits)})
            return seen_from_here(platform, monkeypatch)

        where = ["--outdir", str(change({"tags": {"team": "platform"}})), "--commit", "c1"]
        request, plans, waiting = (str(tmp_path / name) for name in ("request", "plans", "waiting"))
        assert main(["plan", "dev", *where, "--into", request]) == 0
        assert main(["plan", "dev", *where, "--into", plans]) == 0
        assert answers() == {"verdict": "ok"}

        seen = ["--plans", plans, "--reviewed", f"{request}/review.json"]
        assert main(["gate", "dev", *where[:2], *seen]) == 0
        assert answers() == {"gate": "dev"}
        assert main(["gate", "dev", *where[:2], *seen[:3], f"{request}/nothing.json"]) == 0
        assert answers() == {"gate": "dev-approve"}

        apply = ["apply", "dev", *where, "--plans", plans, "--waiting", waiting, "--reviewed", f"{plans}/review.json"]
        capsys.readouterr()
        assert main(apply) == 0
        assert answers() == {"waiting": "false"}
        printed = capsys.readouterr().out.splitlines()
        assert [line for line in printed if line.startswith("dev-")] == [
            "dev-network: apply",
            "dev-cluster: apply",
            "dev-controllers: apply",
        ]
        assert platform.plan_all() == {}

        where = ["--outdir", str(change({"network.cidr_block": "10.99.0.0/16"})), "--commit", "c2"]
        assert main(["plan", "dev", *where, "--into", str(tmp_path / "moved")]) == 2
        assert answers() == {"verdict": "blocked"}
        assert main(["plan", "dev", *where, "--into", str(tmp_path / "moved"), "--only-report"]) == 0
        assert answers() == {"verdict": "blocked"}
        assert main(["apply", "dev", *where, "--plans", plans, "--waiting", waiting]) == 2
        assert answers() == {"waiting": "false"}
