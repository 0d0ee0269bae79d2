"""The last look at a controller's data before it becomes Terraform."""

from dataclasses import replace

import pytest

from modules.controllers.aws_load_balancer_controller import AWS_LOAD_BALANCER_CONTROLLER
from modules.controllers.controller import AnyController, Values
from modules.controllers.fit import MisfitError, refuse_misfit

ACCOUNT = {"create": True, "name": "aws-load-balancer-controller"}
VALUES = {"clusterName": "dev", "serviceAccount": ACCOUNT}
BEGINNING = "aws-load-balancer-controller (aws-load-balancer-controller 3.5.0): "


def test_what_fits_passes() -> None:
    refuse_misfit(AWS_LOAD_BALANCER_CONTROLLER, VALUES, ACCOUNT)


@pytest.mark.parametrize(
    ("controller", "values", "line"),
    [
        (
            AWS_LOAD_BALANCER_CONTROLLER,
            {**VALUES, "clustername": "dev"},
            "clustername: dev: is not a value of chart aws-load-balancer-controller 3.5.0; did you mean clusterName?",
        ),
        (
            AWS_LOAD_BALANCER_CONTROLLER,
            {**VALUES, "serviceAccount": {"create": True, "name": "other"}},
            "serviceAccount: must be `installation.service_account`, which is the one that the role trusts",
        ),
        (
            replace(AWS_LOAD_BALANCER_CONTROLLER, policies_for="3.4.0"),
            VALUES,
            (
                "policies_for: 3.4.0: the chart installs v3.5.0; read what that version needs of AWS, "
                "vendor or change the policies, then say that version"
            ),
        ),
    ],
    ids=["values", "service account", "policies of another version"],
)
def test_what_does_not_fit_is_refused(controller: AnyController, values: Values, line: str) -> None:
    with pytest.raises(MisfitError) as refused:
        refuse_misfit(controller, values, ACCOUNT)

    assert str(refused.value) == f"{BEGINNING}{line}"
