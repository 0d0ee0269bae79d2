"""Provider schemas, read from the JSON of `terraform providers schema -json`.

Source of the format: https://developer.hashicorp.com/terraform/cli/commands/providers/schema.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from rehearsal.engine.values import State, Value, items, mapping, number, text

TypeExpression: TypeAlias = Value
"""A type in Terraform's JSON notation: `"string"`, `["list", "string"]`, `["object", {"name": "string"}]`."""


class Nesting(StrEnum):
    """How often a nested block or nested attribute may occur, and how its occurrences are kept."""

    SINGLE = "single"
    GROUP = "group"
    LIST = "list"
    SET = "set"
    MAP = "map"


@dataclass(frozen=True)
class Attribute:
    """One argument or computed value. Exactly one of `type` and `nested` is set."""

    type: TypeExpression
    nested: "NestedAttributes | None"
    required: bool
    optional: bool
    computed: bool
    sensitive: bool
    deprecated: bool
    write_only: bool


@dataclass(frozen=True)
class NestedAttributes:
    """Attributes within an attribute; protocol 6 has them beside blocks (the Helm provider's `set` is one)."""

    attributes: Mapping[str, Attribute]
    nesting: Nesting


@dataclass(frozen=True)
class Block:
    """The body of a resource, a data source, a provider configuration or a nested block."""

    attributes: Mapping[str, Attribute]
    blocks: Mapping[str, "NestedBlock"]


@dataclass(frozen=True)
class NestedBlock:
    """A block within a block. No limit of items is 0, as on the wire."""

    block: Block
    nesting: Nesting
    min_items: int
    max_items: int


@dataclass(frozen=True)
class Schema:
    """One resource type, data source or provider configuration; `version` is that of its state format."""

    version: int
    block: Block


@dataclass(frozen=True)
class ProviderSchema:
    """Everything Terraform asks a provider about itself."""

    provider: Schema
    resources: Mapping[str, Schema]
    data_sources: Mapping[str, Schema]


def read_provider_schema(document: State) -> ProviderSchema:
    """The model of one provider's part of the JSON: `provider`, `resource_schemas`, `data_source_schemas`."""
    return ProviderSchema(
        provider=_schema(mapping(document, "provider")),
        resources=_schemas(mapping(document, "resource_schemas")),
        data_sources=_schemas(mapping(document, "data_source_schemas")),
    )


def _schemas(document: State) -> dict[str, Schema]:
    return {name: _schema(mapping(document, name)) for name in document}


def _schema(document: State) -> Schema:
    return Schema(version=number(document, "version", 0), block=_block(mapping(document, "block")))


def _block(document: State) -> Block:
    block_types = mapping(document, "block_types")
    return Block(
        attributes=_attributes(document),
        blocks={name: _nested_block(mapping(block_types, name)) for name in block_types},
    )


def _nested_block(document: State) -> NestedBlock:
    return NestedBlock(
        block=_block(mapping(document, "block")),
        nesting=Nesting(text(document, "nesting_mode")),
        min_items=number(document, "min_items", 0),
        max_items=number(document, "max_items", 0),
    )


def _attributes(document: State) -> dict[str, Attribute]:
    attributes = mapping(document, "attributes")
    return {name: _attribute(mapping(attributes, name)) for name in attributes}


def _attribute(document: State) -> Attribute:
    nested = document.get("nested_type")
    return Attribute(
        type=document.get("type"),
        nested=_nested_attributes(nested) if isinstance(nested, Mapping) else None,
        required=document.get("required") is True,
        optional=document.get("optional") is True,
        computed=document.get("computed") is True,
        sensitive=document.get("sensitive") is True,
        deprecated=document.get("deprecated") is True,
        write_only=document.get("write_only") is True,
    )


def _nested_attributes(document: State) -> NestedAttributes:
    return NestedAttributes(attributes=_attributes(document), nesting=Nesting(text(document, "nesting_mode")))


def type_kind(expression: TypeExpression) -> tuple[str, TypeExpression]:
    """A type's kind and what it holds: `("string", None)`, `("list", "string")`, `("object", {...})`."""
    if isinstance(expression, str):
        return expression, None
    kind, argument, *_ = items({"type": expression}, "type")
    return str(kind), argument
