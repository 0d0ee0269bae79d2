"""How one text may be written within others."""

import json
import re
from collections.abc import Iterator
from typing import Final

_SHORTEST_LINE = 8
"""Characters of a line that is looked for by itself."""
_DEPTH = 2
"""JSON within JSON, as a policy in the values of a chart."""
# What some way of writing changes: then there is more than one.
_CHANGED: Final = re.compile(r'[^ -~]|["\\<>&|]')
# https://pkg.go.dev/encoding/json#Marshal, and so https://developer.hashicorp.com/terraform/language/functions/jsonencode
_GO: Final = str.maketrans({it: f"\\u{ord(it):04x}" for it in "<>&\u2028\u2029"})


def spellings(text: str) -> set[str]:
    """A text, and each of its longer lines, as they stand in JSON, and in code of Markdown.

    A block of YAML has other spaces in front of its lines. A line that only opens a block, such as `users:`, holds
    nothing.
    """
    if not _CHANGED.search(text):
        return {text}
    lines = {it.strip() for it in text.splitlines()} if "\n" in text else set()
    parts = {text, *(it for it in lines if len(it) >= _SHORTEST_LINE and not it.endswith(":"))}
    return {it for part in parts for it in _written(part)}


def _written(text: str) -> Iterator[str]:
    found = new = {text}
    for _ in range(_DEPTH):
        new = {it for inner in new for it in _in_json(inner)}
        found = found | new
    shown = "".join(it if it.isprintable() else json.dumps(it)[1:-1] for it in text)  # as `words.printable` does
    for it in (*found, shown):
        yield it
        yield it.replace("|", "¦")  # as `words.code` does


def _in_json(text: str) -> set[str]:
    plain = json.dumps(text, ensure_ascii=False)[1:-1]
    return {plain, json.dumps(text)[1:-1], plain.translate(_GO)}
