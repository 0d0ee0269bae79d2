"""That what is written for a controller fits its chart and its role: the last look before it becomes Terraform.

A mistake in an environment file never comes this far; what is refused here is a mistake in the data of a controller.
"""

from typing import Any

from config.rules.problem import Problem
from modules.controller_data_error import ControllerDataError
from modules.controllers.controller import AnyController, Chart, Companion, Values
from modules.controllers.objects import object_problems
from modules.controllers.values import value_at
from modules.vendored_charts.chart_facts import chart_facts
from modules.vendored_charts.values_check import value_problems


class MisfitError(ControllerDataError):
    """The data of a controller does not fit its chart."""


def refuse_misfit_companion(companion: Companion[Any], values: Values) -> None:
    """Raise `MisfitError` where an object of a companion does not fit its kind, or a value does not fit its chart."""
    problems = list(object_problems(companion, values))
    if isinstance(companion.chart, Chart):
        problems += value_problems(values, chart_facts(companion.chart.name, companion.chart.version))
    if problems:
        raise MisfitError("\n".join(f"{companion.name}: {_line(it)}" for it in problems))


def refuse_misfit(controller: AnyController, values: Values, service_account: Values) -> None:
    """Raise `MisfitError` with everything that does not fit, if anything does not."""
    if not controller.values_are_checked:
        return
    facts = chart_facts(controller.chart.name, controller.chart.version)
    lines = [_line(it) for it in value_problems(values, facts)]
    account_path = controller.service_account_path
    if account_path is not None and value_at(values, account_path) != service_account:
        path = ".".join(account_path)
        lines.append(f"{path}: must be `installation.service_account`, which is the one that the role trusts")
    if controller.policies_for not in {None, facts.app_version.removeprefix("v")}:
        lines.append(
            f"policies_for: {controller.policies_for}: the chart installs {facts.app_version}; "
            "read what that version needs of AWS, vendor or change the policies, then say that version"
        )
    if lines:
        raise MisfitError("\n".join(f"{controller.name} ({facts.name} {facts.version}): {line}" for line in lines))


def _line(problem: Problem) -> str:
    return f"{'.'.join(map(str, problem.path))}: {problem.value}: {problem.remedy}"
