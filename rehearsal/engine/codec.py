"""Values on the wire: MessagePack, as Terraform's plugin protocol 6 defines it.

Unknown values are the extension type 0, unknown values with refinements the extension type 12, everything else is plain
MessagePack. Source: https://github.com/hashicorp/terraform/blob/v1.11.4/docs/plugin-protocol/object-wire-format.md.
"""

import msgpack

from rehearsal.engine.values import State, Unknown, Value


class NotAnObjectError(TypeError):
    """Terraform sent something else where the protocol promises an object."""


def encode(value: Value) -> bytes:
    """MessagePack for `value`."""
    packed = msgpack.packb(value, default=_extension)
    if not isinstance(packed, bytes):
        raise TypeError(type(packed))
    return packed


def decode(data: bytes) -> Value:
    """The value that `data` stands for."""
    value: Value = msgpack.unpackb(data, ext_hook=Unknown, strict_map_key=False)
    return value


def decode_state(data: bytes) -> State | None:
    """The object that `data` stands for, or None for null.

    Raises:
        NotAnObjectError: `data` is neither null nor an object.
    """
    value = decode(data)
    if value is None or isinstance(value, dict):
        return value
    raise NotAnObjectError(type(value).__name__)


def _extension(value: Value) -> msgpack.ExtType:
    if isinstance(value, Unknown):
        return msgpack.ExtType(value.code, value.data)
    raise TypeError(type(value))
