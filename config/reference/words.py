"""What may stand in the place of a value, and what stands there by default, in words for a table."""

from collections.abc import Iterator

import yaml

from config.reading.json_schema import JsonObject, as_object
from config.reading.schema_place import allowed_values, resolved
from config.reference.sections import forms

MOST_VALUES_IN_A_CELL = 8
"""Longer lists of values stand below the table."""
_NOTHING = "\N{EM DASH}"
_END_OF_A_SCALAR = "\n..."


def value_words(schema: JsonObject, root: JsonObject) -> str:
    """What may stand there."""
    return " or ".join(dict.fromkeys(_words(form, root) for form in forms(schema, root)))


def default_words(key: str, schema: JsonObject, holder: JsonObject) -> str:
    """What holds where the key is left out; `required` where it can't be."""
    required = holder.get("required")
    if isinstance(required, list) and key in required:
        return "required"
    default = schema.get("default")
    return _NOTHING if default is None else code(default)


def meaning(schema: JsonObject, root: JsonObject) -> str:
    """The description of a key, with an example where that helps."""
    whole = resolved(schema, root)
    examples = whole.get("examples")
    example = examples[0] if isinstance(examples, list) and allowed_values(whole) is None else None
    shown = [f"For example {code(example)}."] if isinstance(example, str | list) else []
    return " ".join([str(whole["description"]), *shown])


def long_values(schema: JsonObject, root: JsonObject) -> Iterator[object]:
    """The values of which one must stand there, or in each place of a list or mapping, if a cell can't hold them."""
    for form in forms(schema, root):
        if _long(form):
            yield from allowed_values(form) or ()
        for keyword in ("items", "additionalProperties"):
            if as_object(form.get(keyword)):
                yield from long_values(as_object(form[keyword]), root)


def code(value: object) -> str:
    """A value as it is written in an environment file, as code."""
    text = yaml.safe_dump(value, default_flow_style=True, width=10_000, allow_unicode=True, sort_keys=False)
    return f"`{text.strip().removesuffix(_END_OF_A_SCALAR)}`"


def _long(schema: JsonObject) -> bool:
    return len(allowed_values(schema) or ()) > MOST_VALUES_IN_A_CELL


def _words(schema: JsonObject, root: JsonObject) -> str:
    values = allowed_values(schema)
    if values is not None:
        if _long(schema):
            return f"one of {len(values)} values, see below"
        return ", ".join(code(value) for value in values)
    kind = schema.get("type", "anything")
    if kind == "array":
        return _list_words(schema, root)
    if kind == "object":
        return _mapping_words(schema, root)
    if kind in {"integer", "number"}:
        return f"{'whole number' if kind == 'integer' else 'number'}{_bounds(schema, 'minimum', 'maximum')}"
    words = {"string": "text", "boolean": "`true` or `false`", "null": "nothing", "anything": "anything"}
    return words[str(kind)]


def _list_words(schema: JsonObject, root: JsonObject) -> str:
    items = as_object(schema["items"])
    inner = "sections" if any("properties" in form for form in forms(items, root)) else value_words(items, root)
    return f"list{_bounds(schema, 'minItems', 'maxItems')} of {inner}"


def _mapping_words(schema: JsonObject, root: JsonObject) -> str:
    values = as_object(schema.get("additionalProperties"))
    if "properties" in schema or not values:
        return "section"
    names = allowed_values(as_object(schema.get("propertyNames")))
    keys = "names" if names is None else ", ".join(f"`{name}`" for name in names)
    inner = "sections" if any("properties" in form for form in forms(values, root)) else value_words(values, root)
    return f"mapping of {keys} to {inner}"


def _bounds(schema: JsonObject, least: str, most: str) -> str:
    low, high = schema.get(least), schema.get(most)
    if low is not None and high is not None:
        return f" ({low} to {high})"
    if low is not None:
        return f" ({low} or more)"
    return "" if high is None else f" (at most {high})"
