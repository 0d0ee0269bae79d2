"""The Markdown of a reference page."""

import re
from collections.abc import Iterator, Sequence

from config.reading.json_schema import JsonObject, as_object
from config.reference.sections import Section, sections_below
from config.reference.words import code, default_words, long_values, meaning, value_words

ORIGIN = "<!-- Written from the models in config/ by `make schema`. -->"
"""How a page begins that was written from the models."""

_INTRODUCTION = """\
An environment file is a mapping with these keys. A key that is not listed is refused, and so is a value that does not
fit; the message says what to write. `environments/schema.json` says the same to editors, with the exact patterns.

In the tables, "required" has no default, and a dash stands for a key that may be left out. In paths, `[]` stands for an
item of a list and `<name>` for a name that you choose."""
_HEADER = ("key", "value", "default", "meaning")


def index_page(pages: Sequence[str], root: JsonObject) -> str:
    """The page of the top-level keys; `pages` are those that have a page of their own."""
    links = {key: f"{key}.md" for key in pages}
    return _text(["# Keys of an environment file", ORIGIN, _INTRODUCTION, *_keys(root, root, links)])


def section_page(key: str, sections: Sequence[Section], root: JsonObject) -> str:
    """The page of a top-level key: its sections, one after the other."""
    top = as_object(as_object(root["properties"])[key])
    said = meaning(top, root)
    parts = [f"# `{key}`", ORIGIN, f"{said} [All keys](README.md)"]
    for section in sections:
        parts += (part for part in _section(section, root) if part != said)
    return _text(parts)


def _section(section: Section, root: JsonObject) -> Iterator[str]:
    yield f"## {_title(section)}"
    yield str(section.schema["description"])
    links = {
        key: f"#{_anchor(_title(below))}"
        for key, schema in as_object(section.schema["properties"]).items()
        if (below := next(sections_below(f"{section.path}.{key}", as_object(schema), root), None))
    }
    yield from _keys(section.schema, root, links)


def _keys(holder: JsonObject, root: JsonObject, links: dict[str, str]) -> Iterator[str]:
    """The table of the keys of a mapping, then the values that are too many for it."""
    rows, below = [_HEADER, ("---",) * len(_HEADER)], []
    for key, value in as_object(holder["properties"]).items():
        schema = as_object(value)
        name = f"[`{key}`]({links[key]})" if key in links else f"`{key}`"
        rows.append((name, value_words(schema, root), default_words(key, schema, holder), meaning(schema, root)))
        values = list(long_values(schema, root))
        if values:
            below.append(f"Values of `{key}`: {', '.join(code(it) for it in values)}.")
    yield "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)
    yield from below


def _title(section: Section) -> str:
    return f"`{section.path}`" + (f" with `{section.form}`" if section.form else "")


def _anchor(title: str) -> str:
    """What GitHub makes of a heading."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def _text(parts: Sequence[str]) -> str:
    return "\n\n".join(parts) + "\n"
