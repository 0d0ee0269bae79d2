"""Statements that allow more than named actions on named resources: only with a reason that a reviewer reads."""

import re
from collections.abc import Iterator, Mapping, Sequence

from config.controllers.iam_statement_checks import listed
from config.rules.problem import Problem

_OR_WHY = "or write the reason under the statement's Sid in broad_because"
_WILDCARD = re.compile("[*?]")
# A verb, such as Get, Put and Describe, before the first wildcard.
_VERB = re.compile("[A-Za-z0-9-]+:[A-Za-z]{3}")
_NAMES_NOTHING = re.compile(r"\*|arn(:[^:]*){4}:[*?/:]+")


def broad_problems(statement: Mapping[str, object]) -> Iterator[Problem]:
    """What a statement allows without naming it; paths lead from the statement to it."""
    if statement.get("Effect") != "Allow":
        return
    for key, what in (("Action", "actions"), ("Resource", "resources")):
        if f"Not{key}" in statement:
            remedy = f"allows all {what} but these, also those to come; write {key}, {_OR_WHY}"
            yield Problem((f"Not{key}",), statement[f"Not{key}"], remedy)
    for action in _texts(statement.get("Action", ())):
        if _WILDCARD.search(action) and not _VERB.match(action):
            remedy = f"allows actions that it does not name; write those that are called, {_OR_WHY}"
            yield Problem(("Action",), action, remedy)
    for resource in _texts(statement.get("Resource", ())):
        if _NAMES_NOTHING.fullmatch(resource):
            yield Problem(("Resource",), resource, f"is every resource; write which ones, {_OR_WHY}")


def broad_sids(document: Mapping[str, object]) -> Iterator[str]:
    """The Sids of the statements of a document that need a reason."""
    for statement in listed(document.get("Statement", ())):
        sid = statement.get("Sid") if isinstance(statement, Mapping) and any(broad_problems(statement)) else None
        if isinstance(sid, str):
            yield sid


def _texts(value: object) -> Sequence[str]:
    return [it for it in listed(value) if isinstance(it, str)]
