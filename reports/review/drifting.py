"""What happened outside of Terraform, and first of all: who can reach or do what because of it.

A plan does not always set back what somebody opened by hand: a rule that no file knows, in a security group whose rules
are resources of their own, changes nothing in it.
"""

from collections.abc import Iterator
from itertools import chain

from reports.review.differences import differences
from reports.review.document import Drift, Sentence
from reports.review.echoes import Echoes
from reports.review.entries import value_change
from reports.review.meanings.exposure import exposure_sentences
from reports.review.meanings.iam import iam_sentences
from reports.review.meanings.settings import setting_sentences
from reports.review.plan import Action, Change, Plan
from reports.review.values import UNKNOWN, mapping
from reports.review.words import Words, printable


def drift(plan: Plan, words: Words) -> Iterator[Drift]:
    """Each resource that changed outside; whether the plan undoes it shows in the arguments that both change."""
    planned = {change.address: change for change in plan.changes if change.action is not Action.NOTHING}
    echoes = Echoes(plan)
    for change in sorted(plan.drift, key=lambda it: it.address):
        found = list(differences(change.before, change.after))
        is_gone = change.action is Action.DESTROY
        is_undone = _is_undone(change, planned.get(change.address))
        is_echo = not is_undone and echoes.has(change)
        yield Drift(
            printable(change.address),
            is_gone,
            is_undone,
            is_echo,
            () if is_gone else tuple(value_change(it, words) for it in found),
            () if is_echo else tuple(_access(change, echoes, plan, words)),
        )


def _access(change: Change, echoes: Echoes, plan: Plan, words: Words) -> Iterator[Sentence]:
    """Who can reach or do what, but for what the parts that Terraform has made itself mean."""
    parts = [
        Change(change.stack, "", type_name, Action.CREATE, None, made) for type_name, made in echoes.sources(change)
    ]
    known = {it.text for part in parts for it in _sentences(part, plan, words)}
    yield from (it for it in _sentences(change, plan, words) if it.text not in known)


def _sentences(change: Change, plan: Plan, words: Words) -> Iterator[Sentence]:
    return chain(exposure_sentences(change, words), iam_sentences(change, plan, words), setting_sentences(change))


def _is_undone(drifted: Change, planned: Change | None) -> bool:
    if planned is None or drifted.action is Action.DESTROY:
        return planned is not None and planned.action is Action.CREATE
    return planned.action in {Action.UPDATE, Action.REPLACE} and not _arguments(drifted).isdisjoint(_arguments(planned))


def _arguments(change: Change) -> set[str]:
    before, after = mapping(change.before), mapping(change.after)
    return {name for name in {*before, *after} if before.get(name) != after.get(name) and after.get(name) != UNKNOWN}
