"""A VPC with IPv6 addresses besides."""

from config.network.network import NatGatewayPerZone
from tests.modules.networks import NO_NAT, synthesize_network
from tests.synthesis import Json

PER_ZONE = NatGatewayPerZone(mode="per-zone")
BLOCK = "aws_vpc.net_vpc.ipv6_cidr_block"


def test_the_vpc_has_a_block_of_amazons() -> None:
    vpc = synthesize_network("ab", PER_ZONE, ipv6=True)["resource"]["aws_vpc"]["net_vpc"]

    assert vpc["assign_generated_ipv6_cidr_block"] is True


def test_each_subnet_has_the_block_of_its_tier_and_slot() -> None:
    subnets = synthesize_network("ad", PER_ZONE, ipv6=True)["resource"]["aws_subnet"]

    assert {
        name: (subnet["ipv6_cidr_block"], subnet["assign_ipv6_address_on_creation"]) for name, subnet in subnets.items()
    } == {
        f"net_{tier}_eu-central-1{zone}-subnet": (f"${{cidrsubnet({BLOCK}, 8, {number})}}", True)
        for tier, zone, number in (
            ("private", "a", 0),
            ("private", "d", 3),
            ("public", "a", 16),
            ("public", "d", 19),
            ("intra", "a", 32),
            ("intra", "d", 35),
        )
    }


def ipv6_routes(network: Json) -> dict[str, tuple[str, str]]:
    """Route to destination and target."""
    return {
        name: (route["destination_ipv6_cidr_block"], route.get("gateway_id") or route["egress_only_gateway_id"])
        for name, route in network["resource"]["aws_route"].items()
        if "destination_ipv6_cidr_block" in route
    }


def test_private_subnets_reach_the_internet_but_are_not_reached() -> None:
    out = "${aws_egress_only_internet_gateway.net_egress-only-gateway.id}"
    both_ways = "${aws_internet_gateway.net_internet-gateway.id}"
    network = synthesize_network("ab", PER_ZONE, ipv6=True)

    assert network["resource"]["aws_egress_only_internet_gateway"] == {
        "net_egress-only-gateway": {"vpc_id": "${aws_vpc.net_vpc.id}", "tags": {"Name": "test"}}
    }
    assert ipv6_routes(network) == {
        "net_private_eu-central-1a-egress-only-route": ("::/0", out),
        "net_private_eu-central-1b-egress-only-route": ("::/0", out),
        "net_public_eu-central-1a-internet-ipv6-route": ("::/0", both_ways),
        "net_public_eu-central-1b-internet-ipv6-route": ("::/0", both_ways),
    }


def test_without_nat_there_is_no_way_out_over_ipv6_either() -> None:
    network = synthesize_network("ab", NO_NAT, ipv6=True)

    assert "aws_egress_only_internet_gateway" not in network["resource"]
    assert set(ipv6_routes(network)) == {
        "net_public_eu-central-1a-internet-ipv6-route",
        "net_public_eu-central-1b-internet-ipv6-route",
    }
