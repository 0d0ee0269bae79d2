"""Whether GitHub's environments keep what the workflows rely on: approvals, and the deploy role away from branches.

GitHub makes an environment that a workflow names and nobody has made, without any rule:
https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/manage-environments
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from delivery.stacks import Json

_MAIN = [("branch", "main")]


class UnguardedError(Exception):
    """An environment that lets in what it must not; a line for each reason."""


@dataclass(frozen=True)
class Said:
    """What GitHub's API says of an environment."""

    environment: Json
    """https://docs.github.com/en/rest/deployments/environments#get-an-environment"""
    branches: Json
    """https://docs.github.com/en/rest/deployments/branch-policies#list-deployment-branch-policies"""


def check_branches(environments: Mapping[str, Said]) -> None:
    """Make sure that only the branch main may use some environments.

    Raises:
        UnguardedError: one is not there, or may be used from elsewhere.
    """
    found = [f"GitHub environment {name}: {it}" for name, said in environments.items() for it in _open(said)]
    if found:
        raise UnguardedError("\n".join(found))


def has_reviewers(environment: Json) -> bool:
    """Whether a job that uses an environment waits for a person."""
    return any(
        rule.get("type") == "required_reviewers" and rule.get("reviewers")
        for rule in environment.get("protection_rules") or ()
    )


def _open(said: Said) -> Iterator[str]:
    environment = said.environment
    if "name" not in environment:
        yield f"is not there ({environment.get('message', 'no answer')}); make it: docs/ci.md, step 5"
        return
    policy = environment.get("deployment_branch_policy") or {}
    if not policy.get("custom_branch_policies"):
        whose = "each protected branch" if policy.get("protected_branches") else "every branch"
        yield f"may be used from {whose}, and has the deploy role; let only the branch main use it"
    elif "branch_policies" not in said.branches:
        yield f"does not say from which branches it may be used ({said.branches.get('message', 'no answer')})"
    elif (rules := [(it.get("type", "branch"), it["name"]) for it in said.branches["branch_policies"]]) != _MAIN:
        words = ", ".join(f"{kind} {name}" for kind, name in rules) or "nothing"
        yield f"may be used from {words}, and has the deploy role; let only the branch main use it"
