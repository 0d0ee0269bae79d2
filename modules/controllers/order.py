"""In which order controllers are installed; they go in the reverse order."""

from collections.abc import Collection, Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from modules.controllers.controller import AnyController


class OrderError(Exception):
    """Controllers wait for each other, or for one that does not exist."""


def installation_order(names: Iterable[str], controllers: Mapping[str, AnyController]) -> list[str]:
    """`names` with every controller behind those it comes after, as far as those are among `names`.

    The order is the registry's where it is free. Raises `OrderError`, which names the controllers that are wrong.
    """
    unknown = {it: name for name in controllers for it in controllers[name].after if it not in controllers}
    if unknown:
        raise OrderError(", ".join(f"{name} comes after {it}, which is no controller" for it, name in unknown.items()))
    wanted = [name for name in controllers if name in set(names)]
    sorter = TopologicalSorter({name: [it for it in controllers[name].after if it in wanted] for name in wanted})
    try:
        return list(sorter.static_order())
    except CycleError as error:
        raise OrderError(f"each waits for the one before it: {' -> '.join(reversed(error.args[1]))}") from error


def predecessors(name: str, controllers: Mapping[str, AnyController], left: Collection[str]) -> list[str]:
    """Whom a controller comes after; what one of `left` comes after, who is installed by somebody else, counts too."""
    found: dict[str, None] = {}
    for earlier in controllers[name].after:
        found |= dict.fromkeys([earlier, *(predecessors(earlier, controllers, left) if earlier in left else ())])
    return list(found)
