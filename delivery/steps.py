"""What to do with a stack: apply its saved plan, plan it again, wait for a person, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from delivery.records import Basis, Record
from delivery.seen import is_seen
from delivery.stacks import Json


class Step(StrEnum):
    """What is done with one stack."""

    NOTHING = "nothing"
    APPLY = "apply"
    PLAN_AGAIN = "plan again"
    WAIT = "wait"
    STOP = "stop"


@dataclass(frozen=True)
class Decision:
    """A step, and why, each reason in a few words."""

    step: Step
    reasons: tuple[str, ...] = ()


class Verdict(StrEnum):
    """What the review says of a plan."""

    OK = "ok"
    BLOCKED = "blocked"


def with_saved_plan(record: Record | None, now: Basis, plan: str) -> Decision:
    """What to do with a stack of which a plan was saved, or could not be.

    A plan is applied only if everything that it was made from is as it was. One for another commit, with other
    providers, or in other bytes than those that were recorded is not planned again here: nobody expects it, so it stops
    everything. Outputs of a producer change because that one was applied a moment ago: that is why there is an order.

    Args:
        record: what the plan was made from; None where the stack could not be planned yet.
        now: what there is now.
        plan: SHA-256 of the file of the plan as it is now; empty where there is none.
    """
    if record is None:
        return Decision(Step.PLAN_AGAIN, ("was not planned: what it reads was not there yet",))
    wrong = unexpected(record, now, plan)
    if wrong:
        return Decision(Step.STOP, wrong)
    changed = changed_outputs(record.basis, now)
    if changed:
        return Decision(Step.PLAN_AGAIN, changed)
    return Decision(Step.APPLY if record.has_changes else Step.NOTHING)


def with_new_plan(*, has_changes: bool, verdict: Verdict, review: Json, reviewed: Json | None) -> Decision:
    """What to do with a stack that was planned again.

    `review` is that of the new plan, `reviewed` what people have seen; None where they have seen none.
    """
    if not has_changes:
        return Decision(Step.NOTHING)
    if verdict is Verdict.BLOCKED:
        return Decision(Step.STOP, ("its review is blocked",))
    if reviewed is None:
        return Decision(Step.WAIT, ("nobody has seen a plan of it",))
    if not is_seen(review, reviewed):
        return Decision(Step.WAIT, ("its review is not the one that people have seen",))
    return Decision(Step.APPLY)


def changed_outputs(before: Basis, now: Basis) -> tuple[str, ...]:
    """What a plan has read and is different now, in words."""
    return tuple(
        f"{producer}: {word} {_how(before.outputs, now.outputs, producer, word)}"
        for producer in sorted({*before.outputs, *now.outputs})
        for word in sorted({*before.outputs.get(producer, {}), *now.outputs.get(producer, {})})
        if not _is_same(before.outputs.get(producer, {}).get(word), now.outputs.get(producer, {}).get(word))
    )


def _is_same(before: str | None, now: str | None) -> bool:
    """Whether two hashes are of one value; there is none of a sensitive one, so nobody can tell."""
    return before == now != ""


def _how(
    before: Mapping[str, Mapping[str, str]], now: Mapping[str, Mapping[str, str]], producer: str, word: str
) -> str:
    if word not in now.get(producer, {}):
        return "is gone"
    if now[producer][word] == before.get(producer, {}).get(word) == "":
        return "is sensitive, so it can't be compared"
    return "has changed" if word in before.get(producer, {}) else "is new"


def unexpected(record: Record, now: Basis, plan: str) -> tuple[str, ...]:
    """What is not as it was recorded, and nobody expects to be different."""
    wrong = []
    if record.basis.commit != now.commit:
        wrong.append(f"its plan is of commit {record.basis.commit}, not of {now.commit}")
    if record.basis.lock_file != now.lock_file:
        wrong.append("its lock file is not the one that it was planned with")
    if record.plan != plan and (plan or record.has_changes):
        wrong.append("its saved plan is not the file that was recorded" if plan else "its saved plan is not there")
    return tuple(wrong)
