"""The keys that a chart reads."""

import pytest

from modules.vendored_charts.key_tree import KeyTree, merged, paths, replaced, tree_of
from modules.vendored_charts.schema_tree import tree_of_schema, without_texts

TREE = tree_of({"image": {"tag": "1", "pull": True}, "labels": {}, "args": ["a"], "replicas": 2, "name": None})


def test_a_default_says_what_may_stand_there() -> None:
    assert TREE == {
        "image": {"tag": "value", "pull": "boolean"},
        "labels": "any",
        "args": "list",
        "replicas": "value",
        "name": "any",
    }


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        ({"a": "value"}, {"b": "list"}, {"a": "value", "b": "list"}),
        ("any", {"a": "value"}, {"a": "value"}),
        ({"a": "value"}, "any", {"a": "value"}),
        ("boolean", "any", "boolean"),
        ("any", "boolean", "boolean"),
        ({"a": {"b": "any"}}, {"a": {"c": "any"}}, {"a": {"b": "any", "c": "any"}}),
    ],
)
def test_two_trees_say_what_both_say(first: KeyTree, second: KeyTree, both: KeyTree) -> None:
    assert merged(first, second) == both


def test_a_node_can_be_replaced_or_added_where_something_leads_to_it() -> None:
    assert replaced({"a": {"b": "value"}}, ("a", "c"), "any") == {"a": {"b": "value", "c": "any"}}
    with pytest.raises(KeyError, match="x"):
        replaced({"a": {"b": "value"}}, ("x", "y"), "any")
    with pytest.raises(KeyError, match="c"):
        replaced({"a": "value"}, ("a", "c"), "any")


def test_every_path_is_listed_a_map_before_what_it_holds() -> None:
    assert list(paths({"a": {"b": "value"}, "c": "any"})) == [("a",), ("a", "b"), ("c",)]


SCHEMA = {
    "properties": {
        "open": {"properties": {"known": {}}},
        "closed": {"additionalProperties": False, "properties": {"description": {"$ref": "#/$defs/text"}}},
        "itself": {"$ref": "#/$defs/loop"},
    },
    "$defs": {
        "text": {"type": "string", "description": "for people"},
        "loop": {"additionalProperties": False, "properties": {"again": {"$ref": "#/$defs/loop"}}},
    },
}


def test_a_schema_closes_what_it_says_is_closed() -> None:
    assert tree_of_schema(SCHEMA) == {
        "open": "any",
        "closed": {"description": "any"},
        "itself": {"again": "any"},
    }


def test_texts_go_and_properties_that_are_called_like_them_stay() -> None:
    assert without_texts(SCHEMA) == {
        **SCHEMA,
        "$defs": {
            "text": {"type": "string"},
            "loop": {"additionalProperties": False, "properties": {"again": {"$ref": "#/$defs/loop"}}},
        },
    }
