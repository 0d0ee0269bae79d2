"""Who may do what in AWS and in the cluster: policies, trusts, and who has them."""

from collections.abc import Iterator
from typing import NamedTuple

from reports.review.document import Level, Sentence
from reports.review.meanings.grants import grant_sentences
from reports.review.meanings.policy_documents import is_document, is_policy, policy_sentences
from reports.review.plan import Action, Change, Plan
from reports.review.values import Hidden, Value, items, mapping, text
from reports.review.words import Words, path_text

_INLINE = "inline_policy"


class _Document(NamedTuple):
    """A policy document before and after, and where it stands."""

    argument: str
    label: str
    before: Value
    after: Value


def policy_arguments(change: Change) -> set[str]:
    """The arguments of a resource that hold policy documents before or after."""
    return {it.argument for it in _documents(change)}


def iam_sentences(change: Change, plan: Plan, words: Words) -> Iterator[Sentence]:
    """What may be done after a change that may not be done before, and the other way round."""
    if change.action not in {Action.FORGET, Action.NOTHING}:
        for document in _documents(change):
            yield from _policy(document, change, plan, words)
        yield from grant_sentences(change, words, plan.accounts)


def _documents(change: Change) -> Iterator[_Document]:
    before, after = mapping(change.before), mapping(change.after)
    for name in sorted({*before, *after}):
        sides = (before.get(name), after.get(name))
        if name == _INLINE and not any(map(is_document, sides)):
            old, new = map(_inline, sides)
            unknown = sides[1] if isinstance(sides[1], Hidden) else None
            for label in sorted({*old, *new}):
                yield _Document(name, path_text((name, label)), old.get(label), new.get(label, unknown))
        elif (
            (name == "policy" or name.endswith("_policy"))
            and any(is_policy(it) or _is_hidden(change, it) for it in sides)
        ) or any(map(is_document, sides)):
            yield _Document(name, name, *sides)


def _inline(blocks: Value) -> dict[str, Value]:
    """The policies in a role, by their names. AWS knows of none where they are no argument of the role."""
    found = [mapping(it) for it in items(blocks)]
    return {text(it.get("name")) or "(unnamed)": it.get("policy") for it in found if it.get("policy")}


def _policy(document: _Document, change: Change, plan: Plan, words: Words) -> Iterator[Sentence]:
    _, label, before, after = document
    hidden = next((it for it in (after, before) if isinstance(it, Hidden)), None)
    if hidden is None:
        is_key = change.type.startswith("aws_kms_")
        for found in policy_sentences(before, after, words, is_key_policy=is_key, own_accounts=plan.accounts):
            yield Sentence(found.level, f"{words.name(label)}: {found.text}")
    elif before != after or change.action is not Action.UPDATE:
        level = Level.NOTE if change.action is Action.CREATE else Level.REACH
        yield Sentence(level, f"{words.name(label)}: what it allows is not in this plan ({hidden.why})")


def _is_hidden(change: Change, value: Value) -> bool:
    is_of_policies = change.type.startswith(("aws_iam_", "aws_kms_")) or change.type.endswith("_policy")
    return is_of_policies and isinstance(value, Hidden)
