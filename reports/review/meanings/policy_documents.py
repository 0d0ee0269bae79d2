"""Two IAM policy documents as sentences: what each statement allows that it did not allow before, in plain words."""

import json
from collections.abc import Collection, Iterator, Mapping

from reports.policies.comparison import Change, StatementDifference, statement_differences
from reports.policies.document import NoPolicyError, Part, Statement, statements_of
from reports.policies.words import in_words
from reports.review.document import Level, Sentence
from reports.review.meanings.policy_reach import foreign_accounts, reaches_far
from reports.review.values import Value
from reports.review.words import Words, listed

_MOST = 200
"""Statements of a policy that are compared: each is, with each of the other one. IAM's size limits allow fewer."""
_PARTS = tuple(Part)


def is_policy(value: Value) -> bool:
    """Whether a value looks like the text of a policy document."""
    return isinstance(value, str) and '"Statement"' in value


def is_document(value: Value) -> bool:
    """Whether a value is the text of a policy document, and not of something else that has one in it."""
    if not isinstance(value, str) or not is_policy(value):
        return False
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and "Statement" in found


def policy_sentences(
    before: Value, after: Value, words: Words, *, is_key_policy: bool, own_accounts: Collection[str]
) -> Iterator[Sentence]:
    """What differs between two documents, either of which may not be there."""
    try:
        old, new = _statements(before), _statements(after)
    except (NoPolicyError, ValueError, RecursionError):
        yield Sentence(Level.REACH, "changes, and is no policy that can be compared")
        return
    for found in statement_differences(old, new):
        far = reaches_far(found, is_key_policy=is_key_policy, own_accounts=own_accounts)
        sentence = _sentence(found, words)
        yield Sentence(Level.REACH if far else Level.NOTE, f"{sentence}{_whose(found, words, own_accounts)}")


def _whose(found: StatementDifference, words: Words, own_accounts: Collection[str]) -> str:
    accounts = foreign_accounts(found.added.get(Part.PRINCIPALS, ()), own_accounts) if found.effect == "Allow" else []
    if not accounts:
        return ""
    named = listed([words.name(it) for it in accounts])
    return f"; **not this account: {named}**" if own_accounts else f"; **is this account {named}?**"


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
