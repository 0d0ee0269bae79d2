"""The keys that a chart reads, as a tree: what its values may name, whatever they set it to.

A map of the tree has exactly the keys that are listed; every other node is a word:

    any      a subtree of free form, such as annotations, or a key whose default says nothing
    boolean  a key whose default is true or false; a text there would always count as true in a template
    list     a list, whatever is in it
    value    a number or a text
"""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

KeyTree: TypeAlias = "str | Mapping[str, KeyTree]"
Path = tuple[str, ...]

ANY = "any"
BOOLEAN = "boolean"
LIST = "list"
VALUE = "value"


def tree_of(default: object) -> KeyTree:
    """The tree of a chart's default values."""
    if isinstance(default, Mapping) and default:
        return {str(key): tree_of(value) for key, value in default.items()}
    if default is None or isinstance(default, Mapping):
        return ANY
    if isinstance(default, bool):
        return BOOLEAN
    return LIST if isinstance(default, list) else VALUE


def merged(first: KeyTree, second: KeyTree) -> KeyTree:
    """A tree with the keys of both; where only one of them has keys, that one says more."""
    if isinstance(first, str) or isinstance(second, str):
        return second if isinstance(first, str) and (first == ANY or not isinstance(second, str)) else first
    both = {key: merged(first[key], second[key]) for key in first if key in second}
    return {**first, **second, **both}


def replaced(tree: KeyTree, path: Path, node: KeyTree) -> KeyTree:
    """A tree with another node at `path`, whose last key may be new; raises KeyError where nothing leads there."""
    if not path:
        return node
    if isinstance(tree, str):
        raise KeyError(path[0])
    key, *rest = path
    if rest and key not in tree:
        raise KeyError(key)
    return {**tree, key: replaced(tree.get(key, ANY), tuple(rest), node)}


def nodes(tree: KeyTree, above: Path = ()) -> Iterator[tuple[Path, KeyTree]]:
    """Every path of a tree with what is there, a map before what it holds."""
    if above:
        yield above, tree
    if not isinstance(tree, str):
        for key, below in tree.items():
            yield from nodes(below, (*above, key))


def paths(tree: KeyTree) -> Iterator[Path]:
    """Every path of a tree, a map before what it holds."""
    return (path for path, _ in nodes(tree))
