"""A second one of what there may only be one of, though it has no name."""

from collections.abc import Callable

import pytest

from rehearsal.engine.operations import Operations
from rehearsal.engine.refusal import RefusedError
from rehearsal.engine.values import State, text
from rehearsal.providers.aws.provider import AwsInstance
from tests.rehearsal.player import Json, Player, named, patched
from tests.rehearsal.refusals.conftest import Refusal, said

Create = Callable[[str, State], State]
DOING = "operation error EC2"


def again(network: Json, type_name: str, **arguments: Json) -> Json:
    """The network with one of its resources made a second time, with other arguments."""
    first = named(network, type_name)
    body = {**network["resource"][type_name][first], **arguments, "depends_on": [f"{type_name}.{first}"]}
    return patched(network, "resource", type_name, "again", value=body)


def test_a_second_route_table_of_a_subnet(stacks: dict[str, Json], before: dict[str, Player], refusal: Refusal) -> None:
    address = f"aws_route_table.{named(stacks['dev-network'], 'aws_route_table', 'public')}"
    table = text(before[""].object("dev-network", address), "id")

    second = again(stacks["dev-network"], "aws_route_table_association", route_table_id=f"${{{address}.id}}")

    assert refusal("dev-network", second) == (
        f"creating Route Table ({table}) Association: {DOING}: AssociateRouteTable: 400, api error "
        f"Resource.AlreadyAssociated: the specified association for route table {table} conflicts with an existing "
        "association"
    )


def test_one_route_table_for_two_gateways(create: Create) -> None:
    create("aws_route_table_association", {"gateway_id": "igw-1", "route_table_id": "rtb-1"})
    create("aws_route_table_association", {"gateway_id": "igw-2", "route_table_id": "rtb-1"})

    with pytest.raises(RefusedError, match=r"Resource\.AlreadyAssociated: .* route table rtb-2 conflicts"):
        create("aws_route_table_association", {"gateway_id": "igw-2", "route_table_id": "rtb-2"})


def test_a_second_way_from_a_subnet_to_a_service(
    stacks: dict[str, Json], before: dict[str, Player], refusal: Refusal
) -> None:
    network = stacks["dev-network"]
    endpoint = before[""].object("dev-network", f"aws_vpc_endpoint.{named(network, 'aws_vpc_endpoint')}")
    address = f"aws_route_table.{named(network, 'aws_route_table', 'private')}"
    table = text(before[""].object("dev-network", address), "id")
    exists = (
        f"api error RouteAlreadyExists: route table {table} already has a route with destination-prefix-list-id "
        f"{text(endpoint, 'prefix_list_id')}"
    )

    service = text(endpoint, "service_name")
    assert refusal("dev-network", again(network, "aws_vpc_endpoint", tags={"Name": "another"})) == (
        f"creating EC2 VPC Endpoint ({service}): {DOING}: CreateVpcEndpoint: 400, {exists}"
    )


def test_a_second_way_by_an_association(create: Create) -> None:
    s3: State = {"vpc_id": "vpc-1", "service_name": "com.amazonaws.eu-central-1.s3"}
    one, two = create("aws_vpc_endpoint", s3), create("aws_vpc_endpoint", {**s3, "tags": {"Name": "two"}})
    dynamodb = create("aws_vpc_endpoint", {**s3, "service_name": "com.amazonaws.eu-central-1.dynamodb"})
    for endpoint in (one, dynamodb):
        association: State = {"vpc_endpoint_id": endpoint["id"], "route_table_id": "rtb-1"}
        create("aws_vpc_endpoint_route_table_association", association)

    with pytest.raises(RefusedError) as raised:
        create("aws_vpc_endpoint_route_table_association", {"vpc_endpoint_id": two["id"], "route_table_id": "rtb-1"})

    assert said(raised.value) == (
        f"creating VPC Endpoint Route Table Association ({text(two, 'id')}/rtb-1): {DOING}: ModifyVpcEndpoint: 400, "
        "api error RouteAlreadyExists: route table rtb-1 already has a route with destination-prefix-list-id "
        f"{text(one, 'prefix_list_id')}"
    )


def test_a_second_internet_gateway(operations: Operations, aws: AwsInstance, create: Create) -> None:
    """It is made, and can be deleted; the first one can't, while an address is mapped to the VPC."""
    first = create("aws_internet_gateway", {"vpc_id": "vpc-1"})
    subnet = create("aws_subnet", {"vpc_id": "vpc-1", "cidr_block": "10.0.0.0/24"})
    create("aws_nat_gateway", {"subnet_id": subnet["id"], "allocation_id": "eipalloc-1"})
    create("aws_internet_gateway", {"vpc_id": "vpc-2"})

    with pytest.raises(RefusedError) as raised:
        create("aws_internet_gateway", {"vpc_id": "vpc-1", "tags": {"Name": "second"}})

    second = raised.value.left_behind
    assert second is not None
    assert said(raised.value) == (
        f"creating EC2 Internet Gateway: attaching EC2 Internet Gateway ({text(second, 'id')}) to VPC (vpc-1): "
        f"{DOING}: AttachInternetGateway: 400, api error InvalidParameterValue: Network vpc-1 already has an internet "
        "gateway attached"
    )
    operations.delete(aws, "aws_internet_gateway", second)
    with pytest.raises(RefusedError, match="has some mapped public address"):
        operations.delete(aws, "aws_internet_gateway", first)


def test_a_second_flow_log_to_one_place(stacks: dict[str, Json], before: dict[str, Player], refusal: Refusal) -> None:
    network = stacks["dev-network"]
    vpc = text(before[""].object("dev-network", f"aws_vpc.{named(network, 'aws_vpc')}"), "id")

    assert refusal("dev-network", again(network, "aws_flow_log", tags={"Name": "another"})) == (
        f"creating Flow Log ({vpc}): {vpc}: FlowLogAlreadyExists: Error. There is an existing Flow Log with the same "
        "configuration and log destination."
    )
