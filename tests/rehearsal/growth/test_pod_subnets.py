"""Subnets for pods come to a network that runs, and a zone comes to them, without touching what is there."""

from collections.abc import Iterator

import pytest

from tests.rehearsal.changing import Changes, Platform, committed, edited, rehearsed

pytestmark = pytest.mark.slow

ZONES = ["eu-central-1b", "eu-central-1d"]
BEFORE = edited(
    committed("dev"),
    {
        "network.availability_zones": ZONES,
        "network.zone_slots": 8,
        "network.nat_gateway": {"mode": "none"},
        "cluster.availability_zones": ZONES,
        "cluster.node_groups": {"system": {"availability_zones": ZONES}},
    },
)
WITH_PODS = edited(BEFORE, {"network.pod_cidr_block": "100.64.0.0/16"})


def of_zone(zone: str) -> set[str]:
    """What a zone has for its pods."""
    return {f"aws_subnet.network_pods_{zone}-subnet", f"aws_route_table_association.network_pods_{zone}-association"}


def created(*parts: set[str]) -> Changes:
    return dict.fromkeys(set().union(*parts), "create")


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """Without subnets for pods, applied up to the cluster; the tests go on where the one before ended."""
    with rehearsed(tmp_path_factory.mktemp("pods"), {"dev": BEFORE}) as running:
        for stack in ("dev-network", "dev-cluster"):
            running.apply(stack)
        yield running


@pytest.fixture(scope="module")
def with_pods(platform: Platform) -> tuple[Platform, list[Changes]]:
    """The same with subnets for pods, and what was done for it."""
    platform.change({"dev": WITH_PODS})
    return platform, [platform.apply("dev-network"), platform.apply("dev-cluster")]


def test_they_come_to_a_network_that_runs(with_pods: tuple[Platform, list[Changes]]) -> None:
    """Nodes that run keep their addresses until they are replaced: EKS changes the add-on and no node group."""
    assert with_pods[1] == [
        created({"aws_vpc_ipv4_cidr_block_association.network_pods_cidr-block"}, *map(of_zone, ZONES)),
        {"aws_eks_addon.addons-before-nodes_vpc-cni": "update"},
    ]


@pytest.mark.parametrize("zone", ["eu-central-1a", "eu-central-1c"], ids=["before", "between"])
def test_a_new_zone_touches_no_subnet(with_pods: tuple[Platform, list[Changes]], zone: str) -> None:
    platform, _ = with_pods
    platform.change({"dev": edited(WITH_PODS, {"network.availability_zones": sorted([*ZONES, zone])})})

    planned = platform.plan("dev-network")

    assert {address: what for address, what in planned.items() if what != "create"} == {
        "aws_vpc_endpoint.network_s3-endpoint": "update"
    }
    assert of_zone(zone) <= planned.keys()


def test_another_range_takes_them_away(with_pods: tuple[Platform, list[Changes]]) -> None:
    """With pods in them AWS refuses that; docs/operations.md lists the key among those that can't change."""
    platform, _ = with_pods
    platform.change({"dev": edited(WITH_PODS, {"network.pod_cidr_block": "100.65.0.0/16"})})

    ranges = {"aws_vpc_ipv4_cidr_block_association.network_pods_cidr-block"}
    assert platform.plan("dev-network") == dict.fromkeys(ranges.union(*map(of_zone, ZONES)), "replace")
