"""What an object looks like once its change is applied: ApplyResourceChange."""

from collections.abc import Mapping

from rehearsal.engine.schema import Attribute, Block, TypeExpression, type_kind
from rehearsal.engine.traversal import Path, rewrite, value_at
from rehearsal.engine.values import State, Unknown, Value


def settle(block: Block, planned: State, invented: State, fallbacks: State) -> dict[str, Value]:
    """`planned` with a value for everything unknown.

    First comes what `invented` holds at the same place, which is what the type's own behaviour says; then the value of
    `fallbacks` under the attribute's name, which holds for every type of the provider; then what the cloud answers for
    a feature that is not in use: an empty string, zero, false, an empty collection.
    """

    def settled(path: Path, attribute: Attribute, value: Value) -> Value:
        if not isinstance(value, Unknown):
            return value
        if _holds(invented, path):
            return value_at(invented, path)
        name = str(path[-1])
        if attribute.type == "string" and name in fallbacks:
            return fallbacks[name]
        return None if attribute.nested is not None else _empty(attribute.type)

    return rewrite(block, planned, settled)


def _holds(state: State, path: Path) -> bool:
    parent = value_at(state, path[:-1])
    return isinstance(parent, Mapping) and path[-1] in parent


def _empty(expression: TypeExpression) -> Value:
    kind, argument = type_kind(expression)
    match kind:
        case "string":
            return ""
        case "number":
            return 0
        case "bool":
            return False
        case "list" | "set" | "tuple":
            return []
        case "object" if isinstance(argument, Mapping):
            return {name: _empty(inner) for name, inner in argument.items()}
        case _:
            return {}
