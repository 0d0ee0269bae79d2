"""Who may assume a role, read from its trust policy. Conditions are understood as far as OIDC needs them."""

import json
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import NamedTuple

from rehearsal.engine.inventory import Inventory
from rehearsal.engine.values import State, Value, blocks, first_block, mapping, text

_AUDIENCE = "sts.amazonaws.com"


class ServiceAccount(NamedTuple):
    """A Kubernetes service account."""

    namespace: str
    name: str

    @property
    def subject(self) -> str:
        """What its tokens say of it."""
        return f"system:serviceaccount:{self.namespace}:{self.name}"


def find_role(inventory: Inventory, arn: str) -> State | None:
    """The role with this ARN, or None."""
    return next((role for _, role in inventory.of_type("aws_iam_role") if role["arn"] == arn), None)


def trusts_service(role: State, service: str) -> bool:
    """Whether an AWS service, such as `eks.amazonaws.com`, may assume the role."""
    return any(
        service in _listed(mapping(statement, "Principal").get("Service"))
        for statement in _statements(role, "sts:AssumeRole")
    )


def may_tag_sessions(role: State, service: str) -> bool:
    """Whether an AWS service may tag its sessions of the role."""
    return any(
        service in _listed(mapping(statement, "Principal").get("Service"))
        for statement in _statements(role, "sts:TagSession")
    )


def trusts_service_account(inventory: Inventory, role: State, cluster: State, account: ServiceAccount) -> bool:
    """Whether pods of a service account in the cluster may assume the role by their token."""
    oidc = first_block(first_block(cluster, "identity"), "oidc")
    issuer = text(oidc, "issuer").removeprefix("https://")
    providers = {
        provider["arn"]
        for _, provider in inventory.of_type("aws_iam_openid_connect_provider")
        if text(provider, "url").removeprefix("https://") == issuer
    }
    return any(
        providers.intersection(_listed(mapping(statement, "Principal").get("Federated")))
        and _matches(statement, f"{issuer}:sub", account.subject)
        and _matches(statement, f"{issuer}:aud", _AUDIENCE)
        for statement in _statements(role, "sts:AssumeRoleWithWebIdentity")
    )


def _statements(role: State, action: str) -> Iterator[State]:
    """The statements of the role's trust policy that allow an action."""
    document = json.loads(text(role, "assume_role_policy") or "{}")
    wrapped: State = {"Statement": _listed(document.get("Statement"))}
    for statement in blocks(wrapped, "Statement"):
        if statement.get("Effect") == "Allow" and action in _listed(statement.get("Action")):
            yield statement


def _matches(statement: State, key: str, value: str) -> bool:
    """Whether the conditions on `key` hold for `value`; no condition holds for all."""
    condition = mapping(statement, "Condition")
    exactly = mapping(condition, "StringEquals").get(key)
    alike = mapping(condition, "StringLike").get(key)
    return (exactly is None or value in _listed(exactly)) and (
        alike is None or any(fnmatchcase(value, str(pattern)) for pattern in _listed(alike))
    )


def _listed(value: Value) -> list[Value]:
    """One value of a policy, or several, as a list."""
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]
