"""VPC endpoints that EC2 does not make."""

from collections.abc import Callable

import pytest

from rehearsal.engine.refusal import RefusedError
from rehearsal.engine.values import State, blocks, text, texts
from tests.rehearsal.refusals.conftest import said

Create = Callable[[str, State], State]

SQS: State = {"vpc_endpoint_type": "Interface", "service_name": "com.amazonaws.eu-central-1.sqs"}


@pytest.fixture
def vpc_id(create: Create) -> str:
    arguments: State = {"cidr_block": "10.0.0.0/16", "enable_dns_support": True, "enable_dns_hostnames": True}
    return text(create("aws_vpc", arguments), "id")


@pytest.fixture
def subnet_id(create: Create, vpc_id: str) -> str:
    arguments: State = {"vpc_id": vpc_id, "cidr_block": "10.0.1.0/24", "availability_zone": "eu-central-1a"}
    return text(create("aws_subnet", arguments), "id")


def refused(create: Create, arguments: State) -> str:
    with pytest.raises(RefusedError) as raised:
        create("aws_vpc_endpoint", arguments)
    return said(raised.value).partition("CreateVpcEndpoint: 400, api error ")[2]


def test_an_interface_endpoint_has_an_interface_in_each_subnet(create: Create, vpc_id: str, subnet_id: str) -> None:
    made = create("aws_vpc_endpoint", {**SQS, "vpc_id": vpc_id, "subnet_ids": [subnet_id]})

    assert (len(texts(made, "network_interface_ids")), made["prefix_list_id"]) == (1, "")
    assert text(blocks(made, "dns_entry")[0], "dns_name").endswith(".sqs.eu-central-1.vpce.amazonaws.com")


def test_a_service_of_another_region(create: Create, vpc_id: str) -> None:
    assert refused(create, {**SQS, "vpc_id": vpc_id, "service_name": "com.amazonaws.eu-west-1.sqs"}) == (
        "InvalidServiceName: The Vpc Endpoint Service 'com.amazonaws.eu-west-1.sqs' does not exist"
    )


def test_two_subnets_of_one_zone(create: Create, vpc_id: str, subnet_id: str) -> None:
    arguments: State = {"vpc_id": vpc_id, "cidr_block": "10.0.2.0/24", "availability_zone": "eu-central-1a"}
    other_id = text(create("aws_subnet", arguments), "id")

    assert refused(create, {**SQS, "vpc_id": vpc_id, "subnet_ids": [subnet_id, other_id]}) == (
        f"DuplicateSubnetsInSameZone: Found another VPC endpoint subnet in the availability zone of {subnet_id}"
    )


def test_private_dns_in_a_vpc_without_names(create: Create) -> None:
    vpc_id = text(create("aws_vpc", {"cidr_block": "10.0.0.0/16", "enable_dns_hostnames": False}), "id")

    assert refused(create, {**SQS, "vpc_id": vpc_id, "private_dns_enabled": True}) == (
        "InvalidParameter: Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes "
        f"set to true for {vpc_id}"
    )


def test_two_endpoints_of_one_name(create: Create, vpc_id: str) -> None:
    endpoint: State = {**SQS, "vpc_id": vpc_id, "private_dns_enabled": True}
    create("aws_vpc_endpoint", endpoint)

    assert refused(create, {**endpoint, "tags": {"Name": "second"}}) == (
        "InvalidParameter: private-dns-enabled cannot be set because there is already a conflicting DNS domain for "
        f"sqs.eu-central-1.amazonaws.com in the VPC {vpc_id}"
    )


def test_two_gateways_in_one_route_table(create: Create, vpc_id: str) -> None:
    table_id = text(create("aws_route_table", {"vpc_id": vpc_id}), "id")
    gateway: State = {
        "vpc_endpoint_type": "Gateway",
        "service_name": "com.amazonaws.eu-central-1.s3",
        "vpc_id": vpc_id,
        "route_table_ids": [table_id],
    }
    first = create("aws_vpc_endpoint", gateway)

    assert refused(create, {**gateway, "tags": {"Name": "second"}}) == (
        f"RouteAlreadyExists: route table {table_id} already has a route with destination-prefix-list-id "
        f"{text(first, 'prefix_list_id')}"
    )
