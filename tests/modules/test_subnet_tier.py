"""The subnets of one tier."""

from ipaddress import IPv4Network

from constructs import Construct

from config.names import ClusterNames
from config.network.address_plan import AddressPlan
from config.network.network import Tier
from modules.subnet_tier import SubnetTier
from tests.synthesis import synthesize_stack


def test_a_zone_lies_where_its_slot_is_and_not_where_it_stands_in_the_list() -> None:
    def build(stack: Construct) -> None:
        SubnetTier(
            stack,
            "nodes",
            tier=Tier.PRIVATE,
            names=ClusterNames("test"),
            vpc_id="vpc-1",
            plan=AddressPlan(IPv4Network("10.8.0.0/16"), 4),
            slots={"us-east-1f": 2, "us-east-1a": 0},
            ipv6_cidr_block=None,
            tags={"for": "nodes", "Name": "not this one"},
        )

    assert synthesize_stack(build)["resource"]["aws_subnet"] == {
        "nodes_us-east-1f-subnet": {
            "vpc_id": "vpc-1",
            "availability_zone": "us-east-1f",
            "cidr_block": "10.8.64.0/19",
            "tags": {"for": "nodes", "Name": "test-private-us-east-1f"},
        },
        "nodes_us-east-1a-subnet": {
            "vpc_id": "vpc-1",
            "availability_zone": "us-east-1a",
            "cidr_block": "10.8.0.0/19",
            "tags": {"for": "nodes", "Name": "test-private-us-east-1a"},
        },
    }
