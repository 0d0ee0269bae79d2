"""The values that the provider gives to arguments that are left out: defaults.toml.

Terraform holds a provider to its schema: one whose schema does not call an argument computed may not fill it in. The
providers of the older kind are excused from that, which ours does not claim, so that it is held to all other rules. So
the schema that it serves calls the arguments with a default computed.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from rehearsal.engine.schema import Attribute, Block, ProviderSchema
from rehearsal.engine.traversal import Path as AttributePath
from rehearsal.engine.traversal import rewrite, value_at
from rehearsal.engine.values import State, Value

_FILE = Path(__file__).with_name("defaults.toml")


def _read() -> dict[str, dict[AttributePath, Value]]:
    table: dict[str, dict[str, Value]] = tomllib.loads(_FILE.read_text())
    return {
        type_name: {tuple(name.split(".")): value for name, value in entries.items()}
        for type_name, entries in table.items()
    }


DEFAULTS = _read()
"""Type to path to value."""


def with_defaults(schema: ProviderSchema) -> ProviderSchema:
    """The schema in which every argument with a default is computed."""
    resources = {
        name: replace(resource, block=_computed(resource.block, set(DEFAULTS.get(name, ()))))
        for name, resource in schema.resources.items()
    }
    return replace(schema, resources=resources)


def _computed(block: Block, paths: set[AttributePath], outer: AttributePath = ()) -> Block:
    attributes = {
        name: replace(attribute, computed=attribute.computed or (*outer, name) in paths)
        for name, attribute in block.attributes.items()
    }
    blocks = {
        name: replace(nested, block=_computed(nested.block, paths, (*outer, name)))
        for name, nested in block.blocks.items()
    }
    return Block(attributes, blocks)


def defaults_for(type_name: str, block: Block, *, config: State, proposed: State) -> State:
    """The arguments, nested blocks whole, that get a default because `config` leaves them out."""
    defaults = DEFAULTS.get(type_name, {})
    if not defaults:
        return {}

    def decide(path: AttributePath, _attribute: Attribute, value: Value) -> Value:
        name = _without_positions(path)
        return defaults[name] if name in defaults and value_at(config, path) is None else value

    decided = rewrite(block, proposed, decide)
    return {name: decided[name] for name in {str(path[0]) for path in defaults}}


def filled(type_name: str, block: Block, state: Mapping[str, Value]) -> State:
    """An object with the default of each argument of which nothing is known."""
    defaults = DEFAULTS.get(type_name, {})

    def fill(path: AttributePath, _attribute: Attribute, value: Value) -> Value:
        return defaults.get(_without_positions(path)) if value is None else value

    return rewrite(block, state, fill) if defaults else state


def without_defaults(type_name: str, state: State) -> State:
    """An object with null where it has the default."""
    emptied = _emptied(DEFAULTS.get(type_name, {}), state, ())
    return emptied if isinstance(emptied, Mapping) else {}


def _emptied(defaults: Mapping[AttributePath, Value], value: Value, path: AttributePath) -> Value:
    if isinstance(value, Mapping):
        return {name: _emptied(defaults, inner, (*path, name)) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_emptied(defaults, element, path) for element in value]
    return None if path in defaults and value == defaults[path] else value


def _without_positions(path: AttributePath) -> AttributePath:
    return tuple(step for step in path if isinstance(step, str))
