"""The kinds that a chart defines, as JSON schemas of their `spec`: closed, so that a misspelt key is an error.

Their rules in CEL are kept beside (`x-kubernetes-validations`). No JSON schema knows them: who writes objects of a kind
mirrors those that it could break, and a test lists them all.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

Schema = Mapping[str, Any]
_DEFINITION = "CustomResourceDefinition"
_TEXTS = ("description",)
RULES = "x-kubernetes-validations"
"""https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules."""


def kinds_in(text: str, wanted: Sequence[str]) -> dict[str, Schema]:
    """Kind to the schema of its `spec`, of the wanted kinds that a file of a chart defines, in the stored version.

    Templates are read without the lines that Helm fills in: of a definition, those are labels and annotations.
    """
    found = {definition["spec"]["names"]["kind"]: _spec(definition) for definition in _definitions(text)}
    return {kind: found[kind] for kind in wanted if kind in found}


def without(schema: Schema, keys: Sequence[str]) -> Schema:
    """A schema without the property that `keys` lead to, in the items of lists too; raises KeyError where none is."""
    if "items" in schema:
        return {**schema, "items": without(schema["items"], keys)}
    key, *rest = keys
    inner = schema["properties"][key]
    others = {name: below for name, below in schema["properties"].items() if name != key}
    return {**schema, "properties": {**others, key: without(inner, rest)} if rest else others}


def _definitions(text: str) -> Iterator[Mapping[str, Any]]:
    if _DEFINITION in text:
        plain = "\n".join(line for line in text.splitlines() if "{{" not in line)
        yield from (it for it in yaml.safe_load_all(plain) if it and it.get("kind") == _DEFINITION)


def _spec(definition: Mapping[str, Any]) -> Schema:
    (version,) = (it for it in definition["spec"]["versions"] if it["storage"])
    schema: Schema = _closed(version["schema"]["openAPIV3Schema"]["properties"]["spec"], names=False)
    return schema


def _closed(node: Any, *, names: bool) -> Any:  # noqa: ANN401 - as yaml gives it
    """`names`: the keys of this map are names of properties, not keywords of the schema."""
    if isinstance(node, list):
        return [_closed(below, names=False) for below in node]
    if not isinstance(node, Mapping):
        return node
    inner = {
        key: _closed(below, names=not names and key == "properties")
        for key, below in node.items()
        if names or key == RULES or (key not in _TEXTS and not key.startswith("x-"))
    }
    is_closed = not names and "properties" in node and not node.get("x-kubernetes-preserve-unknown-fields")
    return {**inner, "additionalProperties": False} if is_closed else inner
