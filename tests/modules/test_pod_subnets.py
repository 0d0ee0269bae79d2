"""Subnets for pods alone."""

from ipaddress import IPv4Network

from tests.modules.networks import synthesize_network

RANGE = "aws_vpc_ipv4_cidr_block_association.net_pods_cidr-block"
ZONES = {"eu-central-1a": "100.64.0.0/18", "eu-central-1d": "100.64.192.0/18"}
STACK = synthesize_network("ad", pods=IPv4Network("100.64.0.0/16"))
RESOURCES = STACK["resource"]


def test_the_vpc_has_a_range_for_them() -> None:
    assert RESOURCES["aws_vpc_ipv4_cidr_block_association"] == {
        "net_pods_cidr-block": {"vpc_id": "${aws_vpc.net_vpc.id}", "cidr_block": "100.64.0.0/16"}
    }


def test_each_zone_has_the_part_of_its_slot_after_the_range_is_there() -> None:
    """No load balancer and no node finds them by a tag."""
    assert {name: it for name, it in RESOURCES["aws_subnet"].items() if "_pods_" in name} == {
        f"net_pods_{zone}-subnet": {
            "vpc_id": f"${{{RANGE}.vpc_id}}",
            "availability_zone": zone,
            "cidr_block": cidr_block,
            "tags": {"Name": f"test-pods-{zone}"},
        }
        for zone, cidr_block in ZONES.items()
    }


def test_they_are_routed_like_the_private_subnet_of_their_zone() -> None:
    associations = RESOURCES["aws_route_table_association"]

    assert {name: it for name, it in associations.items() if "_pods_" in name} == {
        f"net_pods_{zone}-association": {
            "subnet_id": f"${{aws_subnet.net_pods_{zone}-subnet.id}}",
            "route_table_id": f"${{aws_route_table.net_private_{zone}-route-table.id}}",
        }
        for zone in ZONES
    }


def test_they_are_handed_out_by_zone() -> None:
    assert STACK["output"]["pod_subnet_ids"]["value"] == {
        zone: f"${{aws_subnet.net_pods_{zone}-subnet.id}}" for zone in ZONES
    }
