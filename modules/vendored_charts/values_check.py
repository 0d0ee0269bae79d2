"""Whether values fit a chart. Helm itself ignores a key that it does not know, and so does the chart."""

from collections.abc import Iterator, Mapping

from config.rules.problem import Problem
from config.rules.suggestion import nearest
from modules.vendored_charts.chart_facts import ChartFacts
from modules.vendored_charts.key_tree import ANY, BOOLEAN, LIST, VALUE, KeyTree, Path, paths
from modules.vendored_charts.schema_errors import schema_problems

_MOST_SHOWN = 12


def value_problems(values: Mapping[str, object], facts: ChartFacts) -> Iterator[Problem]:
    """What in `values` the chart does not know or does not take; paths lead from the values to it."""
    unknown = list(_problems(values, facts.values, (), facts))
    yield from unknown
    if facts.schema is not None and not unknown:
        yield from schema_problems(values, facts.schema, given_elsewhere=True)


def _problems(value: object, tree: KeyTree, above: Path, facts: ChartFacts) -> Iterator[Problem]:
    if isinstance(tree, str):
        yield from _leaf_problems(value, tree, above)
    elif not isinstance(value, Mapping):
        if value is not None:  # a null takes the chart's default away, which is Helm's way of saying so
            yield Problem(above, value, f"is not what the chart reads there: a map with {_shown(list(tree))}")
    else:
        for key, below in value.items():
            if key in tree:
                yield from _problems(below, tree[key], (*above, key), facts)
            else:
                remedy = f"is not a value of chart {facts.name} {facts.version}; {_instead((*above, key), facts)}"
                yield Problem((*above, key), below, remedy)


def _leaf_problems(value: object, leaf: str, path: Path) -> Iterator[Problem]:
    if leaf == ANY or value is None:
        return
    if leaf == BOOLEAN and not isinstance(value, bool):
        yield Problem(path, value, "is a switch of the chart, for which any text counts as true; write true or false")
    elif leaf == LIST and not isinstance(value, list):
        yield Problem(path, value, "is not what the chart reads there: a list; write one, with - before each item")
    elif leaf == VALUE and isinstance(value, Mapping | list):
        kind = "map" if isinstance(value, Mapping) else "list"
        yield Problem(path, value, f"is a {kind} where the chart reads a single value; write that value")


def _instead(path: Path, facts: ChartFacts) -> str:
    """The nearest valid path: first among the neighbours, then the same key elsewhere, then anything alike."""
    *above, key = path
    neighbours = [it for it in paths(facts.values) if it[:-1] == tuple(above)]
    near = nearest(key, [it[-1] for it in neighbours])
    if near:
        return f"did you mean {' or '.join('.'.join((*above, it)) for it in near)}?"
    elsewhere = [it for it in paths(facts.values) if it[-1].casefold() == key.casefold()]
    if elsewhere:
        return f"did you mean {' or '.join('.'.join(it) for it in elsewhere[:3])}?"
    return f"there it reads {_shown([it[-1] for it in neighbours])}"


def _shown(keys: list[str]) -> str:
    more = f" and {len(keys) - _MOST_SHOWN} more" if len(keys) > _MOST_SHOWN else ""
    return f"{', '.join(keys[:_MOST_SHOWN])}{more}"
