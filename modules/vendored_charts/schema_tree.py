"""The keys that a chart's JSON schema names."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from modules.vendored_charts.key_tree import ANY, KeyTree

Schema = Mapping[str, Any]
"""A JSON schema, as json.loads gives it."""
_TEXTS = ("title", "description", "examples", "default", "$comment", "markdownDescription")


def tree_of_schema(schema: Schema) -> KeyTree:
    """The tree of everything that a schema lists by name. A subtree is of free form where the schema leaves it open."""
    return _node(schema, schema, frozenset())


def without_texts(schema: Schema) -> Schema:
    """A schema without what is only for people: it stays small, and decides the same."""
    return cast("Schema", _stripped(schema, names=False))


def _node(node: Schema, whole: Schema, seen: frozenset[str]) -> KeyTree:
    reference = node.get("$ref")
    if isinstance(reference, str):
        if reference in seen or not reference.startswith("#/"):
            return ANY
        return _node(_at(whole, reference), whole, seen | {reference})
    properties = node.get("properties")
    if not isinstance(properties, Mapping) or (node is not whole and node.get("additionalProperties") is not False):
        return ANY
    return {key: _node(below, whole, seen) for key, below in properties.items() if isinstance(below, Mapping)}


def _at(whole: Schema, reference: str) -> Schema:
    """What a reference leads to; nothing where it leads nowhere, as in a schema that no value ever meets."""
    found: Any = whole
    for key in reference.removeprefix("#/").split("/"):
        found = found.get(key.replace("~1", "/").replace("~0", "~")) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _stripped(node: object, *, names: bool) -> object:
    """`names`: the keys of this map are names of properties, not keywords of the schema."""
    if isinstance(node, Mapping):
        inside = {"properties", "patternProperties", "definitions", "$defs", "dependencies"}
        return {
            key: _stripped(below, names=not names and key in inside)
            for key, below in node.items()
            if names or key not in _TEXTS
        }
    if isinstance(node, Sequence) and not isinstance(node, str):
        return [_stripped(below, names=False) for below in node]
    return node
