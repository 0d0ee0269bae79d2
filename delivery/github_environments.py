"""Whether GitHub's environments keep what the workflows rely on: approvals, and the deploy role away from branches.

GitHub makes an environment that a workflow names and nobody has made, without any rule:
https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/manage-environments
"""

from collections.abc import Iterator, Mapping

from delivery.stacks import Json


class UnguardedError(Exception):
    """An environment that lets in what it must not; a line for each reason."""


def check_branches(environments: Mapping[str, Json]) -> None:
    """Make sure that not every branch may use some environments (name to what GitHub's API says of each).

    Raises:
        UnguardedError: one is not there, or may be used from everywhere.
    """
    found = [f"GitHub environment {name}: {it}" for name, given in environments.items() for it in _open(given)]
    if found:
        raise UnguardedError("\n".join(found))


def has_reviewers(environment: Json) -> bool:
    """Whether a job that uses an environment waits for a person."""
    return any(
        rule.get("type") == "required_reviewers" and rule.get("reviewers")
        for rule in environment.get("protection_rules") or ()
    )


def _open(environment: Json) -> Iterator[str]:
    if "name" not in environment:
        yield f"is not there ({environment.get('message', 'no answer')}); make it: docs/ci.md, step 5"
    elif not environment.get("deployment_branch_policy"):
        yield "may be used from every branch, and has the deploy role; let only main use it"
