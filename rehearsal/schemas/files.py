"""Reading and writing the schema files."""

import json
from dataclasses import dataclass
from pathlib import Path

from rehearsal.engine.schema import ProviderSchema, read_provider_schema
from rehearsal.engine.values import State, mapping, text
from rehearsal.stack import Kind, TypeInUse

DIRECTORY = Path(__file__).parent
PROVIDERS = ("aws", "helm", "tls")
"""The providers that are simulated, by the name that their types begin with."""
SECTIONS = {Kind.RESOURCE: "resource_schemas", Kind.DATA: "data_source_schemas"}


@dataclass(frozen=True)
class SchemaFile:
    """The schemas of one provider, in the form of `terraform providers schema -json`, and the version they are of."""

    provider: str
    version: str
    document: State

    @property
    def types(self) -> frozenset[TypeInUse]:
        """The types that have a schema here."""
        return frozenset(
            TypeInUse(self.provider, kind, name)
            for kind, section in SECTIONS.items()
            for name in mapping(self.document, section)
        )

    @property
    def schema(self) -> ProviderSchema:
        """The schemas as the engine reads them."""
        return read_provider_schema(self.document)


def read_schema_file(provider: str, directory: Path = DIRECTORY) -> SchemaFile:
    """The file of one provider; one without types where there is none yet."""
    path = directory / f"{provider}.json"
    document: State = json.loads(path.read_text()) if path.is_file() else {}
    return SchemaFile(provider, text(document, "provider_version"), document)


def write_schema_file(file: SchemaFile, directory: Path = DIRECTORY) -> None:
    """Write a file so that the same schemas give the same bytes: sorted keys, one line for each type."""
    sections = [f'"provider": {_line(file.document.get("provider"))}']
    sections.append(f'"provider_version": {json.dumps(file.version)}')
    for section in sorted(SECTIONS.values()):
        types = mapping(file.document, section)
        lines = ",\n".join(f"{json.dumps(name)}: {_line(types[name])}" for name in sorted(types))
        sections.append(f'"{section}": {{\n{lines}\n}}' if lines else f'"{section}": {{}}')
    (directory / f"{file.provider}.json").write_text("{\n" + ",\n".join(sorted(sections)) + "\n}\n")


def _line(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))
