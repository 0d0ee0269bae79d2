"""A controller without which an option of another one does nothing."""

from pathlib import Path

import pytest
import yaml

from config.loading import InvalidInput, load_environments
from modules.controllers import CONTROLLERS
from tests.conftest import ENVIRONMENTS, EXAMPLES
from tests.modules.controllers.test_proofs import INGRESS
from tests.rehearsal.changing import Settings, committed, edited

DEV = edited(committed("dev", ENVIRONMENTS), {"smoke_test": None})
EXISTING = edited(committed("existing-cluster", EXAMPLES), {"smoke_test": None})
AUTO_MODE = committed("auto-mode", EXAMPLES)
ADD_IT = "add that to controllers, or leave this out"
LEAVE_IT = "and whose place EKS Auto Mode takes; leave it out"


@pytest.mark.parametrize(
    ("environment", "controllers", "remedies"),
    [
        (DEV, {}, [f"which makes its load balancer; {ADD_IT}"]),
        (DEV, {"aws-load-balancer-controller": {}}, []),
        (DEV, {"aws-load-balancer-controller": {"release": "gitops"}}, []),
        (EXISTING, {}, []),
        (AUTO_MODE, {}, [f"which makes its load balancer, {LEAVE_IT}"]),
    ],
    ids=["missing", "here", "left to GitOps", "perhaps installed by somebody else", "Auto Mode"],
)
def test_an_ingress_is_for_the_load_balancer_controller(
    tmp_path: Path, environment: Settings, controllers: Settings, remedies: list[str]
) -> None:
    lines = answers(tmp_path, edited(environment, {"controllers": {"argo-cd": {"ingress": INGRESS}, **controllers}}))

    assert [line.partition(" needs aws-load-balancer-controller, ")[2] for line in lines] == remedies


def test_an_option_within_another_one_may_need_a_controller_too(tmp_path: Path) -> None:
    grafana: Settings = {"admin_existing_secret": "grafana-admin", "ingress": INGRESS}

    (line,) = answers(tmp_path, edited(DEV, {"controllers": {"victoria-metrics": {"grafana": grafana}}}))

    assert line.partition(": needs ")[0].startswith("controllers.victoria-metrics.grafana.ingress: {hostname: ")
    assert line.partition(": needs ")[2] == f"aws-load-balancer-controller, which makes its load balancer; {ADD_IT}"


def answers(tmp_path: Path, settings: Settings) -> list[str]:
    file = tmp_path / "it.yaml"
    file.write_text(yaml.safe_dump(settings))
    try:
        load_environments(tmp_path, CONTROLLERS)
    except InvalidInput as refused:
        return [line.removeprefix(f"{file}: ") for line in refused.lines]
    return []
