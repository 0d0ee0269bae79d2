"""What must fit between the charts of the user's own, and between them and the controllers."""

from collections.abc import Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from config.rules.problem import Problem
from config.rules.suggestion import suggestion

if TYPE_CHECKING:
    from config.controllers.user_charts import UserChart


def user_chart_problems(
    charts: "Mapping[str, UserChart]", known: Sequence[str], installed: Sequence[str]
) -> Iterator[Problem]:
    """Names that are taken, predecessors that are not there, orders that can't be. For the field `charts`.

    `known` are the controllers that there are, `installed` those of them that the environment installs.
    """
    for name, chart in charts.items():
        if name in known:
            yield Problem((name,), name, "is the name of a controller; name it in controllers, or choose another name")
        if chart.has_role and _stands(chart.values, chart.service_account_path):
            remedy = "is the platform's own, because a role trusts exactly that service account; leave it out"
            yield Problem((name, "values"), chart.service_account_path, remedy)
        for purpose in (it for it in chart.policies if it in chart.policy_files):
            yield Problem((name, "policy_files", purpose), purpose, "stands in policies too; leave one out")
        for index, earlier in enumerate(chart.after or ()):
            if earlier not in (*installed, *charts):
                remedy = f"is not installed in this environment; {suggestion(earlier, [*installed, *charts])}"
                yield Problem((name, "after", index), earlier, remedy)
    graph = {name: [it for it in chart.after or () if it in charts] for name, chart in charts.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = " -> ".join(reversed(error.args[1]))
        yield Problem((), list(charts), f"wait for each other: {circle}; take one of them out of an `after`")


def _stands(values: Mapping[str, object], dotted: str) -> bool:
    found: object = values
    for key in dotted.split("."):
        if not isinstance(found, Mapping) or key not in found:
            return False
        found = found[key]
    return True
