"""Paths and values of an environment file as they stand in a message: on one line, printable, not too long."""

import json
import re
from collections.abc import Iterable, Mapping
from enum import Enum
from pathlib import Path

from config.reading.yaml_scalars import resolves_to_text

_LONGEST = 100
_PLAIN = re.compile(r"[A-Za-z0-9_./+@=:*-]+")
_PLAIN_KEY = re.compile(r"[A-Za-z0-9_-]+")


def as_seen_from_here(path: Path) -> Path:
    """A path that a person can read and copy: relative where it lies below the working directory."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


class Written(str):
    """A value exactly as it is written in the file, where reading it would lose something (`1.30` is read as 1.3)."""

    __slots__ = ()


def path_text(path: Iterable[str | int]) -> str:
    """`cluster.node_groups.system`, `zones[1]`, `labels["a b"]`."""
    text = ""
    for element in path:
        if isinstance(element, int):
            text += f"[{element}]"
        elif _PLAIN_KEY.fullmatch(element):
            text += f".{_shortened(element)}"
        else:
            text += f"[{_shortened(_quoted(element))}]"
    return text.removeprefix(".")


def value_text(value: object) -> str:
    """A value in YAML's flow style, quoted only where YAML would read it as something else, and shortened."""
    return _shortened(printable(flow(value)))


def printable(text: str) -> str:
    """`text` with every character that a terminal would not show, or act upon, written as an escape."""
    return "".join(character if character.isprintable() else _escape(character) for character in text)


def flow(value: object) -> str:
    """A value in YAML's flow style."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{flow(key)}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, str) and not isinstance(value, Written):
        return value if _PLAIN.fullmatch(value) and resolves_to_text(value) else _quoted(value)
    if value is None or isinstance(value, bool):
        return str(json.dumps(value))
    return str(value)


def _quoted(text: str) -> str:
    return printable(json.dumps(text, ensure_ascii=False))


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
