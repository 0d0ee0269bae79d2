"""`python -m reports.review.schema`: write review.schema.json, what `--json` writes."""

import json
from pathlib import Path
from typing import Final

from pydantic import JsonValue, TypeAdapter

from reports.review.document import VERSION, Review

FILE: Final = Path(__file__).with_name("review.schema.json")


def schema() -> str:
    """The JSON schema of a review, as text: every field is there, and no other."""
    described = TypeAdapter(Review).json_schema(mode="serialization")
    for part in (described, *described["$defs"].values()):
        if part.get("type") == "object":
            _close(part)
    described = {"$schema": "https://json-schema.org/draft/2020-12/schema", **described}
    described["properties"]["review_version"]["const"] = VERSION
    return json.dumps(described, indent=2) + "\n"


def _close(part: dict[str, JsonValue]) -> None:
    properties = part["properties"]
    part["required"] = list(properties) if isinstance(properties, dict) else []
    part["additionalProperties"] = False


if __name__ == "__main__":
    FILE.write_text(schema(), encoding="utf-8")
