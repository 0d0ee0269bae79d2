"""How the private subnets reach the internet."""

from config.network.network import NatGatewayPerZone, SingleNatGateway
from tests.modules.networks import NO_NAT, synthesize_network
from tests.synthesis import Json

INTERNET_GATEWAY = "aws_internet_gateway.net_internet-gateway"


def test_without_nat_only_the_public_subnets_have_a_route() -> None:
    resources = synthesize_network("ab", NO_NAT)["resource"]

    assert resources["aws_route"] == _internet_routes("ab")
    assert {"aws_nat_gateway", "aws_eip"}.isdisjoint(resources)


def test_a_single_gateway_serves_all_zones() -> None:
    nat_gateway = SingleNatGateway(mode="single", availability_zone="eu-central-1b")
    resources = synthesize_network("ab", nat_gateway)["resource"]

    assert resources["aws_eip"] == _addresses("b")
    assert resources["aws_nat_gateway"] == _gateways("b")
    assert resources["aws_route"] == _internet_routes("ab") | _nat_routes({"a": "b", "b": "b"})


def test_a_gateway_per_zone_serves_its_own_zone() -> None:
    resources = synthesize_network("ab", NatGatewayPerZone(mode="per-zone"))["resource"]

    assert resources["aws_eip"] == _addresses("ab")
    assert resources["aws_nat_gateway"] == _gateways("ab")
    assert resources["aws_route"] == _internet_routes("ab") | _nat_routes({"a": "a", "b": "b"})


def _internet_routes(zones: str) -> Json:
    return {
        f"net_public_eu-central-1{zone}-internet-route": {
            "route_table_id": f"${{aws_route_table.net_public_eu-central-1{zone}-route-table.id}}",
            "destination_cidr_block": "0.0.0.0/0",
            "gateway_id": f"${{{INTERNET_GATEWAY}.id}}",
        }
        for zone in zones
    }


def _nat_routes(gateway_of_zone: dict[str, str]) -> Json:
    return {
        f"net_private_eu-central-1{zone}-nat-route": {
            "route_table_id": f"${{aws_route_table.net_private_eu-central-1{zone}-route-table.id}}",
            "destination_cidr_block": "0.0.0.0/0",
            "nat_gateway_id": f"${{aws_nat_gateway.net_nat_eu-central-1{gateway}-gateway.id}}",
        }
        for zone, gateway in gateway_of_zone.items()
    }


def _addresses(zones: str) -> Json:
    return {
        f"net_nat_eu-central-1{zone}-address": {
            "domain": "vpc",
            "tags": {"Name": f"test-nat-eu-central-1{zone}"},
        }
        for zone in zones
    }


def _gateways(zones: str) -> Json:
    return {
        f"net_nat_eu-central-1{zone}-gateway": {
            "allocation_id": f"${{aws_eip.net_nat_eu-central-1{zone}-address.id}}",
            "subnet_id": f"${{aws_subnet.net_public_eu-central-1{zone}-subnet.id}}",
            "tags": {"Name": f"test-nat-eu-central-1{zone}"},
            "depends_on": [INTERNET_GATEWAY],
        }
        for zone in zones
    }
