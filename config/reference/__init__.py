"""The reference of the environment files, for people: one page for each section, made from the models."""

from pathlib import Path

from config.controllers.kinds import ControllerKinds
from config.environment_file import environment_file_model
from config.reading.json_schema import as_object, schema_of
from config.reference.page import ORIGIN, index_page, section_page
from config.reference.sections import sections_below

INDEX = "README.md"


def reference_pages(kinds: ControllerKinds) -> dict[str, str]:
    """File name to text (Markdown) of every page: the same bytes for the same `kinds`."""
    root = schema_of(environment_file_model(kinds))
    sections = {
        key: found
        for key, schema in as_object(root["properties"]).items()
        if (found := list(sections_below(key, as_object(schema), root)))
    }
    pages = {f"{key}.md": section_page(key, found, root) for key, found in sections.items()}
    return {INDEX: index_page(list(sections), root), **pages}


def write_reference(folder: Path, kinds: ControllerKinds) -> None:
    """Write the pages to `folder`, and remove those of sections that are gone. Raises OSError where it can't."""
    pages = reference_pages(kinds)
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.glob("*.md"):
        if file.name not in pages and ORIGIN in file.read_text(encoding="utf-8"):
            file.unlink()
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")
