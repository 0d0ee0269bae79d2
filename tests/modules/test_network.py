"""The VPC and what every VPC has, whatever its zones."""

import pytest

from config.network.network import DefaultSecurityGroup, NatGateway, NatGatewayPerZone, SingleNatGateway
from tests.modules.networks import NO_NAT, synthesize_network
from tests.synthesis import Json

VPC = "${aws_vpc.net_vpc.id}"


def test_pods_resolve_names_in_the_vpc() -> None:
    """EKS needs both DNS settings."""
    assert synthesize_network("ab")["resource"]["aws_vpc"] == {
        "net_vpc": {
            "cidr_block": "10.0.0.0/16",
            "enable_dns_support": True,
            "enable_dns_hostnames": True,
            "tags": {"Name": "test"},
        }
    }


def test_the_default_security_group_allows_nothing() -> None:
    assert synthesize_network("ab")["resource"]["aws_default_security_group"] == {
        "net_default-security-group": {"vpc_id": VPC, "ingress": [], "egress": [], "tags": {"Name": "test-default"}}
    }


def test_the_default_security_group_stays_as_it_is_where_that_is_said() -> None:
    resources = synthesize_network("ab", default_security_group=DefaultSecurityGroup.UNTOUCHED)["resource"]

    assert [kind for kind in synthesize_network("ab")["resource"] if kind not in resources] == [
        "aws_default_security_group"
    ]


def test_private_and_intra_subnets_reach_s3_without_nat() -> None:
    assert synthesize_network("ab")["resource"]["aws_vpc_endpoint"] == {
        "net_s3-endpoint": {
            "vpc_id": VPC,
            "vpc_endpoint_type": "Gateway",
            "service_name": "com.amazonaws.eu-central-1.s3",
            "route_table_ids": [
                f"${{aws_route_table.net_{subnet}-route-table.id}}"
                for subnet in (
                    "private_eu-central-1a",
                    "private_eu-central-1b",
                    "intra_eu-central-1a",
                    "intra_eu-central-1b",
                )
            ],
            "tags": {"Name": "test-s3"},
        }
    }


def test_each_tier_has_its_addresses_and_the_tags_by_which_others_find_it() -> None:
    load_balancers = {"kubernetes.io/role/elb": "1"}
    internal_load_balancers_and_nodes = {"kubernetes.io/role/internal-elb": "1", "karpenter.sh/discovery": "test"}

    assert synthesize_network("ad")["resource"]["aws_subnet"] == {
        f"net_{tier}_{zone}-subnet": {
            "vpc_id": VPC,
            "availability_zone": zone,
            "cidr_block": cidr_block,
            "tags": {**tags, "Name": f"test-{tier}-{zone}"},
        }
        for tier, zone, cidr_block, tags in (
            ("public", "eu-central-1a", "10.0.128.0/21", load_balancers),
            ("public", "eu-central-1d", "10.0.152.0/21", load_balancers),
            ("private", "eu-central-1a", "10.0.0.0/19", internal_load_balancers_and_nodes),
            ("private", "eu-central-1d", "10.0.96.0/19", internal_load_balancers_and_nodes),
            ("intra", "eu-central-1a", "10.0.160.0/22", {}),
            ("intra", "eu-central-1d", "10.0.172.0/22", {}),
        )
    }


def test_each_subnet_has_a_route_table_of_its_own() -> None:
    resources = synthesize_network("ab")["resource"]
    subnets = [
        f"net_{tier}_{zone}" for tier in ("public", "private", "intra") for zone in ("eu-central-1a", "eu-central-1b")
    ]

    assert resources["aws_route_table_association"] == {
        f"{subnet}-association": {
            "subnet_id": f"${{aws_subnet.{subnet}-subnet.id}}",
            "route_table_id": f"${{aws_route_table.{subnet}-route-table.id}}",
        }
        for subnet in subnets
    }
    assert resources["aws_route_table"] == {
        f"{subnet}-route-table": {"vpc_id": VPC, "tags": {"Name": "-".join(["test", *subnet.split("_")[1:]])}}
        for subnet in subnets
    }


def test_it_hands_out_its_ids() -> None:
    subnets = {
        f"{tier}_subnet_ids": {
            "value": {
                zone: f"${{aws_subnet.net_{tier}_{zone}-subnet.id}}" for zone in ("eu-central-1a", "eu-central-1b")
            }
        }
        for tier in ("public", "private", "intra")
    }

    assert synthesize_network("ab")["output"] == {
        "vpc_id": {"value": VPC},
        "vpc_arn": {"value": "${aws_vpc.net_vpc.arn}"},
        "account_id": {"value": "${aws_vpc.net_vpc.owner_id}"},
        **subnets,
    }


@pytest.mark.parametrize(
    "nat_gateway",
    [
        NO_NAT,
        SingleNatGateway(mode="single", availability_zone="eu-central-1b"),
        NatGatewayPerZone(mode="per-zone"),
    ],
    ids=["none", "single", "per-zone"],
)
@pytest.mark.parametrize(
    ("before", "added"), [("bc", "a"), ("bd", "c"), ("bc", "d")], ids=["before", "between", "after"]
)
def test_a_new_zone_changes_nothing_of_the_others(before: str, added: str, nat_gateway: NatGateway) -> None:
    """But that the S3 endpoint serves its route tables too."""
    after = synthesize_network("".join(sorted(before + added)), nat_gateway)

    assert _without_zone(after, f"eu-central-1{added}") == synthesize_network(before, nat_gateway)


def test_each_zone_has_the_same_resources() -> None:
    resources = synthesize_network("abc", NatGatewayPerZone(mode="per-zone"))["resource"]

    in_each_zone = {
        *(
            f"{kind}.net_{tier}_ZONE-{role}"
            for tier in ("public", "private", "intra")
            for kind, role in (
                ("aws_subnet", "subnet"),
                ("aws_route_table", "route-table"),
                ("aws_route_table_association", "association"),
            )
        ),
        "aws_route.net_public_ZONE-internet-route",
        "aws_route.net_private_ZONE-nat-route",
        "aws_eip.net_nat_ZONE-address",
        "aws_nat_gateway.net_nat_ZONE-gateway",
    }
    assert {zone: _addresses_in(resources, f"eu-central-1{zone}") for zone in "abc"} == dict.fromkeys(
        "abc", in_each_zone
    )


def _without_zone(stack: Json, zone: str) -> Json:
    """The stack without the resources of a zone, and without the zone where lists and maps are made of all zones."""
    resources = {
        kind: {name: arguments for name, arguments in named.items() if zone not in name}
        for kind, named in stack["resource"].items()
    }
    endpoint = resources["aws_vpc_endpoint"]["net_s3-endpoint"]
    endpoint["route_table_ids"] = [id for id in endpoint["route_table_ids"] if zone not in id]
    for name in ("public_subnet_ids", "private_subnet_ids", "intra_subnet_ids"):
        del stack["output"][name]["value"][zone]
    return {**stack, "resource": resources}


def _addresses_in(resources: Json, zone: str) -> set[str]:
    return {
        f"{kind}.{name}".replace(zone, "ZONE") for kind, named in resources.items() for name in named if zone in name
    }
