"""Planning compares what is wanted with what is stored; it never repeats an answer."""

import pytest

from rehearsal.engine.planning import PlannedChange, plan_create, plan_update
from rehearsal.engine.schema import Block
from rehearsal.engine.traversal import Path, conform
from rehearsal.engine.values import UNKNOWN, State, Value

STORED: dict[str, Value] = {
    "id": "m-1",
    "name": "web",
    "size": "small",
    "comment": None,
    "password": None,
    "revision": 3,
    "labels": [{"key": "a", "hash": "h-a"}],
    "disk": [{"gib": 10, "serial": "s-1"}],
    "timeouts": None,
}


def update(
    machine: Block,
    proposed: State,
    *,
    decided: State | None = None,
    recomputed: tuple[str, ...] = (),
    replaced_by: tuple[Path, ...] = (),
) -> PlannedChange:
    return plan_update(
        machine,
        prior=STORED,
        proposed=proposed,
        decided=decided or {},
        recomputed=recomputed,
        replaced_by=replaced_by,
    )


def test_on_creation_everything_computed_that_is_not_given_is_unknown(machine: Block) -> None:
    proposed = conform(machine, {"name": "web", "labels": [{"key": "a"}], "disk": [{"gib": 10}], "password": "secret"})

    assert plan_create(machine, proposed, {}) == PlannedChange(
        {
            "id": UNKNOWN,
            "name": "web",
            "size": UNKNOWN,
            "comment": None,
            "password": None,
            "revision": UNKNOWN,
            "labels": [{"key": "a", "hash": UNKNOWN}],
            "disk": [{"gib": 10, "serial": UNKNOWN}],
            "timeouts": None,
        }
    )


def test_on_creation_a_computed_value_that_is_given_or_decided_is_kept(machine: Block) -> None:
    planned = plan_create(machine, conform(machine, {"name": "web", "size": "large"}), {"revision": 1}).state

    assert (planned["size"], planned["revision"]) == ("large", 1)


def test_nothing_differs_so_nothing_happens(machine: Block) -> None:
    assert update(machine, STORED, recomputed=("revision",), replaced_by=(("name",),)) == PlannedChange(STORED)


def test_a_write_only_argument_is_no_difference_and_never_planned(machine: Block) -> None:
    assert update(machine, {**STORED, "password": "secret"}) == PlannedChange(STORED)


def test_a_difference_changes_that_alone(machine: Block) -> None:
    assert update(machine, {**STORED, "comment": "new"}) == PlannedChange({**STORED, "comment": "new"})


def test_a_difference_in_what_the_provider_decides_is_a_change(machine: Block) -> None:
    assert update(machine, STORED, decided={"size": "large"}) == PlannedChange({**STORED, "size": "large"})


def test_what_an_update_changes_by_itself_becomes_unknown(machine: Block) -> None:
    planned = update(machine, {**STORED, "comment": "new"}, recomputed=("revision",))

    assert planned == PlannedChange({**STORED, "comment": "new", "revision": UNKNOWN})


def test_a_new_block_brings_unknown_values(machine: Block) -> None:
    disks: Value = [{"gib": 10, "serial": "s-1"}, {"gib": 20, "serial": None}]

    planned = update(machine, {**STORED, "disk": disks}).state

    assert planned["disk"] == [{"gib": 10, "serial": "s-1"}, {"gib": 20, "serial": UNKNOWN}]


def test_an_argument_that_is_not_known_yet_is_a_change(machine: Block) -> None:
    assert update(machine, {**STORED, "name": UNKNOWN}) == PlannedChange({**STORED, "name": UNKNOWN})


def test_only_changed_paths_force_a_replacement(machine: Block) -> None:
    proposed: State = {**STORED, "name": "api", "disk": [{"gib": 20, "serial": "s-1"}]}

    planned = update(machine, proposed, replaced_by=(("name",), ("size",), ("disk", "gib"), ("disk", "serial")))

    assert planned.replaced_by == (("name",), ("disk", 0, "gib"))


@pytest.mark.parametrize(
    "disks",
    [[], [{"gib": 10, "serial": "s-1"}, {"gib": 20, "serial": None}]],
    ids=["taken away", "added"],
)
def test_a_block_that_comes_or_goes_changes_what_is_in_it(machine: Block, disks: Value) -> None:
    planned = update(machine, {**STORED, "disk": disks}, replaced_by=(("disk", "gib"),))

    assert planned.replaced_by == (("disk", 1 if disks else 0, "gib"),)


@pytest.mark.parametrize(
    ("before", "after", "forced"),
    [("a", "b", ()), (None, "b", ()), ("a", None, (("comment",),))],
    ids=["changed", "added", "taken away"],
)
def test_some_arguments_force_a_replacement_only_when_they_are_taken_away(
    machine: Block, before: Value, after: Value, forced: tuple[Path, ...]
) -> None:
    planned = plan_update(
        machine,
        prior={**STORED, "comment": before},
        proposed={**STORED, "comment": after},
        decided={},
        recomputed=(),
        replaced_by=(),
        replaced_by_removing=(("comment",),),
    )

    assert planned.replaced_by == forced
