"""Applying an environment: saved plans where they still hold, new ones where a producer has changed."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from delivery.beside import SavedPlans
from delivery.planning import Outputs, TerraformOf, plan_file, plan_stack, record_file
from delivery.records import Basis, Record, digest_of_file, digests, read_record, write_record
from delivery.reviewing import TEXT, Reviewer
from delivery.stacks import Json, Stack
from delivery.steps import Decision, Step, unexpected, with_new_plan, with_saved_plan


def apply_environment(
    stacks: Sequence[Stack],
    terraform_of: TerraformOf,
    review: Reviewer,
    *,
    commit: str,
    plans: Path,
    reviewed: Mapping[str, Json],
    waiting: Path,
) -> Decision:
    """Apply `stacks`, all of one environment, in their order; how it ended.

    It goes on until all is done (`Step.NOTHING`), until something is wrong (`Step.STOP`) or until a new plan waits for
    a person (`Step.WAIT`). In that case the plan, its record and its review are in `waiting`, together with the records
    of all other stacks: applied again with that folder and its review, it goes on where it stopped.

    Args:
        stacks: the stacks.
        terraform_of: gives Terraform in the folder of a stack.
        review: reviews a plan.
        commit: what was synthesized.
        plans: the saved plans and their records.
        reviewed: id of each stack to the review that people have seen.
        waiting: a folder for what waits.

    Raises:
        TerraformFailedError, ReviewFailedError, UnreadableRecordError: see there.
    """
    waiting.mkdir(parents=True, exist_ok=True)
    wrong = _unexpected(stacks, plans, commit)
    if wrong:
        return Decision(Step.STOP, wrong)
    outputs: dict[str, Mapping[str, Json]] = {}
    with TemporaryDirectory() as shown:
        saved = SavedPlans(stacks, terraform_of, plans, Path(shown))
        for stack in stacks:
            terraform = terraform_of(stack)
            terraform.init()
            record = _record(plans, stack.id)
            now = _now(stack, outputs, commit)
            file = plan_file(plans, stack.id)
            decision = with_saved_plan(record, now, digest_of_file(file))
            if decision.step is Step.PLAN_AGAIN:
                _say(stack, decision)
                file = plan_file(waiting, stack.id)
                new = saved.shown / f"{stack.id}.json"
                record = plan_stack(stack, terraform, commit=commit, into=waiting, shown=new)
                found = review(saved.with_new(stack.id, new), waiting)
                decision = with_new_plan(
                    has_changes=record.has_changes,
                    verdict=found.verdict,
                    review=found.stacks[stack.id],
                    reviewed=reviewed.get(stack.id),
                )
            _say(stack, decision)
            if decision.step in {Step.STOP, Step.WAIT}:
                _keep_others(stacks, plans, waiting)
                _say_what_waits(waiting, stack)
                return replace(decision, reasons=tuple(f"{stack.id}: {reason}" for reason in decision.reasons))
            if decision.step is Step.APPLY:
                terraform.apply(file)
            if record is not None:
                # What is applied has nothing left to do; a second run passes it by.
                write_record(record_file(waiting, stack.id), replace(record, has_changes=False))
            outputs[stack.id] = terraform.outputs()
    return Decision(Step.NOTHING)


def _unexpected(stacks: Sequence[Stack], plans: Path, commit: str) -> tuple[str, ...]:
    """What is wrong with any of the saved plans: found before the first one is applied."""
    return tuple(
        f"{stack.id}: {reason}"
        for stack in stacks
        if (record := _record(plans, stack.id)) is not None
        for reason in unexpected(record, _now(stack, {}, commit), digest_of_file(plan_file(plans, stack.id)))
    )


def _record(plans: Path, stack: str) -> Record | None:
    file = record_file(plans, stack)
    return read_record(file) if file.exists() else None


def _now(stack: Stack, outputs: Outputs, commit: str) -> Basis:
    return Basis(commit, digest_of_file(stack.folder / ".terraform.lock.hcl"), digests(stack, outputs))


def _keep_others(stacks: Sequence[Stack], plans: Path, waiting: Path) -> None:
    """Let `waiting` hold record and plan of every stack that has them."""
    for stack in stacks:
        for file in (record_file(plans, stack.id), plan_file(plans, stack.id)):
            if file.exists() and not (waiting / file.name).exists():
                (waiting / file.name).write_bytes(file.read_bytes())


def _say_what_waits(waiting: Path, stack: Stack) -> None:
    """The review stands beside those of the other stacks: what is before it has been applied by now."""
    file = waiting / TEXT
    if file.exists():
        text = file.read_text(encoding="utf-8")
        file.write_text(
            f"**`{stack.id}` waits.** The stacks before it are applied already.\n\n{text}", encoding="utf-8"
        )


def _say(stack: Stack, decision: Decision) -> None:
    why = f" ({'; '.join(decision.reasons)})" if decision.reasons else ""
    sys.stdout.write(f"{stack.id}: {decision.step}{why}\n")
    sys.stdout.flush()
