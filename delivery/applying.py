"""Applying an environment: saved plans where they still hold, new ones where a producer has changed."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from delivery.planning import Outputs, TerraformOf, plan_file, plan_stack, record_file
from delivery.records import Basis, Record, digest_of_file, digests, read_record, write_record
from delivery.reviewing import Reviewer
from delivery.stacks import Json, Stack
from delivery.steps import Decision, Step, with_new_plan, with_saved_plan
from delivery.terraform import Terraform


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
    outputs: dict[str, Mapping[str, Json]] = {}
    for stack in stacks:
        terraform = terraform_of(stack)
        terraform.init()
        record = _record(plans, stack.id)
        now = _now(stack, outputs, commit)
        decision = with_saved_plan(record, now, digest_of_file(plan_file(plans, stack.id)))
        file = plan_file(plans, stack.id)
        if decision.step is Step.PLAN_AGAIN:
            _say(stack, decision)
            file = plan_file(waiting, stack.id)
            record, decision = _plan_again(
                stack, terraform, review, commit=commit, waiting=waiting, reviewed=reviewed.get(stack.id)
            )
        _say(stack, decision)
        if decision.step in {Step.STOP, Step.WAIT}:
            _keep_others(stacks, plans, waiting)
            return replace(decision, reasons=tuple(f"{stack.id}: {reason}" for reason in decision.reasons))
        if decision.step is Step.APPLY:
            terraform.apply(file)
            file.unlink()
        if record is not None:
            # What is applied has nothing left to do; a second run passes it by.
            write_record(record_file(waiting, stack.id), replace(record, has_changes=False))
        outputs[stack.id] = terraform.outputs()
    return Decision(Step.NOTHING)


def _plan_again(
    stack: Stack, terraform: Terraform, review: Reviewer, *, commit: str, waiting: Path, reviewed: Json | None
) -> tuple[Record, Decision]:
    with TemporaryDirectory() as temporary:
        shown = Path(temporary, f"{stack.id}.json")
        record = plan_stack(stack, terraform, commit=commit, into=waiting, shown=shown)
        found = review([shown], waiting)
    decision = with_new_plan(
        has_changes=record.has_changes, verdict=found.verdict, review=found.stacks[stack.id], reviewed=reviewed
    )
    return record, decision


def _record(plans: Path, stack: str) -> Record | None:
    file = record_file(plans, stack)
    return read_record(file) if file.exists() else None


def _now(stack: Stack, outputs: Outputs, commit: str) -> Basis:
    return Basis(commit, digest_of_file(stack.folder / ".terraform.lock.hcl"), digests(stack, outputs))


def _keep_others(stacks: Sequence[Stack], plans: Path, waiting: Path) -> None:
    """Let `waiting` hold a record of every stack that has one, and the plans that are still to be applied."""
    for stack in stacks:
        if not record_file(waiting, stack.id).exists() and record_file(plans, stack.id).exists():
            for file in (record_file(plans, stack.id), plan_file(plans, stack.id)):
                if file.exists():
                    (waiting / file.name).write_bytes(file.read_bytes())


def _say(stack: Stack, decision: Decision) -> None:
    why = f" ({'; '.join(decision.reasons)})" if decision.reasons else ""
    sys.stdout.write(f"{stack.id}: {decision.step}{why}\n")
    sys.stdout.flush()
