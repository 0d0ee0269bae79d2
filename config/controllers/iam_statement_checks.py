"""Whether IAM takes a statement of a policy for a role."""

import re
from collections.abc import Iterator, Mapping, Sequence

from config.regions import Region
from config.rules.problem import Absent, Problem
from config.rules.suggestion import suggestion

_KEYS = ("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition")
_OF_RESOURCES = ("Principal", "NotPrincipal")
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html
_SID = re.compile("[0-9A-Za-z]+")
_ACTION = re.compile(r"\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+")
# No wildcard in the service: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
_ARN = re.compile(r"arn:([^:]*):[a-z0-9-]+:[^:]*:[^:]*:.+")
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
_OPERATORS = (
    "StringEquals StringNotEquals StringEqualsIgnoreCase StringNotEqualsIgnoreCase StringLike StringNotLike "
    "NumericEquals NumericNotEquals NumericLessThan NumericLessThanEquals NumericGreaterThan NumericGreaterThanEquals "
    "DateEquals DateNotEquals DateLessThan DateLessThanEquals DateGreaterThan DateGreaterThanEquals "
    "Bool BinaryEquals IpAddress NotIpAddress ArnEquals ArnLike ArnNotEquals ArnNotLike Null"
)
_OF_ANY_VALUES = re.compile("^(ForAllValues|ForAnyValue):")


def statement_problems(statement: Mapping[str, object], region: Region | None) -> Iterator[Problem]:
    """What IAM has against a statement, as far as it is known for a region; paths lead from the statement to it."""
    for key in (it for it in statement if it not in _KEYS):
        remedy = f"is no element of a statement; {suggestion(key, _KEYS)}"
        if key in _OF_RESOURCES:
            remedy = "belongs into the policy of a resource; this one is for a role and says so by itself; leave it out"
        yield Problem((key,), statement[key], remedy)
    sid, effect = statement.get("Sid", "0"), statement.get("Effect", Absent.MISSING)
    if not isinstance(sid, str) or not _SID.fullmatch(sid):
        yield Problem(("Sid",), sid, "is no Sid; write letters and digits, such as ReadSchedule")
    if effect not in ("Allow", "Deny"):
        yield Problem(("Effect",), effect, "must be Allow or Deny")
    yield from _one_of_both(statement, "Action", "s3:GetObject")
    yield from _one_of_both(statement, "Resource", "an ARN")
    for path, action in _texts(statement, "Action"):
        if not _ACTION.fullmatch(action):
            yield Problem(path, action, "is no action; write service and action, such as s3:GetObject")
    for path, resource in _texts(statement, "Resource"):
        if resource != "*" and not _ARN.fullmatch(resource):
            yield Problem(path, resource, "is no ARN; write one with six parts, such as arn:aws:s3:::example-data/*")
        yield from _foreign(path, resource, region)
    yield from _condition_problems(statement.get("Condition", {}), region)


def _one_of_both(statement: Mapping[str, object], key: str, example: str) -> Iterator[Problem]:
    """A statement is about something, or about everything but something."""
    present = [it for it in (key, f"Not{key}") if it in statement]
    if not present:
        yield Problem((key,), Absent.MISSING, f"write what the statement is about, such as {example}")
    elif len(present) > 1:
        yield Problem((f"Not{key}",), statement[f"Not{key}"], f"stands beside {key}; leave one of them out")
    for it in present:
        values = listed(statement[it])
        if not values or not all(isinstance(value, str) for value in values):
            yield Problem((it,), statement[it], "must be a text, or a list of at least one text")
        for value in values:
            if isinstance(value, str) and "**" in value:
                yield Problem((it,), value, "has an asterisk beside another, which says nothing more; write one")


def _texts(statement: Mapping[str, object], key: str) -> Iterator[tuple[tuple[str], str]]:
    """The texts of an element and of its opposite."""
    for it in (key, f"Not{key}"):
        for value in listed(statement.get(it, ())):
            if isinstance(value, str):
                yield (it,), value


def _foreign(path: tuple[str, ...], text: object, region: Region | None) -> Iterator[Problem]:
    arn = _ARN.fullmatch(text) if isinstance(text, str) else None
    if arn is not None and region is not None and arn[1] != region.partition:
        remedy = f"is of partition {arn[1]}; write one of {region.partition}, where {region.name} lies"
        yield Problem(path, text, remedy)


def _condition_problems(condition: object, region: Region | None) -> Iterator[Problem]:
    if not isinstance(condition, Mapping):
        yield Problem(
            ("Condition",), condition, "must be operators, keys and values: {StringEquals: {aws:PrincipalOrgID: o-1}}"
        )
        return
    for operator, keys in condition.items():
        path = ("Condition", operator)
        plain = _OF_ANY_VALUES.sub("", operator).removesuffix("IfExists")
        if plain not in _OPERATORS.split():
            yield Problem(path, keys, f"is no operator of conditions; {suggestion(plain, _OPERATORS.split())}")
        if not isinstance(keys, Mapping) or not keys:
            yield Problem(path, keys, "must be a map of condition keys to values, such as {aws:PrincipalOrgID: o-1}")
            continue
        for key, value in keys.items():
            values = listed(value)
            if not values or not all(isinstance(it, str | int | float) for it in values):
                yield Problem((*path, key), value, "must be a value, or a list of at least one value")
            for it in values:
                yield from _foreign((*path, key), it, region)


def listed(value: object) -> Sequence[object]:
    """What stands in an element that may be one value or a list of them."""
    return value if isinstance(value, Sequence) and not isinstance(value, str) else (value,)
