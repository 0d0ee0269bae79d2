"""From the location of a validation error to the place in the file, and to what may stand there."""

from collections.abc import Sequence
from dataclasses import dataclass

from config.reading.json_schema import JsonObject, as_object
from config.rules.problem import KeyPath


@dataclass(frozen=True)
class Place:
    """A place in a file and the schema of what may stand there, without references."""

    path: KeyPath
    schema: JsonObject
    holder: JsonObject
    """The schema of the mapping or list that holds it."""

    @property
    def example(self) -> object:
        """A value that could stand there; None where the schema has none."""
        examples = self.schema.get("examples")
        return examples[0] if isinstance(examples, list) else self.schema.get("const")


def keys_of(schema: JsonObject) -> tuple[str, ...]:
    """The keys that a mapping may have, where they are fixed."""
    return tuple(as_object(schema.get("properties")))


def allowed_values(schema: JsonObject) -> Sequence[object] | None:
    """The values of which one must stand there; None where others may."""
    values = schema.get("enum", [schema["const"]] if "const" in schema else None)
    return values if isinstance(values, list) else None


@dataclass(frozen=True)
class Tag:
    """The key that chooses between several forms of a section, and its values."""

    key: str
    values: tuple[str, ...]


def tag_of(schema: JsonObject) -> Tag | None:
    """The tag of a section; None where it has one form only."""
    discriminator = as_object(schema.get("discriminator"))
    key = discriminator.get("propertyName")
    return Tag(key, tuple(as_object(discriminator["mapping"]))) if isinstance(key, str) else None


def place_of(location: Sequence[str | int], root: JsonObject) -> Place:
    """The place of a location, which may hold the values of tags beside keys and list positions.

    A location that ends with `[key]` means the key of an entry, whose place is that of the entry.
    """
    path: KeyPath = ()
    schema, holder = root, root
    for element in location:
        if element == "[key]" and "additionalProperties" in holder and "properties" not in holder:
            break
        if tag_of(schema) is None:
            path, holder = (*path, element), schema
            schema = resolved(_child(schema, element), root)
        else:
            forms = as_object(as_object(schema["discriminator"])["mapping"])
            schema = resolved({"$ref": forms[str(element)]}, root)
    return Place(path, schema, holder)


def _child(schema: JsonObject, element: str | int) -> JsonObject:
    if isinstance(element, int):
        return as_object(schema.get("items"))
    properties = as_object(schema.get("properties"))
    return as_object(properties.get(element, schema.get("additionalProperties")))


def resolved(schema: JsonObject, root: JsonObject) -> JsonObject:
    """The schema with what it refers to; words beside a reference win over those behind it."""
    if "anyOf" in schema:
        alternatives = schema["anyOf"]
        first = as_object(alternatives[0]) if isinstance(alternatives, list) else {}
        return resolved({**first, **{key: value for key, value in schema.items() if key != "anyOf"}}, root)
    reference = schema.get("$ref")
    if isinstance(reference, str):
        definition = as_object(as_object(root["$defs"])[reference.rpartition("/")[2]])
        return {**definition, **{key: value for key, value in schema.items() if key != "$ref"}}
    return schema
