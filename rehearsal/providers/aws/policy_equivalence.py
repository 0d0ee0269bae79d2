"""Policies that say the same in other words, between which the provider plans no change.

AWS hands policies back with its own white space and its own order, one value without the list around it, an account as
its root user. Source: https://github.com/hashicorp/awspolicyequivalence/blob/v1.7.0/aws_policy_equivalence.go, by which
the provider compares them.
"""

import json
import re
from collections.abc import Mapping

from rehearsal.engine.values import State, Value, text

# The arguments that hold a policy.
_POLICIES = {
    "aws_iam_policy": "policy",
    "aws_iam_role": "assume_role_policy",
    "aws_iam_role_policy": "policy",
    "aws_kms_key": "policy",
    "aws_kms_key_policy": "policy",
    "aws_s3_bucket_policy": "policy",
    "aws_vpc_endpoint": "policy",
}
_ROOT_USER = re.compile(r"arn:[\w-]+:iam::(\d{12}):root")


def kept_policy(type_name: str, prior: State, config: State) -> State:
    """The policy that is in place, if the configured one says the same."""
    name = _POLICIES.get(type_name, "")
    before, after = text(prior, name), text(config, name)
    return {name: before} if before and after and are_equivalent(before, after) else {}


def are_equivalent(one: str, other: str) -> bool:
    """Whether two policies, as JSON, say the same."""
    try:
        return one == other or _normal(json.loads(one)) == _normal(json.loads(other))
    except json.JSONDecodeError:
        return False


def _normal(document: Value) -> Value:
    if not isinstance(document, Mapping):
        return document
    return {**document, "Statement": _unordered([_statement(it) for it in _listed(document.get("Statement"))])}


def _statement(statement: Value) -> Value:
    if not isinstance(statement, Mapping):
        return statement
    return {name: _part(name, value) for name, value in statement.items()}


def _part(name: str, value: Value) -> Value:
    match name:
        case "Sid" | "Effect":
            return value
        case "Principal" | "NotPrincipal":
            principals = value if isinstance(value, Mapping) else {"AWS": value}
            return {kind: _unordered([_principal(it) for it in _listed(these)]) for kind, these in principals.items()}
        case "Condition" if isinstance(value, Mapping):
            return {test: _condition(keys) for test, keys in value.items()}
        case _:
            return _unordered(_listed(value))


def _condition(keys: Value) -> Value:
    if not isinstance(keys, Mapping):
        return keys
    return {key: _unordered([_condition_value(it) for it in _listed(values)]) for key, values in keys.items()}


def _condition_value(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _principal(principal: Value) -> Value:
    root = _ROOT_USER.fullmatch(str(principal))
    return root[1] if root else principal


def _listed(value: Value) -> list[Value]:
    return list(value) if isinstance(value, list | tuple) else [] if value is None else [value]


def _unordered(values: list[Value]) -> list[Value]:
    return sorted(values, key=lambda value: json.dumps(value, sort_keys=True))
