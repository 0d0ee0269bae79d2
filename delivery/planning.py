"""Planning an environment: each stack in order, as far as what it reads is there."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from delivery.locked import check_lock_file
from delivery.records import (
    Basis,
    Record,
    digest_of_file,
    digests,
    outputs_in_plan,
    unpublished,
    write_record,
)
from delivery.reviewing import TEXT, Review, Reviewer
from delivery.stacks import Json, Stack
from delivery.terraform import Terraform

TerraformOf: TypeAlias = Callable[[Stack], Terraform]
Outputs: TypeAlias = Mapping[str, Mapping[str, Json]]
"""Id of a stack to its outputs."""


@dataclass(frozen=True)
class Environment:
    """What was planned. `pending` is what could not be: id of a stack to what it waits for, in words."""

    records: Mapping[str, Record]
    pending: Mapping[str, str]
    review: Review


def plan_file(folder: Path, stack: str) -> Path:
    """Where the saved plan of a stack lies. It holds state and secrets: it goes into the state bucket or nowhere."""
    return folder / f"{stack}.tfplan"


def record_file(folder: Path, stack: str) -> Path:
    """Where its record lies, which anybody may see."""
    return folder / f"{stack}.record.json"


def plan_environment(
    stacks: Sequence[Stack], terraform_of: TerraformOf, review: Reviewer, *, commit: str, into: Path
) -> Environment:
    """Plan `stacks`, all of one environment, in their order; plans, records and the review of all go to `into`.

    Raises:
        TerraformFailedError, ReviewFailedError, LockFileError: see there; nothing after the stack concerned is planned.
    """
    into.mkdir(parents=True, exist_ok=True)
    outputs: dict[str, Mapping[str, Json]] = {}
    records: dict[str, Record] = {}
    pending: dict[str, str] = {}
    with TemporaryDirectory() as temporary:
        shown = []
        for stack in stacks:
            check_lock_file(stack)
            terraform = terraform_of(stack)
            terraform.init()
            outputs[stack.id] = terraform.outputs()
            missing = unpublished(stack, outputs)
            if missing:
                pending[stack.id] = _words(missing)
                continue
            shown.append(Path(temporary, f"{stack.id}.json"))
            records[stack.id] = plan_stack(stack, terraform, commit=commit, into=into, shown=shown[-1])
        reviewed = review(shown, into)
    reviewed = replace(reviewed, text=_remark(pending) + reviewed.text)
    (into / TEXT).write_text(reviewed.text, encoding="utf-8")
    return Environment(records, pending, reviewed)


def plan_stack(stack: Stack, terraform: Terraform, *, commit: str, into: Path, shown: Path) -> Record:
    """Plan one stack, which is initialized; its record. `shown` gets the plan as JSON, which holds secrets."""
    file = plan_file(into, stack.id)
    has_changes = terraform.plan(file)
    text = terraform.show(file)
    shown.write_text(text, encoding="utf-8")
    read = outputs_in_plan(stack, json.loads(text))
    basis = Basis(commit, digest_of_file(stack.folder / ".terraform.lock.hcl"), digests(stack, read))
    record = Record(stack.id, digest_of_file(file), has_changes, basis)
    write_record(record_file(into, stack.id), record)
    return record


def _words(missing: Mapping[str, Sequence[str]]) -> str:
    return "; ".join(f"{producer} has to publish {', '.join(words)}" for producer, words in missing.items())


def _remark(pending: Mapping[str, str]) -> str:
    if not pending:
        return ""
    lines = "".join(f"- `{id}`: {words}\n" for id, words in pending.items())
    return f"**Not planned yet**: what these stacks read is there only after others are applied.\n\n{lines}\n"
