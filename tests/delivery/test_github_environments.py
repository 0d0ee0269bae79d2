"""GitHub's environments keep what the workflows rely on, or nothing is deployed."""

import pytest

from delivery.github_environments import UnguardedError, check_branches, has_reviewers
from delivery.stacks import Json

BRANCHES = {"protected_branches": False, "custom_branch_policies": True}
REVIEWED = [{"type": "branch_policy"}, {"type": "required_reviewers", "reviewers": [{"type": "Team"}]}]


@pytest.mark.parametrize(
    ("rules", "waits"),
    [(REVIEWED, True), (REVIEWED[:1], False), ([], False), ([{"type": "required_reviewers", "reviewers": []}], False)],
)
def test_a_job_waits_where_there_are_reviewers(rules: Json, waits: bool) -> None:  # noqa: FBT001 - a case
    assert has_reviewers({"name": "prod-approve", "protection_rules": rules}) is waits


def test_environments_of_selected_branches_are_fine() -> None:
    check_branches({name: {"name": name, "deployment_branch_policy": BRANCHES} for name in ("prod", "prod-approve")})


def test_every_environment_that_is_open_or_not_there_is_named() -> None:
    with pytest.raises(UnguardedError) as refused:
        check_branches(
            {
                "prod": {"name": "prod", "deployment_branch_policy": None, "protection_rules": REVIEWED},
                "prod-approve": {"message": "Not Found", "status": "404"},
            }
        )

    assert str(refused.value).splitlines() == [
        "GitHub environment prod: may be used from every branch, and has the deploy role; let only main use it",
        "GitHub environment prod-approve: is not there (Not Found); make it: docs/ci.md, step 5",
    ]
