"""What is checked of every controller that an environment file names, whichever it is."""

from collections.abc import Iterable, Iterator

from config.controllers import ControllerOptions
from config.platform import Platform
from config.problem import Problem
from modules.controllers.controller import AnyController
from modules.controllers.values import value_at
from modules.vendored_charts.chart_facts import chart_facts
from modules.vendored_charts.values_check import value_problems


def general_problems(controller: AnyController, options: ControllerOptions, platform: Platform) -> Iterable[Problem]:
    """The problems that any controller can have; paths start below its key."""
    yield from _version_problems(controller, platform)
    yield from _identity_problems(controller, options)
    yield from _value_problems(controller, options)


def _version_problems(controller: AnyController, platform: Platform) -> Iterator[Problem]:
    supported, version = controller.kubernetes, platform.kubernetes_version
    if version not in supported:
        remedy = (
            f"can't run on Kubernetes {version}: chart version {controller.chart.version} is for {supported} "
            f"({supported.source}); change the version of the cluster, or leave {controller.name} out"
        )
        yield Problem((), {}, remedy)


def _identity_problems(controller: AnyController, options: ControllerOptions) -> Iterator[Problem]:
    if options.identity is not None and controller.policies_for is None:
        yield Problem(("identity",), options.identity, f"is useless: {controller.name} calls no AWS API; leave it out")


def _value_problems(controller: AnyController, options: ControllerOptions) -> Iterator[Problem]:
    account_path = controller.service_account_path or ()
    account = value_at(options.values, account_path) if account_path else None
    if account is not None:
        remedy = "is the platform's own, because a role trusts exactly that service account; leave it out"
        yield Problem(("values", *account_path), account, remedy)
    if options.values:
        facts = chart_facts(controller.chart.name, controller.chart.version)
        for problem in value_problems(options.values, facts):
            yield Problem(("values", *problem.path), problem.value, problem.remedy)
