"""The sections of an environment file as its JSON schema knows them: every mapping with keys of its own."""

from collections.abc import Iterator
from dataclasses import dataclass

from config.reading.json_schema import JsonObject, as_object
from config.reading.schema_place import resolved, tag_of


@dataclass(frozen=True)
class Section:
    """A mapping with fixed keys, or one form of it."""

    path: str
    """Keys that lead to it, joined by dots; `[]` is an item of a list, `<name>` a key that the user chooses."""
    schema: JsonObject
    form: str | None = None
    """The key and value that choose this form, such as `mode: single`; None where there is one form only."""


def forms(schema: JsonObject, root: JsonObject) -> list[JsonObject]:
    """What may stand at a place: one schema, or several."""
    for keyword in ("anyOf", "oneOf"):
        alternatives = schema.get(keyword)
        if isinstance(alternatives, list):
            return [form for it in alternatives for form in forms(as_object(it), root)]
    whole = resolved(schema, root)
    return [whole] if "anyOf" not in whole and "oneOf" not in whole else forms(whole, root)


def sections_below(path: str, schema: JsonObject, root: JsonObject) -> Iterator[Section]:
    """The sections at a place and below it, each before those that it holds."""
    tag = tag_of(resolved(schema, root))
    for form in forms(schema, root):
        if "properties" in form:
            chosen = None if tag is None else f"{tag.key}: {as_object(as_object(form['properties'])[tag.key])['const']}"
            yield Section(path, form, chosen)
            for key, value in as_object(form["properties"]).items():
                yield from sections_below(f"{path}.{key}", as_object(value), root)
        elif "items" in form:
            yield from sections_below(f"{path}[]", as_object(form["items"]), root)
        elif as_object(form.get("additionalProperties")):
            yield from sections_below(f"{path}.<name>", as_object(form["additionalProperties"]), root)
