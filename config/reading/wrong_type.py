"""A value of the wrong type, and how to write it instead."""

from config.reading.display import Written, value_text
from config.reading.json_schema import JsonObject
from config.reading.schema_place import keys_of, tag_of
from config.reading.yaml_scalars import INTEGER

_JSON_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean", list: "array", dict: "object"}


def wrong_type_remedy(value: object, written: Written | None, schema: JsonObject) -> str | None:
    """What to write instead of a value of another type than the schema's; None where the type is right."""
    expected = "object" if tag_of(schema) is not None else str(schema.get("type"))
    actual = _JSON_TYPES.get(type(value))
    if expected not in _JSON_TYPES.values() or actual == expected or (actual, expected) == ("integer", "number"):
        return None
    if expected == "string" and not isinstance(value, list | dict):
        return f'must be text; put it in quotes: "{written or value}"'
    if expected == "integer" and isinstance(value, str) and INTEGER.fullmatch(value):
        return f"must be a number; write {value} without quotes"
    if expected == "array" and not isinstance(value, dict):
        return f"must be a list; write [{value_text(value)}]"
    return f"must be {_description(expected, schema)}"


def _description(expected: str, schema: JsonObject) -> str:
    tag = tag_of(schema)
    if tag is not None:
        return f"a section with {tag.key}, which is one of {', '.join(tag.values)}"
    keys = keys_of(schema)
    if keys:
        return f"a section with keys of its own: {', '.join(keys)}"
    return {
        "string": "a single text",
        "integer": "a whole number",
        "number": "a number",
        "boolean": "true or false",
        "array": "a list",
        "object": "a section with keys and values",
    }[expected]
