"""A private network grows: a new zone brings subnets, and addresses for the endpoints that are there."""

from collections.abc import Iterator

import pytest

from tests.conftest import EXAMPLES
from tests.rehearsal.changing import Platform, Settings, committed, edited, rehearsed

pytestmark = pytest.mark.slow

BASE = committed("private", EXAMPLES)
ZONE = "eu-central-1c"
WITH_A_ZONE = edited(BASE, {"network.availability_zones": ["eu-central-1a", "eu-central-1b", ZONE]})
OF_THE_ZONE = {
    f"{kind}.network_{tier}_{ZONE}-{what}": "create"
    for tier in ("private", "intra")
    for kind, what in (
        ("aws_subnet", "subnet"),
        ("aws_route_table", "route-table"),
        ("aws_route_table_association", "association"),
    )
}


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """The network stack, applied."""
    with rehearsed(tmp_path_factory.mktemp("private"), {"private": BASE}) as running:
        running.apply("private-state-bucket")
        running.apply("private-network")
        yield running


def test_a_zone_comes_and_goes_and_no_endpoint_is_made_anew(platform: Platform) -> None:
    before = platform.objects()
    made = platform.rehearsal.stack("private-network").resources
    endpoints = {it.address: "update" for it in made if it.type_name == "aws_vpc_endpoint"}

    platform.change({"private": WITH_A_ZONE})
    assert platform.apply("private-network") == {**OF_THE_ZONE, **endpoints}
    platform.change({"private": BASE})
    assert platform.apply("private-network") == {**dict.fromkeys(OF_THE_ZONE, "delete"), **endpoints}
    assert platform.objects() == before


def test_a_service_more_touches_no_other(platform: Platform) -> None:
    interface: Settings = {"mode": "derived", "additional_services": ["secretsmanager", "sns", "sqs"]}
    platform.change({"private": edited(BASE, {"network.vpc_endpoints.interface": interface})})

    assert platform.plan("private-network") == {"aws_vpc_endpoint.network_interface-endpoints_sns-endpoint": "create"}
    platform.change({"private": BASE})
