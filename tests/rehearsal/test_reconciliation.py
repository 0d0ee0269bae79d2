"""Schemas agree with the bindings that synthesis uses, and get back what a removal of descriptions took along."""

import pytest

from rehearsal.engine.values import State, Value, mapping
from rehearsal.schemas.bindings import Argument, Bindings, read_bindings
from rehearsal.schemas.files import PROVIDERS, SECTIONS, read_schema_file
from rehearsal.schemas.reconciliation import ForeignSchemaError, reconcile

OPTIONAL, REQUIRED = Argument(required=False, struct=None), Argument(required=True, struct=None)
STRING: State = {"type": "string", "optional": True}
BINDINGS = Bindings(
    top={
        "name": REQUIRED,
        "description": REQUIRED,
        "rule": Argument(required=False, struct="Rule"),
        "disk": Argument(required=False, struct="Disk"),
        "label": Argument(required=False, struct="Label"),
    },
    structs={
        "Rule": {"port": OPTIONAL, "description": OPTIONAL},
        "Disk": {"size": OPTIONAL, "description": OPTIONAL},
        "Label": {"key": OPTIONAL, "description": OPTIONAL},
    },
)


def schema(**changes: Value) -> State:
    attributes: dict[str, Value] = {
        "id": {"type": "string", "computed": True},
        "name": {"type": "string", "required": True},
        "rule": {"type": ["set", ["object", {"port": "number"}]], "optional": True},
        "label": {"nested_type": {"nesting_mode": "list", "attributes": {"key": STRING}}, "optional": True},
    }
    disk: State = {"nesting_mode": "list", "block": {"attributes": {"size": STRING}}}
    return {"version": 1, "block": {"attributes": {**attributes, **changes}, "block_types": {"disk": disk}}}


def test_lost_arguments_are_restored_wherever_they_were() -> None:
    assert reconcile("test", schema(), BINDINGS) == {
        "version": 1,
        "block": {
            "attributes": {
                "id": {"type": "string", "computed": True},
                "name": {"type": "string", "required": True},
                "description": {"type": "string", "required": True},
                "rule": {"type": ["set", ["object", {"port": "number", "description": "string"}]], "optional": True},
                "label": {
                    "nested_type": {"nesting_mode": "list", "attributes": {"key": STRING, "description": STRING}},
                    "optional": True,
                },
            },
            "block_types": {
                "disk": {"nesting_mode": "list", "block": {"attributes": {"size": STRING, "description": STRING}}}
            },
        },
    }


def test_a_complete_schema_stays_as_it_is() -> None:
    complete = reconcile("test", schema(), BINDINGS)

    assert reconcile("test", complete, BINDINGS) == complete


def test_every_other_difference_is_an_error() -> None:
    with pytest.raises(ForeignSchemaError) as raised:
        reconcile("test", schema(zone=STRING, name={"type": "string", "computed": True}), BINDINGS)

    assert raised.value.lines == (
        "test.name is in the bindings but not in the schema",
        "test.zone is in the schema but not in the bindings",
    )


def test_our_schemas_are_complete_and_of_the_version_of_our_bindings() -> None:
    for provider in PROVIDERS:
        file = read_schema_file(provider)
        for used in file.types:
            stored = mapping(mapping(file.document, SECTIONS[used.kind]), used.name)

            assert reconcile(used.name, stored, read_bindings(used)) == stored
