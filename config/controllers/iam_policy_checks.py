"""Whether a policy document of the user's own is one that IAM takes, and that says what it allows."""

import json
from collections.abc import Iterator, Mapping, Sequence

from config.rules.problem import Problem

# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
_KEYS = {"Version", "Id", "Statement"}
_STATEMENT_KEYS = {"Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"}
_VERSION = "2012-10-17"
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html, without white space
_MOST_CHARACTERS = 6_144


def policy_problems(document: Mapping[str, object]) -> Iterator[Problem]:
    """What IAM, or a reviewer, has against a policy document; paths lead from the document to it."""
    for key in (it for it in document if it not in _KEYS):
        yield Problem((key,), document[key], f"is no element of a policy; it has {', '.join(sorted(_KEYS))}")
    if document.get("Version", _VERSION) != _VERSION:
        yield Problem(("Version",), document["Version"], f'must be "{_VERSION}", or variables mean nothing')
    statements = document.get("Statement")
    if not isinstance(statements, Sequence) or isinstance(statements, str) or not statements:
        yield Problem(("Statement",), statements, "must be a list of statements; write at least one")
        return
    for index, statement in enumerate(statements):
        for problem in _statement_problems(statement):
            yield Problem(("Statement", index, *problem.path), problem.value, problem.remedy)
    length = len(json.dumps(document, separators=(",", ":"), default=dict))
    if length > _MOST_CHARACTERS:
        remedy = f"has {length} characters, and IAM takes {_MOST_CHARACTERS}; split it by purpose"
        yield Problem((), f"{len(statements)} statements", remedy)


def _statement_problems(statement: object) -> Iterator[Problem]:
    if not isinstance(statement, Mapping):
        yield Problem((), statement, "must be a statement, with Effect, Action and Resource")
        return
    for key in (it for it in statement if it not in _STATEMENT_KEYS):
        yield Problem((key,), statement[key], f"is no element of a statement; {', '.join(sorted(_STATEMENT_KEYS))} are")
    effect = statement.get("Effect")
    if effect not in {"Allow", "Deny"}:
        yield Problem(("Effect",), effect, "must be Allow or Deny")
    for key in ("Action", "Resource"):
        if key not in statement and f"Not{key}" not in statement:
            yield Problem((key,), None, f"is missing; write what the statement is about ({key})")
    if effect == "Allow":
        yield from _too_wide(statement)


def _too_wide(statement: Mapping[str, object]) -> Iterator[Problem]:
    for key in ("NotAction", "NotResource"):
        if key in statement:
            yield Problem((key,), statement[key], f"allows everything else; write {key.removeprefix('Not')}")
    for action in _listed(statement.get("Action")):
        if action == "*" or (isinstance(action, str) and action.endswith(":*")):
            yield Problem(("Action",), action, "allows every action of a service; write those that are called")


def _listed(value: object) -> Sequence[object]:
    if value is None:
        return ()
    return value if isinstance(value, Sequence) and not isinstance(value, str) else (value,)
