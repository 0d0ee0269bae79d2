"""The JSON schema of an environment file: editors complete and check with it, and messages take their words from it."""

import json
from collections.abc import Callable

from pydantic import JsonValue

from config.controllers.kinds import ControllerKinds
from config.environment_file import EnvironmentFile, environment_file_model

JsonObject = dict[str, JsonValue]

_NULL: JsonValue = {"type": "null"}


def environment_json_schema(kinds: ControllerKinds) -> str:
    """The schema (draft 2020-12) as the text of a file: the same bytes for the same `kinds`."""
    return json.dumps(schema_of(environment_file_model(kinds)), indent=2, ensure_ascii=False) + "\n"


def schema_of(model: type[EnvironmentFile]) -> JsonObject:
    """The schema of a model that `environment_file_model` made."""
    generated = _everywhere(_with_checked_keys, _everywhere(_without_title, model.model_json_schema()))
    schema = as_object(_everywhere(_without_null, generated))
    # To name a controller, with nothing after it, is to ask for its defaults. Nowhere else may nothing stand.
    as_object(schema["$defs"])["Controllers"] = as_object(as_object(generated)["$defs"])["Controllers"]
    controllers = as_object(as_object(schema["properties"])["controllers"])
    controllers["anyOf"] = [{"$ref": controllers.pop("$ref")}, _NULL]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Environment", **schema}


def as_object(value: JsonValue) -> JsonObject:
    """A JSON object as it is, anything else as an empty one."""
    return value if isinstance(value, dict) else {}


def _everywhere(change: Callable[[JsonObject], JsonObject], value: JsonValue) -> JsonValue:
    """`value` with every object in it changed, the innermost first."""
    if isinstance(value, list):
        return [_everywhere(change, item) for item in value]
    if isinstance(value, dict):
        return change({key: _everywhere(change, item) for key, item in value.items()})
    return value


def _without_title(schema: JsonObject) -> JsonObject:
    """Without the title that pydantic makes of a name: editors would show it in place of the description."""
    return {key: item for key, item in schema.items() if not (key == "title" and isinstance(item, str))}


def _without_null(schema: JsonObject) -> JsonObject:
    """An optional key is left out or has a value; it does not stand there with nothing after it."""
    alternatives = schema.get("anyOf")
    if not isinstance(alternatives, list) or _NULL not in alternatives or schema.get("default", ...) is not None:
        return schema
    others = {key: item for key, item in schema.items() if key not in {"anyOf", "default"}}
    return {**as_object(next(item for item in alternatives if item != _NULL)), **others}


def _with_checked_keys(schema: JsonObject) -> JsonObject:
    """A mapping has no keys but those that match, while `patternProperties` would let all others pass unseen."""
    patterns = as_object(schema.get("patternProperties"))
    if not patterns:
        return schema
    ((pattern, values),) = patterns.items()
    others = {key: item for key, item in schema.items() if key != "patternProperties"}
    return {**others, "propertyNames": {"pattern": pattern}, "additionalProperties": values}
