"""What the workflows ask of delivery it understands, and what they may do is written down job by job."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from delivery.__main__ import parser
from delivery.gate import approval
from main import PROJECT
from tests.synthesis import Json

FILES = sorted((PROJECT / ".github").rglob("*.yml"))
WORKFLOWS = [file for file in FILES if file.parent.name == "workflows"]

each_workflow = pytest.mark.parametrize("file", WORKFLOWS, ids=lambda it: it.stem)


def steps() -> Iterator[Json]:
    for file in FILES:
        document = yaml.safe_load(file.read_text())
        for job in [*document.get("jobs", {}).values(), document.get("runs", {})]:
            yield from job.get("steps", [])


def delivery_commands() -> Iterator[list[str]]:
    """The arguments of each `python -m delivery` in a workflow, up to where the shell goes on with something else."""
    for step in steps():
        script = step.get("run", "").replace("\\\n", " ")
        for arguments in re.findall(r"python -m delivery ([^\n|>]+)", script):
            yield shlex.split(arguments)


def test_every_command_of_a_workflow_is_understood() -> None:
    understood = [parser().parse_args(arguments) for arguments in delivery_commands()]

    assert {it.run.__name__.strip("_") for it in understood} == {
        "affected",
        "apply",
        "comment",
        "current",
        "drift",
        "gate",
        "guarded",
        "locked",
        "matrix",
        "plan",
    }


def test_nothing_that_somebody_else_wrote_gets_into_a_script() -> None:
    """Expressions are filled in before the shell reads a script; the environment is not."""
    assert [step["run"] for step in steps() if "${{" in step.get("run", "")] == []


def test_every_action_of_others_is_pinned_to_a_commit() -> None:
    uses = [line.strip() for file in FILES for line in file.read_text().splitlines() if re.search(r"\buses: ", line)]
    pinned = re.compile(r"(- )?uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")

    assert {line for line in uses if not pinned.fullmatch(line)} == {
        "- uses: ./.github/actions/prepare",
        "uses: ./.github/workflows/deploy-environment.yml",
    }


def test_one_action_is_pinned_to_one_commit() -> None:
    pins = {match for file in FILES for match in re.findall(r"uses: ([\w-]+/[\w-]+)@(\w+)", file.read_text())}

    assert len({action for action, _ in pins}) == len(pins)


def granted() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for file in WORKFLOWS:
        for name, job in yaml.safe_load(file.read_text())["jobs"].items():
            for scope, level in job["permissions"].items():
                if (scope, level) != ("contents", "read"):
                    found.setdefault(f"{scope}: {level}", []).append(f"{file.stem}/{name}")
    return found


def test_only_the_planning_role_meets_a_branch() -> None:
    """What has the deploy role runs in the workflow that `deploy` calls, and that one runs on main only."""
    started = {file.stem: set(yaml.safe_load(file.read_text())[True]) for file in WORKFLOWS}

    assert {it: on for it, on in started.items() if it.startswith("deploy")} == {
        "deploy": {"push", "workflow_dispatch"},
        "deploy-environment": {"workflow_call"},
    }
    assert [file for file in FILES if "pull_request_target" in file.read_text()] == []
    assert [file.stem for file in WORKFLOWS if 'test "$GITHUB_REF" = refs/heads/main' in file.read_text()] == [
        "deploy",
        "drift",
    ]


def test_who_may_write_and_who_may_log_in_to_aws_is_a_short_list() -> None:
    assert granted() == {
        "id-token: write": [
            "deploy-environment/plan",
            "deploy-environment/apply",
            "deploy-environment/go-on",
            "deploy/environment",
            "drift/plan",
            "plan/plan",
        ],
        "pull-requests: write": ["plan/comment"],
        "issues: write": ["drift/issue"],
        "actions: read": ["deploy-environment/guarded", "deploy/environment"],
    }


@each_workflow
def test_a_workflow_has_no_permission_of_its_own_and_stops_at_the_first_error(file: Path) -> None:
    document = yaml.safe_load(file.read_text())

    assert document["permissions"] == {}
    assert document["defaults"] == {"run": {"shell": "bash"}}


def test_only_the_reviews_and_records_are_published() -> None:
    uploads = [it["with"]["path"].split() for it in steps() if "upload-artifact" in it.get("uses", "")]

    assert {Path(path).name for paths in uploads for path in paths} == {
        "*.record.json",
        "review.json",
        "review.md",
        "review-full.md",
    }


def test_nothing_but_plans_goes_to_the_state_bucket_or_comes_from_it_by_the_folder() -> None:
    """Records and reviews travel through GitHub: what lies in the bucket must not take their place."""
    scripts = [step.get("run", "").replace("\\\n", " ") for step in steps()]
    copies = [shlex.split(it) for script in scripts for it in re.findall(r"aws s3 (?:cp|sync) [^\n|>]+", script)]
    folders = [it for it in copies if "--recursive" in it or it[2] == "sync"]

    assert [it[2:10] for it in folders] == [
        ["cp", *ends, "--recursive", "--exclude", "*", "--include", "*.tfplan"]
        for ends in (
            ("build/plans", "$STORAGE"),
            ("$PLANNED", "build/plans"),
            ("build/waiting", "$STORAGE/waiting"),
            ("$PLANNED", "build/waiting"),
        )
    ]
    assert [it for it in folders if it.count("--include") + it.count("--exclude") != 2] == []


def test_plans_are_kept_only_where_an_apply_comes_that_removes_them() -> None:
    jobs = yaml.safe_load((PROJECT / ".github/workflows/deploy-environment.yml").read_text())["jobs"]
    kept = {name: [it["if"] for it in job["steps"] if it.get("id") == "keep"] for name, job in jobs.items()}

    assert {name: found for name, found in kept.items() if found} == {
        "plan": ["steps.gate.outputs.gate != ''"],
        "apply": ["steps.apply.outputs.waiting == 'true'"],
    }


def test_what_is_applied_passes_a_github_environment_that_is_not_that_of_planning() -> None:
    text = (PROJECT / ".github/workflows/deploy-environment.yml").read_text()
    jobs = yaml.safe_load(text)["jobs"]

    assert {name: job.get("environment") for name, job in jobs.items()} == {
        "guarded": None,
        "plan": "${{ inputs.environment }}-plan",
        "apply": "${{ needs.plan.outputs.gate }}",
        "go-on": approval("${{ inputs.environment }}"),
    }


def test_no_job_plans_or_applies_a_commit_that_main_has_left_behind() -> None:
    """Each job can be run again by itself, so each asks main as it is now, before it gets or makes a plan."""
    text = (PROJECT / ".github/workflows/deploy-environment.yml").read_text()
    current = (
        'git diff --name-only -z --no-renames HEAD origin/main | .venv/bin/python -m delivery current "$ENVIRONMENT"'
    )
    found = {}
    for name, job in yaml.safe_load(text)["jobs"].items():
        runs = [step.get("run", "") for step in job["steps"]]
        acts = [at for at, run in enumerate(runs) if re.search(r"delivery (plan|apply) |aws s3 cp ", run)]
        if acts:
            checks = [step for step in job["steps"][: acts[0]] if step.get("run") == current]
            found[name] = [set(it) for it in checks], job["steps"][0]["with"].get("fetch-depth")

    assert found == dict.fromkeys(("plan", "apply", "go-on"), ([{"name", "run"}], 0))


def test_a_pull_request_is_planned_above_what_it_is_merged_into() -> None:
    """As the deploy is: the event's own `base.sha` may be older, and an allowance for it would end in the deploy."""
    job = yaml.safe_load((PROJECT / ".github/workflows/plan.yml").read_text())["jobs"]["plan"]
    (plan,) = (step["run"].splitlines() for step in job["steps"] if "delivery plan" in step.get("run", ""))

    assert plan == [
        "base=$(git rev-parse HEAD^1)",
        '.venv/bin/python -m delivery plan "$ENVIRONMENT" --commit "$GITHUB_SHA" --base "$base" --into "$PLANS"',
    ]
    assert job["steps"][0]["with"]["fetch-depth"] == 2
    assert [file for file in FILES if "base.sha" in file.read_text()] == []
