"""The values of a plan, with marks in place of those that are not known or must not be seen."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias, overload


@dataclass(frozen=True)
class Hidden:
    """What stands where a value is not shown."""

    why: str
    fingerprint: int = field(default=0, repr=False)
    """Equal for equal values, in this process: so a change is seen without the value."""

    def __str__(self) -> str:
        """The mark in parentheses."""
        return f"({self.why})"


UNKNOWN: Final = Hidden("known after apply")
_SENSITIVE: Final = "sensitive"
_BY_NAME: Final = "not shown: by its name it may be secret"
MARKS: Final = frozenset(str(Hidden(why)) for why in (UNKNOWN.why, _SENSITIVE, _BY_NAME))
"""All that may stand in place of a value, as text. Any other text in parentheses is a value, whoever wrote it."""


def sensitive(value: "Json") -> Hidden:
    """In place of a value that Terraform calls sensitive."""
    return Hidden(_SENSITIVE, _fingerprint(value))


def named_secret(value: "Value") -> Hidden:
    """In place of a value that only its name betrays."""
    return Hidden(_BY_NAME, _fingerprint(value))


Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
"""What stands in a plan file."""
Value: TypeAlias = "bool | int | float | str | Hidden | Sequence[Value] | Mapping[str, Value] | None"
"""What a review may speak of."""


@overload
def mapping(value: Json) -> Mapping[str, Json]: ...
@overload
def mapping(value: Value) -> Mapping[str, Value]: ...
def mapping(value: Value) -> Mapping[str, Value]:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


@overload
def items(value: Json) -> Sequence[Json]: ...
@overload
def items(value: Value) -> Sequence[Value]: ...
def items(value: Value) -> Sequence[Value]:
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, list) else ()


def block(value: Value) -> Mapping[str, Value]:
    """The object in a list of one, as Terraform writes a block that stands once."""
    return mapping(next(iter(items(value)), None))


def text(value: Value) -> str:
    """The value if it is text, else empty text."""
    return value if isinstance(value, str) else ""


def texts(value: Value) -> tuple[str, ...]:
    """The texts in a list."""
    return tuple(it for it in items(value) if isinstance(it, str))


def _fingerprint(value: Value) -> int:
    return hash(json.dumps(value, sort_keys=True, default=repr))
