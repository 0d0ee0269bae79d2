"""Comparing a schema with the bindings, and restoring what a careless removal of descriptions took along.

`terraform providers schema -json` is often kept without its descriptions. Where they are removed by the key
`description`, every argument of that name goes too. Such an argument is a string everywhere, so it can be put back.
"""

from collections.abc import Iterable, Mapping

from rehearsal.engine.values import State, Value, items, mapping
from rehearsal.schemas.bindings import Argument, Bindings

_LOST = "description"


class ForeignSchemaError(Exception):
    """A schema is not of the version that the bindings were generated from; one line for each difference."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("\n".join(self.lines))


def reconcile(name: str, schema: State, bindings: Bindings) -> State:
    """The schema of type `name`, complete.

    Raises:
        ForeignSchemaError: the schema and the bindings know different arguments.
    """
    block = _block(mapping(schema, "block"), bindings.top, bindings)
    if lines := _differences(name, block, bindings.top, bindings):
        raise ForeignSchemaError(lines)
    return {**schema, "block": block}


def _block(block: State, arguments: Mapping[str, Argument], bindings: Bindings) -> State:
    """`block`, or the body of a nested attribute, with what it has lost."""
    attributes = mapping(block, "attributes")
    block_types = mapping(block, "block_types")
    found = {name: _attribute(mapping(attributes, name), arguments.get(name), bindings) for name in attributes}
    if _LOST in arguments and _LOST not in found and _LOST not in block_types:
        found[_LOST] = {"type": "string", "required" if arguments[_LOST].required else "optional": True}
    nested = {
        name: {**inner, "block": _block(mapping(inner, "block"), _within(name, arguments, bindings), bindings)}
        for name in block_types
        for inner in [mapping(block_types, name)]
    }
    return {**block, **({"attributes": found} if found else {}), **({"block_types": nested} if nested else {})}


def _attribute(attribute: State, argument: Argument | None, bindings: Bindings) -> State:
    within = None if argument is None else bindings.nested(argument)
    if within is None:
        return attribute
    if "nested_type" in attribute:
        return {**attribute, "nested_type": _block(mapping(attribute, "nested_type"), within, bindings)}
    return {**attribute, "type": _type(attribute.get("type"), within)}


def _type(expression: Value, arguments: Mapping[str, Argument]) -> Value:
    """A type like `["set", ["object", {...}]]`, in which the object gets what it has lost."""
    kind, *rest = items({"type": expression}, "type")
    if kind != "object":
        return [kind, *(_type(inner, arguments) for inner in rest)]
    members = mapping({"object": rest[0]}, "object")
    return [kind, {**members, _LOST: "string"} if _LOST in arguments else members]


def _differences(path: str, block: State, arguments: Mapping[str, Argument], bindings: Bindings) -> list[str]:
    attributes, block_types = mapping(block, "attributes"), mapping(block, "block_types")
    settable = {name for name in attributes if {"required", "optional"} & mapping(attributes, name).keys()}
    known = settable | block_types.keys()
    lines = [f"{path}.{name} is in the bindings but not in the schema" for name in sorted(arguments.keys() - known)]
    lines += [f"{path}.{name} is in the schema but not in the bindings" for name in sorted(known - arguments.keys())]
    for name in block_types.keys() & arguments.keys():
        inner = mapping(mapping(block_types, name), "block")
        lines += _differences(f"{path}.{name}", inner, _within(name, arguments, bindings), bindings)
    return lines


def _within(name: str, arguments: Mapping[str, Argument], bindings: Bindings) -> Mapping[str, Argument]:
    return (bindings.nested(arguments[name]) if name in arguments else None) or {}
