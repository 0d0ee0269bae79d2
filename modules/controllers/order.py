"""In which order controllers are installed; they go in the reverse order."""

from collections.abc import Iterable, Mapping
from graphlib import TopologicalSorter

from modules.controllers.controller import AnyController


def installation_order(names: Iterable[str], controllers: Mapping[str, AnyController]) -> list[str]:
    """`names` with every controller behind those it comes after, as far as those are among `names`.

    The order is the registry's where it is free. Raises graphlib.CycleError for controllers that wait for each other.
    """
    wanted = [name for name in controllers if name in set(names)]
    sorter = TopologicalSorter({name: [it for it in controllers[name].after if it in wanted] for name in wanted})
    return list(sorter.static_order())
