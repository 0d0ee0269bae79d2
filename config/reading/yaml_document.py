"""Reading YAML strictly: what a parser would silently settle or drop is a mistake here."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import yaml
from pydantic import JsonValue

from config.reading.display import Written, printable
from config.reading.yaml_scalars import scalar
from config.reading.yaml_syntax import BadYaml, compose, line_of
from config.rules.problem import KeyPath, Problem

_LARGEST = 20_000  # values, counted again for each alias that repeats them: an alias bomb has more
_DEEPEST = 50
_TEXT, _LIST, _MAPPING = (f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map"))


@dataclass(frozen=True)
class Document:
    """The content of a YAML file, where each value stands in it, and the mistakes that leave it readable."""

    data: JsonValue
    root: yaml.Node | None
    problems: Sequence[Problem]

    def position(self, path: KeyPath) -> tuple[int, int]:
        """Line and column of the key or list entry at `path`, or of the nearest one above it."""
        marks = [key.start_mark for key, _ in self._along(path)]
        return (marks[-1].line, marks[-1].column) if marks else (0, 0)

    def written(self, path: KeyPath) -> Written | None:
        """The characters of the plain scalar at `path`; None where something else stands there."""
        values = [value for _, value in self._along(path)]
        if values and len(values) == len(path) and isinstance(values[-1], yaml.ScalarNode) and _is_plain(values[-1]):
            return Written(values[-1].value)
        return None

    def _along(self, path: KeyPath) -> Iterator[tuple[yaml.Node, yaml.Node]]:
        node = self.root
        for element in path:
            step = _step(node, element)
            if step is None:
                return
            yield step
            node = step[1]


def read_yaml(text: str) -> Document:
    """The one document in `text`; raises `BadYaml`."""
    root = compose(text)
    if root is None:
        return Document(None, None, ())
    reader = _Reader()
    return Document(reader.value(root, ()), root, reader.problems)


class _Reader:
    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._values = 0

    def value(self, node: yaml.Node, path: KeyPath) -> JsonValue:
        self._values += 1
        if self._values > _LARGEST or len(path) > _DEEPEST:
            found = "a structure that is too large or too deep"
            raise BadYaml(line_of(node), found, "look for an alias (*name) that repeats itself")
        if node.tag not in {_TEXT, _LIST, _MAPPING}:
            found = f"the tag {printable(node.tag)}"
            raise BadYaml(line_of(node), found, "leave the tag out, or put the value in quotes")
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        return scalar(node.value) if _is_plain(node) else _text(node)

    def _mapping(self, node: yaml.MappingNode, path: KeyPath) -> JsonValue:
        result: dict[str, JsonValue] = {}
        first: dict[str, yaml.Node] = {}
        for key_node, value_node in node.value:
            key = _key(key_node)
            value = self.value(value_node, (*path, key))
            if key in result:
                lines = f"{line_of(first[key])} and {line_of(key_node)}"
                self.problems.append(Problem((*path, key), value, f"stands twice, on lines {lines}; leave one out"))
            else:
                result[key] = value
                first[key] = key_node
        return result


def _key(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode) or node.tag != _TEXT:
        raise BadYaml(line_of(node), "a key that is not text", "put text that begins with { or [ in quotes")
    if node.value == "<<" and _is_plain(node):
        raise BadYaml(line_of(node), "the merge key <<", "YAML 1.2 has none; write the keys out")
    return _text(node)


def _text(node: yaml.Node) -> str:
    """The text of a scalar, which may have line ends and tabs but no other control characters."""
    text = str(node.value)
    for character in text:
        if unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t":
            raise BadYaml(line_of(node), f"the character {printable(character)}", "remove it")
    return text


def _is_plain(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.style is None


def _step(node: yaml.Node | None, element: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    """Key and value of an element of a mapping, or an entry of a list as both."""
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == element), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(element, int) and element < len(node.value):
        return node.value[element], node.value[element]
    return None
