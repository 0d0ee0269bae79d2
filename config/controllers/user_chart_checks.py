"""What must fit between the charts of the user's own, and between them and what the platform makes."""

from collections.abc import Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from config.controllers.taken_names import TakenNames
from config.rules.problem import Problem
from config.rules.suggestion import suggestion

if TYPE_CHECKING:
    from config.controllers.user_charts import UserChart


def user_chart_problems(
    charts: "Mapping[str, UserChart]", taken: TakenNames, installed: Sequence[str]
) -> Iterator[Problem]:
    """Names that are taken, predecessors that are not there, orders that can't be. For the field `charts`.

    `installed` are the controllers of the environment.
    """
    for name, chart in charts.items():
        yield from _name_problems(name, chart, taken)
        for purpose in (it for it in chart.policies if it in chart.policy_files):
            yield Problem((name, "policy_files", purpose), purpose, "stands in policies too; leave one out")
        for index, earlier in enumerate(chart.after or ()):
            if earlier not in (*installed, *charts):
                remedy = f"is not installed in this environment; {suggestion(earlier, [*installed, *charts])}"
                yield Problem((name, "after", index), earlier, remedy)
    yield from _policy_name_problems(charts, taken)
    graph = {name: [it for it in chart.after or () if it in charts] for name, chart in charts.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = " -> ".join(reversed(error.args[1]))
        yield Problem((), list(charts), f"wait for each other: {circle}; take one of them out of an `after`")


def _name_problems(name: str, chart: "UserChart", taken: TakenNames) -> Iterator[Problem]:
    if name in taken.all:
        yield Problem((name,), name, f"is the name of {taken.all[name]}; choose another name")
    elif chart.has_role:
        for end in (it for it in taken.roles if name.endswith(f"-{it}")):
            own = name.removesuffix(f"-{end}")
            remedy = (
                f"ends with -{end}, so its role would be called like that of {end} in a cluster whose name goes on "
                f"with -{own}; choose another name, such as {end}-{own}"
            )
            yield Problem((name,), name, remedy)


def _policy_name_problems(charts: "Mapping[str, UserChart]", taken: TakenNames) -> Iterator[Problem]:
    """Policies that could have one name: a hyphen parts chart and purpose, and either may have more of them."""
    owners: dict[str, str] = {}
    for name, chart in charts.items():
        keys = {**dict.fromkeys(chart.policy_files, "policy_files"), **dict.fromkeys(chart.policies, "policies")}
        for purpose, key in keys.items():
            policy = f"{name}-{purpose}"
            other = next((it for it in taken.roles if it.startswith(f"{name}-") and policy.startswith(f"{it}-")), None)
            if policy in owners or other is not None:
                remedy = f"makes the name of a policy ({policy}) that {owners.get(policy, other)} may have too; "
                yield Problem((name, key, purpose), purpose, f"{remedy}choose another purpose")
            owners.setdefault(policy, f"charts.{name}")
