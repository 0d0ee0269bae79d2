"""Walking a value along its schema."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeAlias

from rehearsal.engine.schema import Attribute, Block, Nesting
from rehearsal.engine.values import State, Value

Path: TypeAlias = tuple[str | int, ...]
Visit: TypeAlias = Callable[[Path, Attribute, Value], Value]


def rewrite(block: Block, state: State, visit: Visit) -> dict[str, Value]:
    """`state` in exactly the shape of `block`, with each attribute replaced by what `visit` returns for it.

    Outer attributes come before the attributes nested in them. What the schema does not know is dropped; what `state`
    lacks is visited as null, and a repeatable block that it lacks has no occurrence.
    """
    return _block(block, visit, state, ())


def conform(block: Block, state: State) -> dict[str, Value]:
    """`state` in exactly the shape of `block`: nothing that the schema does not know, null for what is missing."""
    return rewrite(block, state, lambda _path, _attribute, value: value)


def value_at(state: State, path: Path) -> Value:
    """What stands in `state` at `path`; null where nothing does."""
    value: Value = state
    for step in path:
        if isinstance(value, Mapping) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list | tuple) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def occurrences(path: Path, *states: State) -> list[Path]:
    """`path` with the index of each block that it leads through in any of `states`.

    `("disk", "gib")` becomes `("disk", 0, "gib")` and `("disk", 1, "gib")` where one of the states has two disks.
    """
    found: list[Path] = [()]
    for step in path[:-1]:
        found = [deeper for outer in found for deeper in _indexed((*outer, step), states)]
    return [(*outer, path[-1]) for outer in found]


def _indexed(path: Path, states: tuple[State, ...]) -> list[Path]:
    values = [value_at(state, path) for state in states]
    most = max((len(value) for value in values if isinstance(value, list | tuple)), default=None)
    return [path] if most is None else [(*path, index) for index in range(most)]


def _block(block: Block, visit: Visit, state: State, path: Path) -> dict[str, Value]:
    result = _attributes(block.attributes, visit, state, path)
    for name, nested in block.blocks.items():
        value = _each(state.get(name), nested.nesting, partial(_block, nested.block, visit), (*path, name))
        result[name] = _no_occurrence(nested.nesting) if value is None else value
    return result


def _attributes(attributes: Mapping[str, Attribute], visit: Visit, state: State, path: Path) -> dict[str, Value]:
    result: dict[str, Value] = {}
    for name, attribute in attributes.items():
        value = visit((*path, name), attribute, state.get(name))
        if attribute.nested is not None:
            inner = partial(_attributes, attribute.nested.attributes, visit)
            value = _each(value, attribute.nested.nesting, inner, (*path, name))
        result[name] = value
    return result


def _each(value: Value, nesting: Nesting, rewritten: Callable[[State, Path], Value], path: Path) -> Value:
    """Each occurrence in `value`, `rewritten`; null and unknown have none."""
    if isinstance(value, list | tuple):
        return [_one(element, rewritten, (*path, index)) for index, element in enumerate(value)]
    if isinstance(value, Mapping) and nesting is Nesting.MAP:
        return {key: _one(element, rewritten, (*path, key)) for key, element in value.items()}
    return _one(value, rewritten, path)


def _one(value: Value, rewritten: Callable[[State, Path], Value], path: Path) -> Value:
    return rewritten(value, path) if isinstance(value, Mapping) else value


def _no_occurrence(nesting: Nesting) -> Value:
    match nesting:
        case Nesting.LIST | Nesting.SET:
            return []
        case Nesting.MAP:
            return {}
        case _:
            return None
