"""Picking the schemas of the types in use from everything that `terraform providers schema -json` prints."""

from collections.abc import Iterable, Mapping

from rehearsal.engine.values import State, Value, mapping
from rehearsal.schemas.bindings import read_bindings
from rehearsal.schemas.files import SECTIONS, SchemaFile
from rehearsal.schemas.reconciliation import reconcile
from rehearsal.stack import TypeInUse

_FOR_READERS = frozenset({"description", "description_kind", "deprecation_message"})
"""What schemas say to people. Terraform decides nothing by it, and it is most of their size."""


class MissingTypeError(Exception):
    """The source has no schema for types in use; `types` says for which."""

    def __init__(self, types: Iterable[TypeInUse]) -> None:
        self.types = sorted(types)
        super().__init__("\n".join(f"no schema for {used.kind} {used.name}" for used in self.types))


def provider_parts(source: State) -> dict[str, State]:
    """The schemas of each provider, by its short name.

    `source` is the document that Terraform prints (`provider_schemas`, keyed by source address), or one keyed by
    provider name directly.
    """
    by_address = mapping(source, "provider_schemas") or source
    return {address.rpartition("/")[2]: mapping(by_address, address) for address in by_address}


def select(everything: State, provider: str, version: str, types: Iterable[TypeInUse]) -> SchemaFile:
    """The schemas of `types`, as far as they are of this provider, out of everything that it has.

    Raises:
        MissingTypeError: one or more of the types are not there.
    """
    wanted = frozenset(used for used in types if used.provider == provider)
    if missing := wanted - SchemaFile(provider, version, everything).types:
        raise MissingTypeError(missing)
    document: dict[str, Value] = {"provider": _without_prose(mapping(everything, "provider"))}
    for kind, section in SECTIONS.items():
        schemas = mapping(everything, section)
        document[section] = {
            used.name: reconcile(used.name, _without_prose(mapping(schemas, used.name)), read_bindings(used))
            for used in wanted
            if used.kind is kind
        }
    return SchemaFile(provider, version, document)


def _without_prose(schema: State) -> State:
    # An attribute may itself be named `description`; then its value is not a string but its schema.
    return {
        name: _without_prose(value) if isinstance(value, Mapping) else value
        for name, value in schema.items()
        if not (name in _FOR_READERS and isinstance(value, str))
    }
