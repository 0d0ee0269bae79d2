"""Type hints of the bindings, resolved once for each function instead of once for each call.

Each constructor and method of the bindings checks its arguments against the annotations of a function of its own, named
`_typecheckingstub__...`, and asks `typing.get_type_hints` for them every time. These annotations never change. Newer
code generators of jsii remember them in the same way (jsii._type_checking.cached_type_hints).
"""

import functools
import typing
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_STUB = "_typecheckingstub__"


def remember() -> None:
    """Make `typing.get_type_hints` remember what it found for functions of the bindings. Every check is still made."""
    plain = typing.get_type_hints
    if not hasattr(plain, "__wrapped__"):
        vars(typing)["get_type_hints"] = _remembering(plain)


def _remembering(plain: Callable[P, R]) -> Callable[P, R]:
    of_stub = functools.cache(plain)

    @functools.wraps(plain)
    def get_type_hints(*args: P.args, **kwargs: P.kwargs) -> R:
        if len(args) == 1 and not kwargs and getattr(args[0], "__name__", "").startswith(_STUB):
            return of_stub(*args)
        return plain(*args, **kwargs)

    return get_type_hints
