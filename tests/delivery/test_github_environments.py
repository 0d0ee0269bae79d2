"""GitHub's environments keep what the workflows rely on, or nothing is deployed."""

import pytest

from delivery.github_environments import Said, UnguardedError, check_branches, has_reviewers
from delivery.stacks import Json

SELECTED = {"name": "prod", "deployment_branch_policy": {"protected_branches": False, "custom_branch_policies": True}}
PROTECTED = {"name": "prod", "deployment_branch_policy": {"protected_branches": True, "custom_branch_policies": False}}
REVIEWED = [{"type": "branch_policy"}, {"type": "required_reviewers", "reviewers": [{"type": "Team"}]}]
MISSING = {"message": "Not Found", "status": "404"}


@pytest.mark.parametrize(
    ("rules", "waits"),
    [(REVIEWED, True), (REVIEWED[:1], False), ([], False), ([{"type": "required_reviewers", "reviewers": []}], False)],
)
def test_a_job_waits_where_there_are_reviewers(rules: Json, waits: bool) -> None:  # noqa: FBT001 - a case
    assert has_reviewers({"name": "prod-approve", "protection_rules": rules}) is waits


@pytest.mark.parametrize("rule", [{"name": "main", "type": "branch"}, {"name": "main"}], ids=["typed", "older server"])
def test_environments_of_the_main_branch_are_fine(rule: Json) -> None:
    said = Said(SELECTED, {"total_count": 1, "branch_policies": [rule]})

    check_branches({"prod": said, "prod-approve": said})


@pytest.mark.parametrize(
    ("environment", "rules", "places"),
    [
        ({"name": "prod", "deployment_branch_policy": None, "protection_rules": REVIEWED}, None, "every branch"),
        (PROTECTED, None, "each protected branch"),
        (SELECTED, [{"name": "*", "type": "branch"}], "branch *"),
        (SELECTED, [{"name": "main", "type": "branch"}, {"name": "v*", "type": "tag"}], "branch main, tag v*"),
        (SELECTED, [{"name": "main", "type": "tag"}], "tag main"),
        (SELECTED, [], "nothing"),
    ],
)
def test_an_environment_that_more_than_main_may_use_is_refused(environment: Json, rules: Json, places: str) -> None:
    branches = MISSING if rules is None else {"total_count": len(rules), "branch_policies": rules}
    with pytest.raises(UnguardedError) as refused:
        check_branches({"prod": Said(environment, branches)})

    assert str(refused.value) == (
        f"GitHub environment prod: may be used from {places}, and has the deploy role; let only the branch main use it"
    )


def test_every_environment_of_which_github_does_not_say_enough_is_named() -> None:
    with pytest.raises(UnguardedError) as refused:
        check_branches({"prod": Said(SELECTED, {}), "prod-approve": Said(MISSING, MISSING)})

    assert str(refused.value).splitlines() == [
        "GitHub environment prod: does not say from which branches it may be used (no answer)",
        "GitHub environment prod-approve: is not there (Not Found); make it: docs/ci.md, step 5",
    ]
