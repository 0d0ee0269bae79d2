"""A zone comes and goes: nothing of the zones that stay is touched, wherever in the alphabet the new one lies."""

from collections.abc import Iterator

import pytest

from tests.rehearsal.changing import Platform, committed, edited, rehearsed
from tests.rehearsal.growth.zones import of_zone, only

pytestmark = pytest.mark.slow

# Room before, between and after the zones of dev, each of which has a NAT gateway here.
ZONES = ["eu-central-1b", "eu-central-1d"]
BASE = edited(
    committed("dev"),
    {
        "network.availability_zones": ZONES,
        "network.zone_slots": 8,
        "network.nat_gateway": {"mode": "per-zone"},
        "cluster.availability_zones": ZONES,
        "cluster.node_groups": {"system": {"availability_zones": ZONES}},
    },
)
ENDPOINT = "aws_vpc_endpoint.network_s3-endpoint"
GROUP = {"aws_eks_node_group.node-group-new_nodes", "aws_launch_template.node-group-new_launch-template"}


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """Two zones, applied up to the cluster; each test leaves it as it was."""
    with rehearsed(tmp_path_factory.mktemp("zones"), {"dev": BASE}) as running:
        for stack in ("dev-network", "dev-cluster"):
            running.apply(stack)
        yield running


@pytest.mark.parametrize(
    "zone", ["eu-central-1a", "eu-central-1c", "eu-central-1e"], ids=["before", "between", "after"]
)
def test_a_new_zone_touches_nothing(platform: Platform, zone: str) -> None:
    platform.change({"dev": edited(BASE, {"network.availability_zones": sorted([*ZONES, zone])})})

    assert platform.plan("dev-network") == {**only("create", of_zone(zone)), ENDPOINT: "update"}


def test_zones_come_and_go(platform: Platform) -> None:
    """A new zone is for new nodes; the zones of the control plane stay those it began with."""
    before = platform.objects()
    new = ["eu-central-1a", "eu-central-1c", "eu-central-1e"]
    in_new_zones = set().union(*map(of_zone, new))
    with_zones = edited(BASE, {"network.availability_zones": sorted([*ZONES, *new])})
    with_nodes = edited(with_zones, {"cluster.node_groups.new": {"availability_zones": new}})

    platform.change({"dev": with_nodes})
    assert platform.apply("dev-network") == {**only("create", in_new_zones), ENDPOINT: "update"}
    assert platform.apply("dev-cluster") == only("create", GROUP)

    platform.change({"dev": with_zones})
    assert platform.apply("dev-cluster") == only("delete", GROUP)
    platform.change({"dev": BASE})
    assert platform.apply("dev-network") == {**only("delete", in_new_zones), ENDPOINT: "update"}
    assert platform.apply("dev-cluster") == {}
    assert platform.objects() == before


def test_the_order_in_which_zones_are_written_means_nothing(platform: Platform) -> None:
    backwards = ZONES[::-1]
    platform.change(
        {
            "dev": edited(
                BASE,
                {
                    "network.availability_zones": backwards,
                    "cluster.availability_zones": backwards,
                    "cluster.node_groups.system.availability_zones": backwards,
                },
            )
        }
    )

    assert (platform.plan("dev-network"), platform.plan("dev-cluster")) == ({}, {})
