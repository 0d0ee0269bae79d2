"""In which order controllers are installed; they go in the reverse order."""

from collections.abc import Collection, Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from modules.controller_data_error import ControllerDataError
from modules.controllers.controller import AnyController


class OrderError(ControllerDataError):
    """Controllers wait for each other, or for one that does not exist."""


def comes_after(name: str, controllers: Mapping[str, AnyController]) -> tuple[str, ...]:
    """Whom a controller comes after: those that admit what it makes, then those that it names.

    Almost every chart makes a Service, and which does not may change with its next version. So nobody is asked: what
    admits objects of others comes first, but for what it needs itself.
    """
    own = controllers[name].after
    if controllers[name].admits:
        return own
    admitting = [it for it, other in controllers.items() if other.admits and name not in _all_before(it, controllers)]
    return tuple(dict.fromkeys((*admitting, *own)))


def installation_order(names: Iterable[str], controllers: Mapping[str, AnyController]) -> list[str]:
    """`names` with every controller behind those it comes after, as far as those are among `names`.

    The order is the registry's where it is free. Raises `OrderError`, which names the controllers that are wrong.
    """
    unknown = {it: name for name in controllers for it in controllers[name].after if it not in controllers}
    if unknown:
        raise OrderError(", ".join(f"{name} comes after {it}, which is no controller" for it, name in unknown.items()))
    wanted = [name for name in controllers if name in set(names)]
    sorter = TopologicalSorter({name: [it for it in comes_after(name, controllers) if it in wanted] for name in wanted})
    try:
        return list(sorter.static_order())
    except CycleError as error:
        raise OrderError(f"each waits for the one before it: {' -> '.join(reversed(error.args[1]))}") from error


def predecessors(name: str, controllers: Mapping[str, AnyController], left: Collection[str]) -> list[str]:
    """Whom a controller comes after; what one of `left` comes after, who is installed by somebody else, counts too."""
    found: dict[str, None] = {}
    for earlier in comes_after(name, controllers):
        found |= dict.fromkeys([earlier, *(predecessors(earlier, controllers, left) if earlier in left else ())])
    return list(found)


def nodes_that_may_go(name: str, controllers: Mapping[str, AnyController], installed: Collection[str]) -> list[str]:
    """Labels of nodes that may go while a controller still has to run: made by those that it does not come after."""
    makers = [it for it in installed if controllers[it].node_label and it != name]
    ahead = _all_before(name, controllers)
    return [label for it in makers if it not in ahead and (label := controllers[it].node_label) is not None]


def _all_before(name: str, controllers: Mapping[str, AnyController]) -> set[str]:
    """Everybody that a controller waits for, however indirectly."""
    found: set[str] = set()
    waiting = list(controllers[name].after)
    while waiting:
        earlier = waiting.pop()
        if earlier not in found:
            found.add(earlier)
            waiting += controllers[earlier].after
    return found
