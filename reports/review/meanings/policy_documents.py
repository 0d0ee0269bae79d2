"""Two IAM policy documents as sentences: what each statement allows that it did not allow before, in plain words."""

import json
from collections.abc import Iterator, Mapping

from reports.policies.comparison import Change, StatementDifference, statement_differences
from reports.policies.document import NoPolicyError, Part, Statement, statements_of
from reports.policies.words import in_words
from reports.review.document import Level, Sentence
from reports.review.values import Value
from reports.review.words import Words

_MOST = 200
"""Statements of a policy that are compared: each is, with each of the other one. IAM's size limits allow fewer."""
# Who may do these on every resource can give himself the rest.
_ESCALATING = ("iam:", "sts:assumerole", "kms:putkeypolicy", "kms:creategrant", "organizations:")
_PARTS = tuple(Part)
_EXCEPTIONS = (Part.NOT_ACTIONS, Part.NOT_PRINCIPALS, Part.NOT_RESOURCES)


def is_policy(value: Value) -> bool:
    """Whether a value is the text of a policy document."""
    return isinstance(value, str) and '"Statement"' in value


def policy_sentences(before: Value, after: Value, words: Words) -> Iterator[Sentence]:
    """What differs between two documents, either of which may not be there."""
    try:
        old, new = _statements(before), _statements(after)
    except (NoPolicyError, ValueError, RecursionError):
        yield Sentence(Level.REACH, "changes, and is no policy that can be compared")
        return
    for found in statement_differences(old, new):
        yield Sentence(Level.REACH if reaches_far(found) else Level.NOTE, _sentence(found, words))


def reaches_far(found: StatementDifference) -> bool:
    """Whether what is allowed from now on deserves a second look: a whole service, anybody, everything, no denial."""
    if not found.widens:
        return False
    if found.effect == "Deny":
        return True
    actions, principals = found.added.get(Part.ACTIONS, ()), found.added.get(Part.PRINCIPALS, ())
    if any(it == "*" or it.endswith(":*") for it in actions) or any(it.endswith(" *") for it in principals):
        return True
    if any(part in {*found.added, *found.removed} for part in _EXCEPTIONS) or found.removed.get(Part.CONDITIONS):
        return True
    everywhere = "*" in found.added.get(Part.RESOURCES, ())
    return everywhere and (found.change is Change.CHANGED or any(it.lower().startswith(_ESCALATING) for it in actions))


def _statements(value: Value) -> tuple[Statement, ...]:
    found = statements_of(json.loads(value)) if isinstance(value, str) else ()
    if len(found) > _MOST:
        raise NoPolicyError("has too many statements")
    return found


def _sentence(found: StatementDifference, words: Words) -> str:
    name = f"{words.name(found.name)} ({'allow' if found.effect == 'Allow' else '**deny**'})"
    added, removed = (_listed(parts, words) for parts in (found.added, found.removed))
    if found.change is Change.ADDED:
        return f"new {name}: {added}"
    if found.change is Change.REMOVED:
        return f"gone {name}: {removed}"
    return f"in {name}: {'; '.join(filter(None, (added and f'added {added}', removed and f'removed {removed}')))}"


def _listed(parts: Mapping[Part, tuple[str, ...]], words: Words) -> str:
    """Every one of them: the rest of a permission is no detail."""
    return ", ".join(words.name(in_words(part, it)) for part in _PARTS for it in parts.get(part, ()))
