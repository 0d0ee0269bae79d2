"""A policy document in a file of the user's own, read so that what a reviewer sees is what IAM gets."""

import json
from collections.abc import Mapping
from pathlib import Path


def read_policy(file: Path) -> Mapping[str, object]:
    """The JSON object in a file; raises OSError where it can't be read, and ValueError where it is none."""
    content = file.read_bytes()
    if b"TfToken[" in content:
        raise ValueError("it has TfToken[ in it, by which cdktf marks values that it fills in")
    try:
        document = json.loads(content, object_pairs_hook=_once, parse_constant=_no_number)
    except RecursionError:
        raise ValueError("it is too deep") from None
    if not isinstance(document, dict):
        raise ValueError("it is no JSON object")  # noqa: TRY004 - as json.loads says it of what is no JSON
    return document


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Of a key that stands twice, the last would count."""
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"{key} stands twice in one place")
        found[key] = value
    return found


def _no_number(constant: str) -> object:
    raise ValueError(f"{constant} is no JSON")
