"""Whether a file is one that `make vendor-chart` wrote: people merge such files, and open them in editors."""

import json
from collections.abc import Mapping
from typing import Any

from modules.vendored_charts.key_tree import ANY, BOOLEAN, LIST, VALUE
from modules.vendored_charts.schema_errors import validator_of

_TEXT = {"type": "string"}
_TEXTS = {"type": "object", "additionalProperties": _TEXT}
_IMAGE = {"path": _TEXT, "repository": _TEXT, "tag": _TEXT, "values": _TEXTS}
_KEYS = {
    "name": _TEXT,
    "version": _TEXT,
    "repository": _TEXT,
    "app_version": _TEXT,
    "kube_version": {"type": ["string", "null"]},
    "sources": {"type": "object", "additionalProperties": _TEXTS},
    "images": {"type": "array", "items": {"$ref": "#/$defs/image"}},
    "values": {"$ref": "#/$defs/tree"},
    "kinds": {"type": "object", "additionalProperties": {"type": "object"}},
    "schema": {"type": ["object", "null"]},
}


def _closed(keys: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": keys, "required": list(keys), "additionalProperties": False}


_SHAPE = {
    **_closed(_KEYS),
    "$defs": {
        "image": _closed(_IMAGE),
        "map": {"type": "object", "additionalProperties": {"$ref": "#/$defs/tree"}},
        "tree": {
            "if": {"type": "object"},
            "then": {"$ref": "#/$defs/map"},
            "else": {"enum": [ANY, BOOLEAN, LIST, VALUE]},
        },
    },
}


def checked_facts(content: bytes) -> Mapping[str, Any]:
    """The facts in a file, as JSON; raises ValueError, with a reason of one line, for what is none or of no use."""
    try:
        data: Mapping[str, Any] = json.loads(content)
        for error in validator_of(_SHAPE).iter_errors(data):
            raise ValueError(": ".join([".".join(map(str, error.instance_path)), error.message]).removeprefix(": "))
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if data["schema"] is not None:
        try:
            validator_of(data["schema"])
        except ValueError as error:
            raise ValueError(f"schema: {error}") from error
    return data
