"""Which AWS services an environment calls, and what their endpoints are called."""

import pytest

from config.network.endpoint_services import GATEWAY_SERVICES, WITHOUT_ENDPOINT, derived_services, endpoint_service_name
from config.regions import Region
from modules.controllers import CONTROLLERS


def test_nodes_addons_and_terraform_call_these() -> None:
    assert derived_services([], []) == ("ec2", "ecr.api", "ecr.dkr", "eks", "eks-auth", "kms", "logs", "sts")


def test_controllers_and_the_file_add_theirs_once() -> None:
    assert derived_services(["ec2", "elasticloadbalancing"], ["sqs", "ec2"]) == (
        *("ec2", "ecr.api", "ecr.dkr", "eks", "eks-auth", "elasticloadbalancing", "kms", "logs", "sqs", "sts"),
    )


def test_what_has_no_interface_endpoint_gets_none() -> None:
    assert derived_services([*GATEWAY_SERVICES, *WITHOUT_ENDPOINT], []) == derived_services([], [])


def test_every_controller_with_a_role_says_what_it_calls() -> None:
    silent = [name for name, it in CONTROLLERS.items() if it.policies_for is not None and "sts" not in it.aws_services]
    without_role = [name for name, it in CONTROLLERS.items() if it.policies_for is None and it.aws_services]

    assert (silent, without_role) == ([], [])


@pytest.mark.parametrize(
    ("region", "service", "name"),
    [
        ("eu-central-1", "ecr.api", "com.amazonaws.eu-central-1.ecr.api"),
        ("us-gov-west-1", "sts", "com.amazonaws.us-gov-west-1.sts"),
        ("cn-north-1", "sts", "cn.com.amazonaws.cn-north-1.sts"),
        ("cn-northwest-1", "logs", "com.amazonaws.cn-northwest-1.logs"),
    ],
)
def test_china_has_some_services_under_its_own_name(region: str, service: str, name: str) -> None:
    assert endpoint_service_name(service, Region(region)) == name
