"""Sets have no order, wherever they stand."""

from rehearsal.engine.planning import PlannedChange, plan_update
from rehearsal.engine.schema import read_provider_schema
from rehearsal.engine.sets import reversed_sets, sorted_sets
from rehearsal.engine.values import UNKNOWN, State, Value

ITEM: Value = {"nested_type": {"nesting_mode": "set", "attributes": {"n": {"type": "number", "optional": True}}}}
INNER: Value = {"attributes": {"names": {"type": ["set", "string"], "optional": True}}}
SCHEMA: State = {
    "resource_schemas": {
        "test": {
            "block": {
                "attributes": {
                    "ids": {"type": ["set", "string"], "optional": True},
                    "names": {"type": ["list", "string"], "optional": True},
                    "rules": {"type": ["list", ["object", {"to": ["set", "number"]}]], "optional": True},
                    "groups": {"type": ["map", ["set", "string"]], "optional": True},
                    "items": ITEM,
                },
                "block_types": {
                    "one": {"nesting_mode": "list", "block": INNER},
                    "any": {"nesting_mode": "set", "block": INNER},
                    "lone": {"nesting_mode": "single", "block": INNER},
                },
            }
        }
    }
}
BLOCK = read_provider_schema(SCHEMA).resources["test"].block
STATE: State = {
    "ids": ["b", "a"],
    "names": ["b", "a"],
    "rules": [{"to": [2, 1]}],
    "groups": {"x": ["b", "a"]},
    "items": [{"n": 2}, {"n": 1}],
    "one": [{"names": ["b", "a"]}, {"names": []}],
    "any": [{"names": ["d", "c"]}, {"names": ["b", "a"]}],
    "lone": {"names": ["b", "a"]},
}
SORTED: State = {
    "ids": ["a", "b"],
    "names": ["b", "a"],
    "rules": [{"to": [1, 2]}],
    "groups": {"x": ["a", "b"]},
    "items": [{"n": 1}, {"n": 2}],
    "one": [{"names": ["a", "b"]}, {"names": []}],
    "any": [{"names": ["a", "b"]}, {"names": ["c", "d"]}],
    "lone": {"names": ["a", "b"]},
}


def test_sets_are_sorted_at_every_depth_and_lists_are_not() -> None:
    assert sorted_sets(BLOCK, STATE) == SORTED


def test_sets_are_turned_around_at_every_depth_and_lists_are_not() -> None:
    assert reversed_sets(BLOCK, STATE) == SORTED


def test_what_is_missing_or_not_known_stays_so() -> None:
    state: State = {"ids": UNKNOWN, "names": None, "any": [], "lone": None}

    assert sorted_sets(BLOCK, state) == state


def plan(proposed: State) -> PlannedChange:
    return plan_update(
        BLOCK, prior=STATE, proposed=proposed, decided={}, recomputed=(), replaced_by=(("ids",), ("names",))
    )


def test_another_order_of_a_set_plans_nothing() -> None:
    assert plan(SORTED) == PlannedChange(STATE)


def test_another_order_of_a_list_is_a_change() -> None:
    changed: State = {**SORTED, "names": ["a", "b"]}

    assert plan(changed) == PlannedChange(changed, (("names",),))
