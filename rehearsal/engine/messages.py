"""Protocol buffer messages for what the engine knows as plain values."""

import json

from tfplugin_proto import tfplugin6_5_pb2 as wire

from rehearsal.engine.codec import encode
from rehearsal.engine.refusal import RefusedError
from rehearsal.engine.schema import Attribute, Block, Nesting, ProviderSchema, Schema
from rehearsal.engine.traversal import Path
from rehearsal.engine.values import Value

CAPABILITIES = wire.ServerCapabilities(plan_destroy=False, get_provider_schema_optional=True)

_WRITE_ONLY = b"\x58\x01"
"""`Schema.Attribute.write_only = true` as it stands on the wire: field 11, newer than the generated messages."""


def dynamic_value(value: Value) -> wire.DynamicValue:
    """`value` for Terraform."""
    return wire.DynamicValue(msgpack=encode(value))


def diagnostic(refusal: RefusedError) -> wire.Diagnostic:
    """The error that Terraform shows for `refusal`."""
    return wire.Diagnostic(
        severity=wire.Diagnostic.ERROR,
        summary=refusal.summary,
        detail=refusal.detail,
        attribute=attribute_path(refusal.path) if refusal.path else None,
    )


def attribute_path(path: Path) -> wire.AttributePath:
    """`path` for Terraform."""
    return wire.AttributePath(
        steps=[
            wire.AttributePath.Step(element_key_int=step)
            if isinstance(step, int)
            else wire.AttributePath.Step(attribute_name=step)
            for step in path
        ]
    )


def provider_schema(schema: ProviderSchema) -> wire.GetProviderSchema.Response:
    """Everything Terraform needs to check configuration against the provider."""
    return wire.GetProviderSchema.Response(
        provider=_schema(schema.provider),
        resource_schemas={name: _schema(resource) for name, resource in schema.resources.items()},
        data_source_schemas={name: _schema(source) for name, source in schema.data_sources.items()},
        server_capabilities=CAPABILITIES,
    )


def _schema(schema: Schema) -> wire.Schema:
    return wire.Schema(version=schema.version, block=_block(schema.block))


def _block(block: Block) -> wire.Schema.Block:
    return wire.Schema.Block(
        attributes=[_attribute(name, attribute) for name, attribute in block.attributes.items()],
        block_types=[
            wire.Schema.NestedBlock(
                type_name=name,
                block=_block(nested.block),
                nesting=_BLOCK_NESTING[nested.nesting],
                min_items=nested.min_items,
                max_items=nested.max_items,
            )
            for name, nested in block.blocks.items()
        ],
    )


def _attribute(name: str, attribute: Attribute) -> wire.Schema.Attribute:
    message = wire.Schema.Attribute(
        name=name,
        required=attribute.required,
        optional=attribute.optional,
        computed=attribute.computed,
        sensitive=attribute.sensitive,
        deprecated=attribute.deprecated,
    )
    if attribute.nested is None:
        message.type = json.dumps(attribute.type).encode()
    else:
        inner = attribute.nested
        message.nested_type.CopyFrom(
            wire.Schema.Object(
                attributes=[_attribute(inner_name, nested) for inner_name, nested in inner.attributes.items()],
                nesting=_OBJECT_NESTING[inner.nesting],
            )
        )
    if attribute.write_only:
        message.MergeFromString(_WRITE_ONLY)
    return message


_BLOCK_NESTING = {
    Nesting.SINGLE: wire.Schema.NestedBlock.SINGLE,
    Nesting.GROUP: wire.Schema.NestedBlock.GROUP,
    Nesting.LIST: wire.Schema.NestedBlock.LIST,
    Nesting.SET: wire.Schema.NestedBlock.SET,
    Nesting.MAP: wire.Schema.NestedBlock.MAP,
}
_OBJECT_NESTING = {
    Nesting.SINGLE: wire.Schema.Object.SINGLE,
    Nesting.LIST: wire.Schema.Object.LIST,
    Nesting.SET: wire.Schema.Object.SET,
    Nesting.MAP: wire.Schema.Object.MAP,
}
