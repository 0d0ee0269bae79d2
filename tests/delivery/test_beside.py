"""A stack that is planned again is reviewed beside the plans of the others."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from delivery.beside import SavedPlans
from delivery.planning import TerraformOf, plan_file
from delivery.reviewing import ReportsReview
from delivery.stacks import Json, Stack
from delivery.steps import Verdict
from tests.reports.review.reviewing import change, plan

ROLE = "arn:aws:iam::111122223333:role/prod-ebs-csi"


class Shown:
    """Terraform whose saved plans are JSON already; `did` is what it was asked for."""

    def __init__(self, stack: str, did: list[str]) -> None:
        self._stack, self._did = stack, did

    def init(self) -> None:
        self._did.append(f"init {self._stack}")

    def show(self, file: Path) -> str:
        self._did.append(f"show {self._stack}")
        return file.read_text()


def stack(name: str) -> Stack:
    return Stack(name, "prod", "", Path(), "eu-central-1", state=None, providers={}, reads={}, readers={})


@pytest.fixture
def did() -> list[str]:
    return []


@pytest.fixture
def saved(tmp_path: Path, did: list[str]) -> Callable[..., SavedPlans]:
    def make(**plans: Json) -> SavedPlans:
        for name, content in plans.items():
            plan_file(tmp_path, f"prod-{name}").write_text(json.dumps(content))
        terraform_of: TerraformOf = lambda it: Shown(it.id, did)  # type: ignore[assignment, return-value] # noqa: E731 - as much of Terraform as is asked for
        (tmp_path / "shown").mkdir()
        stacks = [stack(f"prod-{name}") for name in ("network", "cluster", "controllers")]
        return SavedPlans(stacks, terraform_of, tmp_path, tmp_path / "shown")

    return make


def test_the_order_is_that_of_the_stacks_and_each_is_shown_once(
    tmp_path: Path, saved: Callable[..., SavedPlans], did: list[str]
) -> None:
    plans, new = saved(network=plan(), controllers=plan()), tmp_path / "new.json"

    assert plans.with_new("prod-cluster", new) == [
        tmp_path / "shown/prod-network.json",
        new,
        tmp_path / "shown/prod-controllers.json",
    ]
    assert plans.with_new("prod-controllers", new) == [tmp_path / "shown/prod-network.json", new, new]
    assert did == ["init prod-network", "show prod-network", "init prod-controllers", "show prod-controllers"]


def test_what_another_stack_needs_is_guarded_also_when_a_stack_is_planned_again(
    tmp_path: Path, saved: Callable[..., SavedPlans]
) -> None:
    """A role that goes, and that only the saved plan of another stack uses."""
    user = {"role_arn": ROLE, "service_account": "x"}
    plans = saved(controllers=plan(change("aws_eks_pod_identity_association.x", "no-op", before=user, after=user)))
    new = tmp_path / "prod-cluster.json"
    new.write_text(json.dumps(plan(change("aws_iam_role.x", "delete", before={"arn": ROLE, "name": "prod-ebs-csi"}))))

    alone, beside = (ReportsReview()(them, tmp_path).verdict for them in ([new], plans.with_new("prod-cluster", new)))

    assert (alone, beside) == (Verdict.OK, Verdict.BLOCKED)
