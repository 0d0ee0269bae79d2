"""That values leave a controller off the nodes that may go while it still has to run."""

from collections.abc import Iterator, Mapping, Sequence

from config.controllers.kinds import ControllerOptions
from config.reading.display import flow
from config.rules.problem import Problem
from modules.controllers.controller import AnyController, Values
from modules.controllers.order import nodes_that_may_go
from modules.controllers.values import TERMS, touched, without_labels


def placement_problems(
    controllers: Mapping[str, AnyController], options: Mapping[str, ControllerOptions]
) -> Iterator[Problem]:
    """Values that take the place of the platform's own affinity; paths start at the environment file."""
    for name, chosen in options.items():
        expressions = without_labels(nodes_that_may_go(name, controllers, list(options)))
        for path in controllers[name].affinity_paths if expressions else ():
            found = touched(chosen.values, (*path, *TERMS))
            if found is not None and not _all_have(found[1], expressions):
                remedy = (
                    f"takes the place of what keeps {name} off nodes that go before it; add {flow(expressions)} to "
                    f"matchExpressions of each of {TERMS[-1]}"
                )
                yield Problem(("controllers", name, "values", *found[0]), found[1], remedy)


def _all_have(terms: object, expressions: Sequence[Values]) -> bool:
    """Whether each of the terms, of which one is enough for Kubernetes, has all expressions."""
    return (
        isinstance(terms, Sequence)
        and bool(terms)
        and all(isinstance(it, Mapping) and _has(it.get("matchExpressions"), expressions) for it in terms)
    )


def _has(written: object, expressions: Sequence[Values]) -> bool:
    return isinstance(written, Sequence) and all(it in written for it in expressions)
