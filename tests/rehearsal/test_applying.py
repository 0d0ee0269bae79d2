"""Once a change is applied, nothing is unknown, and nothing that was known is different."""

from rehearsal.engine.applying import settle
from rehearsal.engine.planning import plan_create
from rehearsal.engine.schema import Block, read_provider_schema
from rehearsal.engine.traversal import conform
from rehearsal.engine.values import UNKNOWN, State, Value


def test_the_type_comes_first_then_the_provider_then_emptiness(machine: Block) -> None:
    planned = plan_create(
        machine, conform(machine, {"name": "web", "labels": [{"key": "a"}], "disk": [{"gib": 1}, {"gib": 2}]}), {}
    ).state
    invented: State = {"id": "m-1", "name": "not used", "disk": [{"serial": "s-1"}]}
    fallbacks = {"id": "not used", "serial": "s-any"}

    assert settle(machine, planned, invented, fallbacks) == {
        "id": "m-1",
        "name": "web",
        "size": "",
        "comment": None,
        "password": None,
        "revision": 0,
        "labels": [{"key": "a", "hash": ""}],
        "disk": [{"gib": 1, "serial": "s-1"}, {"gib": 2, "serial": "s-any"}],
        "timeouts": None,
    }


def test_a_type_may_say_null(machine: Block) -> None:
    planned = plan_create(machine, conform(machine, {"name": "web"}), {}).state

    assert settle(machine, planned, {"size": None}, {})["size"] is None


def test_every_kind_of_type_has_an_empty_value() -> None:
    kinds: dict[str, Value] = {
        "bool": "bool",
        "list": ["list", "string"],
        "map": ["map", "string"],
        "number": "number",
        "object": ["object", {"a": "string", "b": ["set", "number"]}],
        "set": ["set", "string"],
        "string": "string",
    }
    attributes: Value = {name: {"type": kind, "computed": True} for name, kind in kinds.items()}
    schema: State = {"resource_schemas": {"test": {"block": {"attributes": attributes}}}}  # a provider of one type
    block = read_provider_schema(schema).resources["test"].block

    assert settle(block, dict.fromkeys(kinds, UNKNOWN), {}, {}) == {
        "bool": False,
        "list": [],
        "map": {},
        "number": 0,
        "object": {"a": "", "b": []},
        "set": [],
        "string": "",
    }
