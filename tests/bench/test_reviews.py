"""The plan that is measured is one, with as many resources as it says."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.reviews import Resource, mixed, plan, policies
from reports.__main__ import main


@pytest.mark.parametrize(
    ("resource", "types"),
    [
        (mixed, {"aws_iam_policy", "aws_launch_template", "aws_security_group", "helm_release"}),
        (policies, {"aws_iam_policy", "aws_launch_template", "helm_release"}),
    ],
)
def test_the_large_plan_is_reviewed(tmp_path: Path, resource: Callable[[int], Resource], types: set[str]) -> None:
    file, written = tmp_path / "large.json", tmp_path / "review.json"
    file.write_text(json.dumps(plan(40, resource)), encoding="utf-8")

    status = main(["review", str(file), "--json", str(written)])

    review = json.loads(written.read_text(encoding="utf-8"))
    assert (status, {kind: number for kind, number in review["counts"].items() if number}) == (
        0,
        {"create": 10, "update": 20, "unchanged": 10},
    )
    assert {it["type"] for it in review["stacks"][0]["entries"] if it["action"] == "update"} == types
