"""An IPv6 network grows like any other, and an IPv4 one can be given IPv6 addresses."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rehearsal.engine.values import blocks, mapping
from rehearsal.terraform import TerraformError
from tests.conftest import EXAMPLES
from tests.rehearsal.changing import Platform, committed, edited, rehearsed
from tests.rehearsal.growth.zones import of_zone, only

pytestmark = pytest.mark.slow

# Room before, between and after the zones.
ZONES = ["eu-central-1b", "eu-central-1d"]
IPV6 = edited(
    committed("ipv6", EXAMPLES),
    {
        "state": {"backend": "local"},
        "network.availability_zones": ZONES,
        "network.zone_slots": 8,
        "network.nat_gateway": {"mode": "per-zone"},
        "cluster.availability_zones": ZONES,
        "cluster.node_groups": {"system": {"availability_zones": ZONES}},
    },
)
DUAL_STACK = "network.assign_generated_ipv6_cidr_block"


def of_ipv6_zone(zone: str) -> set[str]:
    """The addresses of everything that a zone has in an IPv6 network."""
    return of_zone(zone) | ipv6_routes(zone)


def ipv6_routes(zone: str) -> set[str]:
    return {
        f"aws_route.network_public_{zone}-internet-ipv6-route",
        f"aws_route.network_private_{zone}-egress-only-route",
    }


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """Two zones, applied up to the cluster; each test only plans."""
    with rehearsed(tmp_path_factory.mktemp("ipv6"), {"ipv6": IPV6}) as running:
        for stack in ("ipv6-network", "ipv6-cluster"):
            running.apply(stack)
        yield running


@pytest.mark.parametrize(
    "zone", ["eu-central-1a", "eu-central-1c", "eu-central-1e"], ids=["before", "between", "after"]
)
def test_a_new_zone_touches_nothing(platform: Platform, zone: str) -> None:
    platform.change({"ipv6": edited(IPV6, {"network.availability_zones": sorted([*ZONES, zone])})})

    endpoint = "aws_vpc_endpoint.network_s3-endpoint"
    assert platform.plan("ipv6-network") == {**only("create", of_ipv6_zone(zone)), endpoint: "update"}


def test_more_zone_slots_would_move_no_ipv6_block(platform: Platform) -> None:
    """They move the IPv4 ones, which is why they can't change; a block of the same number stays the same."""
    subnet = "aws_subnet.network_public_eu-central-1d-subnet"
    platform.change({"ipv6": edited(IPV6, {"network.zone_slots": 16})})
    terraform = platform.terraform("ipv6-network")
    changes = blocks(terraform.show(terraform.plan()), "resource_changes")
    change = next(mapping(it, "change") for it in changes if it["address"] == subnet)

    assert change["replace_paths"] == [["cidr_block"]]


def test_the_ip_family_of_a_protected_cluster_does_not_change(platform: Platform) -> None:
    platform.change({"ipv6": edited(IPV6, {"cluster.ip_family": "ipv4"})})

    with pytest.raises(TerraformError, match=r"Instance cannot be destroyed"):
        platform.plan("ipv6-cluster")


def test_an_ipv4_network_is_given_ipv6_addresses_in_place(tmp_path: Path) -> None:
    """So that load balancers can be dual-stack."""
    dev = committed("dev")
    zones = ("eu-central-1a", "eu-central-1b")
    subnets = {f"aws_subnet.network_{tier}_{zone}-subnet" for zone in zones for tier in ("public", "private", "intra")}
    with rehearsed(tmp_path, {"dev": dev}) as platform:
        platform.apply("dev-network")
        platform.change({"dev": edited(dev, {DUAL_STACK: True})})

        assert platform.apply("dev-network") == {
            "aws_vpc.network_vpc": "update",
            "aws_egress_only_internet_gateway.network_egress-only-gateway": "create",
            **only("update", subnets),
            **only("create", {route for zone in zones for route in ipv6_routes(zone)}),
        }
        assert platform.plan("dev-network") == {}
