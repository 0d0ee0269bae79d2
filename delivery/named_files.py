"""The files that an environment file names, such as `policy_files`: what is in them is part of the environment."""

import posixpath
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from config.reading.yaml_document import read_yaml
from config.reading.yaml_syntax import BadYaml
from delivery.stacks import Json

_LONGEST = 255
"""Characters: longer text is no path."""


def named_files(file: Path) -> frozenset[PurePosixPath]:
    """Every text in an environment file as a path in the repository, seen from the file as synthesis sees it.

    Most of them are no paths, and then no changed file is called so. A file that can't be read names nothing: it is
    changed itself, or synthesis has refused it.
    """
    try:
        document = read_yaml(file.read_text(encoding="utf-8")).data
    except (OSError, UnicodeDecodeError, BadYaml):
        return frozenset()
    paths = (posixpath.normpath(f"{file.parent.name}/{text}") for text in _texts(document) if len(text) < _LONGEST)
    return frozenset(map(PurePosixPath, paths))


def _texts(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for it in inner:
        yield from _texts(it)
