"""From plans and allowances to the review."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields

from reports.review.allowances import Allowance, Allowances
from reports.review.consequences import consequences
from reports.review.differences import differences
from reports.review.digests import digest_of
from reports.review.document import (
    VERSION,
    AllowanceReport,
    Counts,
    Level,
    OutputChange,
    Review,
    StackReview,
    Verdict,
)
from reports.review.drifting import drift
from reports.review.entries import entry, value_change
from reports.review.guards import Guards
from reports.review.plan import Action, Change, Plan
from reports.review.words import Words, printable

_LEVELS = tuple(Level)


def review(plans: Sequence[Plan], allowances: Allowances, words: Words) -> Review:
    """Everything that is to be said of some plans that belong together."""
    guards = Guards(plans)
    stacks = tuple(_stack(plan, guards, allowances, words) for plan in plans)
    counts = Counter[str]()
    for stack in stacks:
        counts.update(_numbers(stack.counts))
    return Review(
        VERSION,
        _verdict(stacks),
        Counts(**counts),
        stacks,
        consequences(plans),
        tuple(_idle(plans, guards, allowances)),
    )


def _verdict(stacks: Sequence[StackReview]) -> Verdict:
    if any(not stack.is_whole or any(it.level is Level.BLOCKED for it in stack.entries) for stack in stacks):
        return Verdict.BLOCKED
    return Verdict.CHANGES if any(stack.entries or stack.outputs for stack in stacks) else Verdict.UNCHANGED


def _stack(plan: Plan, guards: Guards, allowances: Allowances, words: Words) -> StackReview:
    entries = [entry(change, plan, guards, allowances, words) for change in plan.changes if _happens(change)]
    return StackReview(
        printable(plan.stack),
        plan.is_whole,
        plan.is_complete,
        _counts(plan.changes),
        tuple(sorted(entries, key=lambda it: (_LEVELS.index(it.level), it.address, it.action))),
        tuple(_outputs(plan, words)),
        tuple(drift(plan, words)),
        tuple(map(printable, plan.moving)),
    )


def _happens(change: Change) -> bool:
    return change.action is not Action.NOTHING or bool(change.moved_from or change.imported_id)


def _counts(changes: Sequence[Change]) -> Counts:
    actions = Counter(change.action.value for change in changes)
    imports = sum(change.imported_id is not None for change in changes)
    moves = sum(change.moved_from is not None for change in changes)
    return Counts(**actions, imports=imports, moves=moves)


def _numbers(counts: Counts) -> dict[str, int]:
    return {it.name: getattr(counts, it.name) for it in fields(counts)}


def _outputs(plan: Plan, words: Words) -> Iterator[OutputChange]:
    for output in plan.outputs:
        for it in differences(output.before, output.after, (output.name,)):
            shown = value_change(it, words)
            yield OutputChange(shown.path, shown.before, shown.after, digest_of(it, words))


def _idle(plans: Sequence[Plan], guards: Guards, allowances: Allowances) -> Iterator[AllowanceReport]:
    """Allowances that allow nothing here: to be taken out, or put right."""
    if not allowances.all:
        return
    guarded = [change for plan in plans for change in plan.changes if _happens(change) and guards.of(change)]
    reviewed = {plan.stack for plan in plans}
    for allowance in allowances.all:
        why = _why_idle(allowance, guarded, reviewed, allowances)
        if why:
            yield AllowanceReport(printable(allowance.stack), printable(allowance.address), allowance.change, why)


def _why_idle(allowance: Allowance, guarded: Sequence[Change], reviewed: set[str], allowances: Allowances) -> str:
    if allowance.stack not in reviewed:
        return "the stack is not in this review"
    if not allowance.holds(allowances.on, allowances.base):
        return f"it held {allowance.end}, and has ended"
    return "" if any(map(allowance.covers, guarded)) else "no guarded change of this plan needs it"
