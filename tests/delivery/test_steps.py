"""What is done with a stack: every way in which the basis of its plan can differ, every outcome of a new plan."""

from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from delivery.records import (
    Basis,
    Record,
    UnreadableRecordError,
    digest_of,
    digests,
    outputs_in_plan,
    read_record,
    unpublished,
    write_record,
)
from delivery.stacks import SENSITIVE, Json, Output, Stack
from delivery.steps import Decision, Step, Verdict, changed_outputs, with_new_plan, with_saved_plan

BASIS = Basis("c1", "lock", {"dev-network": {"vpc_id": "1", "private_subnet_ids[a]": "2"}})
RECORD = Record("dev-cluster", plan="plan", has_changes=True, basis=BASIS)
CLUSTER = Stack(
    id="dev-cluster",
    environment="dev",
    kind="cluster",
    folder=Path(),
    region="eu-central-1",
    state=None,
    providers={},
    reads={"dev-network": frozenset({Output("vpc_id"), Output("private_subnet_ids", "a")})},
    readers={"apply-network-first": "dev-network"},
)


def with_outputs(**outputs: str) -> Basis:
    return replace(BASIS, outputs={"dev-network": outputs})


@pytest.mark.parametrize(
    ("now", "plan", "decision"),
    [
        (BASIS, "plan", Decision(Step.APPLY)),
        (replace(BASIS, commit="c2"), "plan", Decision(Step.STOP, ("its plan is of commit c1, not of c2",))),
        (
            replace(BASIS, lock_file=""),
            "plan",
            Decision(Step.STOP, ("its lock file is not the one that it was planned with",)),
        ),
        (BASIS, "other", Decision(Step.STOP, ("its saved plan is not the file that was recorded",))),
        (BASIS, "", Decision(Step.STOP, ("its saved plan is not there",))),
        (
            with_outputs(**{"vpc_id": "9", "private_subnet_ids[b]": "3"}),
            "plan",
            Decision(
                Step.PLAN_AGAIN,
                (
                    "dev-network: private_subnet_ids[a] is gone",
                    "dev-network: private_subnet_ids[b] is new",
                    "dev-network: vpc_id has changed",
                ),
            ),
        ),
        (replace(BASIS, outputs={}), "plan", None),
        # Several at once: what nobody expects comes before what has a remedy.
        (replace(with_outputs(), commit="c2"), "", None),
    ],
)
def test_a_saved_plan_is_applied_only_if_nothing_has_changed(now: Basis, plan: str, decision: Decision | None) -> None:
    decided = with_saved_plan(RECORD, now, plan)

    assert decision is None or decided == decision
    assert (decided.step is Step.APPLY) == (now == BASIS and plan == "plan")
    assert (decided.step is Step.STOP) == (
        plan != "plan" or (now.commit, now.lock_file) != (BASIS.commit, BASIS.lock_file)
    )


@pytest.mark.parametrize(
    ("now", "step"),
    [(BASIS, Step.NOTHING), (with_outputs(vpc_id="9"), Step.PLAN_AGAIN), (replace(BASIS, commit="c2"), Step.STOP)],
)
def test_without_changes_there_is_nothing_to_apply_unless_a_producer_changed(now: Basis, step: Step) -> None:
    """And no file of the plan is needed."""
    assert with_saved_plan(replace(RECORD, has_changes=False), now, "").step is step


def test_what_could_not_be_planned_is_planned_when_its_turn_comes() -> None:
    assert with_saved_plan(None, BASIS, "") == Decision(
        Step.PLAN_AGAIN, ("was not planned: what it reads was not there yet",)
    )


def test_a_new_plan_goes_on_alone_only_with_the_review_that_people_have_seen() -> None:
    seen, other = {"verdict": "ok", "changes": 1}, {"verdict": "ok", "changes": 2}
    steps = {
        (has_changes, verdict, reviewed): with_new_plan(
            has_changes=has_changes,
            verdict=verdict,
            review=seen,
            reviewed={"same": seen, "other": other, "none": None}[reviewed],
        ).step
        for has_changes, verdict, reviewed in product((True, False), Verdict, ("same", "other", "none"))
    }

    assert steps == {
        **{(False, verdict, reviewed): Step.NOTHING for verdict in Verdict for reviewed in ("same", "other", "none")},
        **{(True, Verdict.BLOCKED, reviewed): Step.STOP for reviewed in ("same", "other", "none")},
        (True, Verdict.OK, "same"): Step.APPLY,
        (True, Verdict.OK, "other"): Step.WAIT,
        (True, Verdict.OK, "none"): Step.WAIT,
    }


def test_only_what_a_stack_reads_is_hashed() -> None:
    outputs = {"dev-network": {"vpc_id": "vpc-1", "private_subnet_ids": {"a": "s-1", "b": "s-2"}, "vpc_arn": "arn"}}

    assert digests(CLUSTER, outputs) == {
        "dev-network": {"private_subnet_ids[a]": digest_of("s-1"), "vpc_id": digest_of("vpc-1")}
    }
    assert unpublished(CLUSTER, outputs) == {}


@pytest.mark.parametrize(
    ("outputs", "missing"),
    [
        ({}, ("private_subnet_ids[a]", "vpc_id")),
        ({"dev-network": {}}, ("private_subnet_ids[a]", "vpc_id")),
        ({"dev-network": {"vpc_id": "vpc-1", "private_subnet_ids": {"b": "s-2"}}}, ("private_subnet_ids[a]",)),
    ],
)
def test_what_a_producer_has_not_published_is_named(
    outputs: dict[str, dict[str, str]], missing: tuple[str, ...]
) -> None:
    assert unpublished(CLUSTER, outputs) == {"dev-network": missing}


def test_of_a_sensitive_output_there_is_no_hash_and_nobody_can_tell_whether_it_is_the_same() -> None:
    """The plan says it by marks beside the values, a state by a word; parts of an output count as all of it."""
    read = {"mode": "data", "type": "terraform_remote_state", "name": "apply-network-first"}
    outputs = {"vpc_id": "vpc-1", "private_subnet_ids": {"a": "s-1", "b": "s-2"}}

    def in_plan(marks: Json) -> Basis:
        resources = [{**read, "values": {"outputs": outputs}, "sensitive_values": marks}]
        values = {"root_module": {"resources": resources}}
        return Basis("c1", "lock", digests(CLUSTER, outputs_in_plan(CLUSTER, {"prior_state": {"values": values}})))

    shown = {"private_subnet_ids[a]": digest_of("s-1"), "vpc_id": digest_of("vpc-1")}
    hidden = [in_plan({"outputs": it}) for it in ({"vpc_id": True}, {"vpc_id": {"a": [True]}}, True)]

    assert [it.outputs["dev-network"] for it in (in_plan({}), in_plan({"outputs": {"vpc_id": [False]}}))] == [shown] * 2
    assert [it.outputs["dev-network"] for it in hidden] == [
        {**shown, "vpc_id": ""},
        {**shown, "vpc_id": ""},
        dict.fromkeys(shown, ""),
    ]
    assert unpublished(CLUSTER, {"dev-network": {"vpc_id": SENSITIVE, "private_subnet_ids": SENSITIVE}}) == {}
    assert changed_outputs(hidden[0], hidden[0]) == ("dev-network: vpc_id is sensitive, so it can't be compared",)
    assert changed_outputs(in_plan({}), hidden[0]) == ("dev-network: vpc_id has changed",)


def test_a_plan_without_changes_has_to_be_the_one_that_was_recorded_where_it_is_there() -> None:
    """It is not applied, but reviews read it."""
    quiet = replace(RECORD, has_changes=False)

    assert [with_saved_plan(quiet, BASIS, it).step for it in ("plan", "", "other")] == [
        Step.NOTHING,
        Step.NOTHING,
        Step.STOP,
    ]


def test_a_plan_says_what_it_has_read() -> None:
    read = {"mode": "data", "type": "terraform_remote_state", "name": "apply-network-first"}
    resources = [
        {**read, "values": {"outputs": {"vpc_id": "vpc-1"}}},
        {"mode": "data", "type": "aws_caller_identity", "name": "me", "values": {}},
        {"mode": "managed", "type": "aws_vpc", "name": "network", "values": {}},
    ]

    assert outputs_in_plan(CLUSTER, {"prior_state": {"values": {"root_module": {"resources": resources}}}}) == {
        "dev-network": {"vpc_id": "vpc-1"}
    }
    assert outputs_in_plan(CLUSTER, {}) == {}


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_record(tmp_path / "record.json", RECORD)

    assert read_record(tmp_path / "record.json") == RECORD


@pytest.mark.parametrize(
    ("text", "message"),
    [(None, "no record of a plan"), ("{", "no record of a plan"), ("{}", "no record of a plan")],
)
def test_a_record_that_is_none_is_refused(tmp_path: Path, text: str | None, message: str) -> None:
    if text is not None:
        (tmp_path / "record.json").write_text(text)

    with pytest.raises(UnreadableRecordError, match=message):
        read_record(tmp_path / "record.json")


def test_a_record_of_another_format_is_refused(tmp_path: Path) -> None:
    write_record(tmp_path / "record.json", replace(RECORD, format=2))

    with pytest.raises(UnreadableRecordError, match="is of format 2, and this version reads 1"):
        read_record(tmp_path / "record.json")
