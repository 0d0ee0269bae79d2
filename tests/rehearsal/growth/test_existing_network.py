"""A VPC that someone else made: it changes behind our back, and a plan says in our words what is wrong."""

from collections.abc import Iterator

import pytest

from rehearsal.already_there import already_there
from rehearsal.engine.values import Value, mapping, text
from rehearsal.terraform import TerraformError
from tests.conftest import EXAMPLES
from tests.rehearsal.changing import Platform, committed, edited, rehearsed

pytestmark = pytest.mark.slow

BASE = committed("existing-vpc", EXAMPLES)
NETWORK = "existing-vpc-network"
VPC = text(mapping(BASE, "existing_network"), "vpc_id")
SUBNETS = mapping(mapping(BASE, "existing_network"), "private_subnet_ids")
SUBNET = text(SUBNETS, "eu-central-1a")
NEW = "subnet-0d40000000000000c"
WITH_A_ZONE = edited(
    BASE,
    {
        "existing_network.private_subnet_ids": {**SUBNETS, "eu-central-1c": NEW},
        "existing_network.intra_subnet_ids": None,
    },
)
WITH_IPV6 = edited(
    BASE, {"cluster.ip_family": "ipv6", "cluster.vpc_cni": {"enable_prefix_delegation": True}, "controllers": None}
)


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """The network stack, applied; more subnets are there than the file names at first."""
    inventory = already_there(WITH_A_ZONE)
    for key, state in [(key, already_there(BASE).get(key)) for key in already_there(BASE)]:
        inventory.put(key, state or {})
    with rehearsed(tmp_path_factory.mktemp("existing"), {"existing-vpc": BASE}, inventory) as running:
        running.apply("existing-vpc-state-bucket")
        running.apply(NETWORK)
        yield running


@pytest.mark.parametrize(
    ("type_name", "object_id", "change", "message"),
    [
        ("aws_vpc", VPC, {"enable_dns_hostnames": False}, f"{VPC} has DNS resolution or DNS hostnames turned off"),
        ("aws_vpc", VPC, {"cidr_block": "10.61.0.0/16"}, f"{VPC} has the address ranges 10.61.0.0/16, 100.64.0.0/20"),
        ("aws_subnet", SUBNET, {"vpc_id": "vpc-99999999"}, f"{SUBNET} lies in vpc-99999999, not in {VPC}"),
        ("aws_subnet", SUBNET, {"availability_zone": "eu-central-1c"}, f"{SUBNET} lies in eu-central-1c, not in"),
        ("aws_subnet", SUBNET, {"map_public_ip_on_launch": True}, f"{SUBNET} gives public addresses"),
    ],
)
def test_a_plan_fails_where_the_network_is_not_what_the_file_says(
    platform: Platform, type_name: str, object_id: str, change: dict[str, Value], message: str
) -> None:
    before = platform.snapshot()
    platform.rehearsal.inventory.change(type_name, object_id, **change)

    with pytest.raises(TerraformError) as failure:
        platform.plan(NETWORK)
    platform.restore(before)

    assert message in " ".join(str(failure.value).replace("│", " ").split())


def test_subnets_without_ipv6_are_no_place_for_a_cluster_with_it(platform: Platform) -> None:
    before = platform.snapshot()
    platform.change({"existing-vpc": WITH_IPV6})
    with pytest.raises(TerraformError, match=f"{SUBNET} has no IPv6 range, and cluster.ip_family is ipv6"):
        platform.plan(NETWORK)

    owned = already_there(WITH_IPV6)
    for key in owned:
        platform.rehearsal.inventory.put(key, owned.get(key) or {})
    assert platform.plan(NETWORK) == {}
    platform.restore(before)
    platform.change({"existing-vpc": BASE})


def test_a_subnet_that_is_not_there_is_refused_in_the_words_of_aws(platform: Platform) -> None:
    platform.change(
        {"existing-vpc": edited(BASE, {"existing_network.public_subnet_ids": {"eu-central-1a": "subnet-01234567"}})}
    )

    with pytest.raises(TerraformError, match="no matching EC2 Subnet found"):
        platform.plan(NETWORK)
    platform.change({"existing-vpc": BASE})


def test_a_new_zone_is_tagged_and_touches_nothing(platform: Platform) -> None:
    platform.change({"existing-vpc": WITH_A_ZONE})

    assert platform.plan(NETWORK) == {
        "aws_ec2_tag.network_private-eu-central-1c-discovery-tag": "create",
        "aws_ec2_tag.network_private-eu-central-1c-load-balancer-tag": "create",
    }
    platform.change({"existing-vpc": BASE})
