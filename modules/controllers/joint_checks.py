"""What only all controllers and charts of an environment together show."""

from collections.abc import Mapping
from pathlib import PurePath

from config.controllers.kinds import ControllerOptions
from config.controllers.user_charts import UserChart
from config.reading.mistake import mistake_of
from config.smoke_test import SmokeTest
from modules.controllers.controller import AnyController
from modules.controllers.hostnames import hostname_problems
from modules.controllers.order import installation_order
from modules.controllers.placement import placement_problems
from modules.controllers.service_accounts import service_account_problems


def joint_lines(
    source: PurePath,
    controllers: Mapping[str, AnyController],
    options: Mapping[str, ControllerOptions],
    charts: Mapping[str, UserChart],
    smoke_test: SmokeTest | None,
) -> list[str]:
    """What does not go together in an environment file, a line for each; raises `OrderError` if there is no order."""
    installation_order(options, controllers)
    problems = [
        *service_account_problems(controllers, options, charts),
        *placement_problems(controllers, options),
        *hostname_problems(options, smoke_test),
    ]
    return [str(mistake_of(problem, str(source), (0, 0))) for problem in problems]
