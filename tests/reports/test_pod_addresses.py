"""How many pods a node carries, and what it takes for them."""

from ipaddress import IPv4Network

import pytest

from config.compute.instance_networking import InstanceNetworking, networking_of
from reports.pod_addresses import FullNode, Mode, Need, fits, full_node, most_nodes, vcpus_of

PLAIN, PREFIXES = Mode(), Mode(prefixes=True)
PODS_ELSEWHERE, BOTH = Mode(pod_subnets=True), Mode(prefixes=True, pod_subnets=True)


def node(instance_type: str, mode: Mode, max_pods: int | None = None) -> FullNode:
    return full_node(instance_type, networking_of(instance_type) or InstanceNetworking(0, 0), mode, max_pods)


# The pods are those of the max-pods-calculator of https://github.com/awslabs/amazon-eks-ami, with EKS's cap.
@pytest.mark.parametrize(
    ("instance_type", "mode", "expected"),
    [
        ("m6i.large", PLAIN, FullNode(29, Need(30), Need())),
        ("t3.medium", PLAIN, FullNode(17, Need(18), Need())),
        ("m6i.4xlarge", PLAIN, FullNode(110, Need(150), Need())),
        ("m6i.8xlarge", PLAIN, FullNode(234, Need(240), Need())),
        ("m6i.large", PREFIXES, FullNode(110, Need(1, 8), Need())),
        ("t3.medium", PREFIXES, FullNode(110, Need(2, 8), Need())),
        ("m6i.8xlarge", PREFIXES, FullNode(250, Need(1, 17), Need())),
        ("m7i.metal-24xl", PREFIXES, FullNode(250, Need(1, 17), Need())),
        ("m6i.large", PODS_ELSEWHERE, FullNode(20, Need(1), Need(20))),
        ("m6i.large", BOTH, FullNode(110, Need(1), Need(1, 8))),
        ("m6i.large", Mode(ipv6=True, prefixes=True), FullNode(110, Need(1), Need())),
    ],
)
def test_a_full_node(instance_type: str, mode: Mode, expected: FullNode) -> None:
    assert node(instance_type, mode) == expected


def test_a_node_that_is_told_to_carry_fewer_takes_less() -> None:
    assert node("m6i.large", PLAIN, max_pods=8) == FullNode(8, Need(20), Need())
    assert node("m6i.large", PREFIXES, max_pods=8) == FullNode(8, Need(1, 2), Need())


def test_prefixes_that_are_kept_ready_count() -> None:
    assert node("m6i.large", Mode(prefixes=True, warm_prefixes=3)).own == Need(2, 10)


@pytest.mark.parametrize(
    ("need", "fitting"),
    [
        (Need(251), True),
        (Need(252), False),
        (Need(27, 14), True),
        (Need(28, 14), False),
        (Need(28, 13), True),
        (Need(1, 15), False),
    ],
)
def test_a_subnet_of_256_addresses(need: Need, fitting: bool) -> None:  # noqa: FBT001 - it is what is expected
    """AWS keeps five; prefixes lie in the fourteen whole sixteens between the first and the last."""
    assert fits(IPv4Network("10.0.0.0/24"), need) is fitting


def test_as_many_nodes_as_fit() -> None:
    subnet = IPv4Network("10.0.0.0/24")

    assert [most_nodes(subnet, need) for need in (Need(30), Need(1, 8), Need(1), Need(300))] == [8, 1, 251, 0]


def test_vcpus_follow_from_the_size() -> None:
    sizes = ("t3.nano", "m6i.large", "m6i.xlarge", "m6i.2xlarge", "m6i.8xlarge", "m5.metal")

    assert [vcpus_of(size) for size in sizes] == [2, 2, 4, 8, 32, 30]
