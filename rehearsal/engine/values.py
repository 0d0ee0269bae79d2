"""Terraform values as plain Python: null is None, lists and sets are lists, objects and maps are dicts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that Terraform does not know yet.

    `code` and `data` are the MessagePack extension it travelled as. Terraform may attach refinements ("a string that
    starts with `arn:`"); it refuses a plan in which they went lost, so they are carried along unread.
    """

    code: int = 0
    data: bytes = b"\x00"


UNKNOWN = Unknown()

Value: TypeAlias = "bool | int | float | str | bytes | Unknown | Sequence[Value] | Mapping[str, Value] | None"
State: TypeAlias = Mapping[str, Value]


def text(state: State, name: str) -> str:
    """The string `state[name]`, or an empty one where it is null, missing or not known yet."""
    value = state.get(name)
    return value if isinstance(value, str) else ""


def number(state: State, name: str, default: int) -> int:
    """The whole number `state[name]`, or `default` where it is null, missing or not known yet."""
    value = state.get(name)
    return value if isinstance(value, int) else default


def items(state: State, name: str) -> Sequence[Value]:
    """The elements of the list or set `state[name]`; none where it is null, missing or not known yet."""
    value = state.get(name)
    return value if isinstance(value, list | tuple) else ()


def texts(state: State, name: str) -> list[str]:
    """The known strings among the elements of the list or set `state[name]`."""
    return [item for item in items(state, name) if isinstance(item, str)]


def blocks(state: State, name: str) -> list[State]:
    """The known objects among the elements of the list or set `state[name]`."""
    return [item for item in items(state, name) if isinstance(item, Mapping)]


def first_block(state: State, name: str) -> State:
    """The first block of `state[name]`, or an empty one."""
    return next(iter(blocks(state, name)), {})


def mapping(state: State, name: str) -> State:
    """The map or object `state[name]`; an empty one where it is null, missing or not known yet."""
    value = state.get(name)
    return value if isinstance(value, Mapping) else {}


def wholly_known(value: Value) -> bool:
    """Whether no part of `value` is unknown."""
    if isinstance(value, Unknown):
        return False
    if isinstance(value, Mapping):
        return all(wholly_known(element) for element in value.values())
    if isinstance(value, list | tuple):
        return all(wholly_known(element) for element in value)
    return True
