"""Objects of the kinds that a controller brings, and whether they fit these kinds."""

from collections.abc import Iterator, Mapping
from typing import Any

from config.rules.problem import Problem
from modules.controllers.controller import Companion, Values
from modules.vendored_charts.chart_facts import chart_facts
from modules.vendored_charts.schema_errors import schema_problems


def object_problems(companion: Companion[Any], values: Values) -> Iterator[Problem]:
    """What in the `spec` of an object does not fit its kind; paths lead from the values to it."""
    if companion.kinds_from is None:
        return
    kinds = chart_facts(companion.kinds_from.name, companion.kinds_from.version).kinds
    for key, kind in companion.kinds.items():
        specs = values.get(key)
        for name, spec in specs.items() if isinstance(specs, Mapping) else ():
            for problem in schema_problems(spec, kinds[kind]):
                if _is_known_at_apply(problem.value):
                    continue
                remedy = problem.remedy.replace("the chart's schema", f"the kind {kind}")
                yield Problem((key, name, *problem.path), problem.value, remedy)


def _is_known_at_apply(value: object) -> bool:
    """Whether Terraform fills it in, as it does with ids: nobody can say yet whether it has the right form."""
    if not isinstance(value, str):
        return False
    from cdktf import Token  # noqa: PLC0415 - only what has no form yet needs it

    return Token.is_unresolved(value)
