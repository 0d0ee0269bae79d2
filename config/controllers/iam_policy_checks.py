"""Whether a policy document of the user's own is one that IAM takes, and that says what it allows.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from config.controllers.broad_statements import broad_problems
from config.controllers.iam_statement_checks import statement_problems
from config.regions import Region
from config.rules.problem import Absent, Problem
from config.rules.suggestion import suggestion

_KEYS = ("Version", "Id", "Statement")
_VERSION = "2012-10-17"
MOST_CHARACTERS = 6_144
"""Of a managed policy, without white space: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html."""


def policy_problems(
    document: Mapping[str, object], region: Region | None, reasons: Collection[str] | None
) -> Iterator[Problem]:
    """What IAM, or a reviewer, has against a policy document for a region; paths lead from the document to it.

    `reasons` are the Sids of statements that may be broad; None for all of them.
    """
    for key in (it for it in document if it not in _KEYS):
        yield Problem((key,), document[key], f"is no element of a policy; {suggestion(key, _KEYS)}")
    version = document.get("Version", Absent.MISSING)
    if version != _VERSION:
        yield Problem(("Version",), version, f'must be "{_VERSION}", or variables mean nothing')
    statements = document.get("Statement", Absent.MISSING)
    if not isinstance(statements, Sequence) or isinstance(statements, str) or not statements:
        yield Problem(("Statement",), statements, "must be a list of statements; write at least one")
        return
    for index, statement in enumerate(statements):
        for problem in _problems(statement, region, reasons):
            yield replace(problem, path=("Statement", index, *problem.path))
    yield from _repeated_sids(statements)
    length = characters(statements)
    if length > MOST_CHARACTERS:
        remedy = f"are more than the {MOST_CHARACTERS:,} that IAM takes; split the policy by purpose"
        yield Problem(("Statement",), f"{length:,} characters", remedy)


def characters(statements: Sequence[object]) -> int:
    """How long IAM finds a policy of these statements: it does not count white space."""
    written = json.dumps({"Version": _VERSION, "Statement": statements}, separators=(",", ":"), default=dict)
    return len(re.sub(r"\s", "", written))


def _problems(statement: object, region: Region | None, reasons: Collection[str] | None) -> Iterator[Problem]:
    if not isinstance(statement, Mapping):
        yield Problem((), statement, "must be a statement, with Effect, Action and Resource")
        return
    yield from statement_problems(statement, region)
    if reasons is not None and statement.get("Sid") not in list(reasons):
        yield from broad_problems(statement)


def _repeated_sids(statements: Sequence[object]) -> Iterator[Problem]:
    sids = [it.get("Sid") if isinstance(it, Mapping) else None for it in statements]
    for index, sid in enumerate(sids):
        if sid is not None and sid in sids[:index]:
            yield Problem(("Statement", index, "Sid"), sid, "is the Sid of an earlier statement; write another")
