"""The same argument checks as ever, with less work.

Each constructor and method of the bindings checks its arguments, through typeguard, against the annotations of a
function of its own, named `_typecheckingstub__...`. It asks `typing.get_type_hints` for them at every call, though they
never change: newer code generators of jsii remember them, as is done here. And most arguments are optional and left
out, for which typeguard tries all types of a union before it comes to None.
"""

import functools
import importlib
import types
import typing
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_STUB = "_typecheckingstub__"


def make_cheaper() -> None:
    """Replace `typing.get_type_hints` and `typeguard.check_type`; neither gives another answer than before."""
    if hasattr(typing.get_type_hints, "__wrapped__"):
        return
    typeguard = vars(importlib.import_module("typeguard"))  # the one that jsii depends on
    typeguard["check_type"] = _accepting_none(typeguard["check_type"])
    vars(typing)["get_type_hints"] = _remembering(typing.get_type_hints)


def _remembering(get_type_hints: Callable[P, R]) -> Callable[P, R]:
    of_stub = functools.cache(get_type_hints)

    @functools.wraps(get_type_hints)
    def remembering(*args: P.args, **kwargs: P.kwargs) -> R:
        if len(args) == 1 and not kwargs and getattr(args[0], "__name__", "").startswith(_STUB):
            return of_stub(*args)
        return get_type_hints(*args, **kwargs)

    return remembering


def _accepting_none(check_type: Callable[P, R]) -> Callable[P, R | None]:
    @functools.wraps(check_type)
    def accepting_none(*args: P.args, **kwargs: P.kwargs) -> R | None:
        # The bindings pass all arguments by keyword.
        if not args and kwargs.get("value", args) is None:
            expected = kwargs.get("expected_type")
            if getattr(expected, "__origin__", None) is typing.Union and types.NoneType in typing.get_args(expected):
                return None
        return check_type(*args, **kwargs)

    return accepting_none
