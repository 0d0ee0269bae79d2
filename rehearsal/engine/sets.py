"""Sets, which travel as lists: compared without regard to order, and answered in an order of their own.

A cloud keeps no order of security groups or subnets. Terraform knows that where the schema says `set`; where it says
`list` and the cloud keeps no order, plans are never empty again. So whatever is read comes back turned around.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeAlias

from rehearsal.engine.schema import Attribute, Block, Nesting, TypeExpression, type_kind
from rehearsal.engine.values import State, Value

Arrange: TypeAlias = Callable[[Sequence[Value]], list[Value]]


def sorted_sets(block: Block, state: State) -> dict[str, Value]:
    """`state` with the elements of each set in one certain order."""
    return _block(block, lambda elements: sorted(elements, key=_key), state)


def reversed_sets(block: Block, state: State) -> dict[str, Value]:
    """`state` with the elements of each set in the opposite order."""
    return _block(block, lambda elements: list(reversed(elements)), state)


def _key(value: Value) -> str:
    return json.dumps(value, sort_keys=True, default=str)


def _block(block: Block, arrange: Arrange, state: State) -> dict[str, Value]:
    result = _attributes(block.attributes, arrange, state)
    for name, nested in block.blocks.items():
        if name in state:
            result[name] = _occurrences(state[name], nested.nesting, partial(_block, nested.block, arrange), arrange)
    return result


def _attributes(attributes: Mapping[str, Attribute], arrange: Arrange, state: State) -> dict[str, Value]:
    result = dict(state)
    for name, attribute in attributes.items():
        if name not in state:
            continue
        if attribute.nested is None:
            result[name] = _typed(attribute.type, state[name], arrange)
        else:
            arranged = partial(_attributes, attribute.nested.attributes, arrange)
            result[name] = _occurrences(state[name], attribute.nested.nesting, arranged, arrange)
    return result


def _occurrences(value: Value, nesting: Nesting, arranged: Callable[[State], Value], arrange: Arrange) -> Value:
    if isinstance(value, list | tuple):
        elements = [arranged(element) if isinstance(element, Mapping) else element for element in value]
        return arrange(elements) if nesting is Nesting.SET else elements
    if isinstance(value, Mapping):
        if nesting is Nesting.MAP:
            return {key: arranged(one) if isinstance(one, Mapping) else one for key, one in value.items()}
        return arranged(value)
    return value


def _typed(expression: TypeExpression, value: Value, arrange: Arrange) -> Value:
    kind, inner = type_kind(expression)
    if isinstance(value, list | tuple) and kind in {"list", "set"}:
        elements = [_typed(inner, element, arrange) for element in value]
        return arrange(elements) if kind == "set" else elements
    if isinstance(value, Mapping):
        if kind == "map":
            return {key: _typed(inner, element, arrange) for key, element in value.items()}
        if kind == "object" and isinstance(inner, Mapping):
            return {key: _typed(inner[key], element, arrange) for key, element in value.items()}
    return value
