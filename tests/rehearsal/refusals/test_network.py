"""Subnets, addresses and gateways that EC2 does not take."""

import pytest

from rehearsal.engine.refusal import RefusedError
from rehearsal.engine.values import State, text
from tests.rehearsal.player import Json, Player, named, patched
from tests.rehearsal.refusals.conftest import DeleteRefusal, Refusal

ZONE = (
    "400, api error InvalidParameterValue: Value (eu-west-1a) for parameter availabilityZone is invalid. Subnets can "
    "currently only be created in the following availability zones: eu-central-1a, eu-central-1b, eu-central-1c."
)


@pytest.mark.parametrize(
    ("argument", "value", "answer"),
    [
        ("cidr_block", "10.99.0.0/24", "400, api error InvalidSubnet.Range: The CIDR '10.99.0.0/24' is invalid."),
        ("cidr_block", "10.10.4.0/29", "400, api error InvalidSubnet.Range: The CIDR '10.10.4.0/29' is invalid."),
        (
            "cidr_block",
            "10.10.164.0/22",
            "400, api error InvalidSubnet.Conflict: The CIDR '10.10.164.0/22' conflicts with another subnet",
        ),
        ("availability_zone", "eu-west-1a", ZONE),
    ],
    ids=["outside its VPC", "too small", "overlapping another", "zone of another region"],
)
def test_a_subnet(stacks: dict[str, Json], refusal: Refusal, argument: str, value: str, answer: str) -> None:
    network = stacks["dev-network"]
    subnet = named(network, "aws_subnet", "intra")

    said = refusal("dev-network", patched(network, "resource", "aws_subnet", subnet, argument, value=value))

    assert said == f"creating EC2 Subnet: operation error EC2: CreateSubnet: {answer}"


FAILED = "create: unexpected state 'failed', wanted target 'available'. last error:"


def failed_gateway(player: Player, network: Json) -> tuple[str, State]:
    """What is said of a NAT gateway, and the gateway: EC2 makes one, and it fails."""
    with pytest.raises(RefusedError) as raised:
        player.copy().play("dev-network", network)
    assert raised.value.left_behind is not None
    return raised.value.summary, raised.value.left_behind


def test_one_address_for_two_gateways(stacks: dict[str, Json], before: dict[str, Player]) -> None:
    network = stacks["dev-network"]
    gateway = network["resource"]["aws_nat_gateway"][named(network, "aws_nat_gateway")]

    twice = patched(network, "resource", "aws_nat_gateway", "second", value=gateway)
    summary, left = failed_gateway(before["dev-network"], twice)

    assert summary == (
        f"waiting for EC2 NAT Gateway ({text(left, 'id')}) {FAILED} Resource.AlreadyAssociated: Elastic IP address "
        f"[{text(left, 'allocation_id')}] is already associated"
    )


def test_a_gateway_without_a_way_to_the_internet(stacks: dict[str, Json], before: dict[str, Player]) -> None:
    network = stacks["dev-network"]
    gateway = named(network, "aws_nat_gateway")
    kinds = ("aws_vpc", "aws_subnet", "aws_eip")
    without = {kind: network["resource"][kind] for kind in kinds}
    alone = {**network["resource"]["aws_nat_gateway"][gateway], "depends_on": []}
    resources = {**without, "aws_nat_gateway": {"it": alone}}
    vpc = text(before[""].object("dev-network", f"aws_vpc.{named(network, 'aws_vpc')}"), "id")

    summary, left = failed_gateway(before["dev-network"], {**network, "output": {}, "resource": resources})

    assert summary == (
        f"waiting for EC2 NAT Gateway ({text(left, 'id')}) {FAILED} Gateway.NotAttached: Network {vpc} has no Internet "
        "gateway attached"
    )


@pytest.mark.parametrize(
    ("needed", "answer"),
    [
        (("aws_vpc", ""), "EC2: DeleteVpc: 400, api error DependencyViolation: The vpc '{id}' has dependencies"),
        (
            ("aws_subnet", "intra"),
            "EC2: DeleteSubnet: 400, api error DependencyViolation: The subnet '{id}' has dependencies",
        ),
        (
            ("aws_subnet", "private"),
            "EC2: DeleteSubnet: 400, api error DependencyViolation: The subnet '{id}' has depend",
        ),
        (
            ("aws_subnet", "public"),
            "EC2: DeleteSubnet: 400, api error DependencyViolation: The subnet '{id}' has depend",
        ),
        (("aws_eip", ""), "EC2: ReleaseAddress: 400, api error InvalidIPAddress.InUse: Address {public_ip} is in use."),
        (
            ("aws_internet_gateway", ""),
            "EC2: DetachInternetGateway: 400, api error DependencyViolation: Network {vpc_id} has some mapped public",
        ),
        (
            ("aws_route_table", "intra"),
            "EC2: DeleteRouteTable: 400, api error DependencyViolation: The routeTable '{id}' has dependencies",
        ),
    ],
    ids=["vpc", "control plane", "nodes", "nat gateway", "address", "internet gateway", "route table"],
)
def test_what_is_still_needed_cannot_be_deleted(
    stacks: dict[str, Json],
    before: dict[str, Player],
    delete_refusal: DeleteRefusal,
    needed: tuple[str, str],
    answer: str,
) -> None:
    address = f"{needed[0]}.{named(stacks['dev-network'], *needed)}"
    values = before[""].object("dev-network", address)

    said = delete_refusal("dev-network", address)

    assert answer.format_map(values) in said


def test_what_nothing_needs_can_be_deleted(stacks: dict[str, Json], before: dict[str, Player]) -> None:
    network, player = stacks["dev-network"], before["dev-cluster"].copy()
    association = named(network, "aws_route_table_association", "intra")

    player.delete("dev-network", network, f"aws_route_table_association.{association}")
    player.delete("dev-network", network, f"aws_subnet.{association.replace('-association', '-subnet')}")
    player.delete("dev-network", network, f"aws_route_table.{association.replace('-association', '-route-table')}")


def test_a_security_group_that_a_rule_names_cannot_be_deleted(
    before: dict[str, Player], stacks: dict[str, Json]
) -> None:
    network, player = stacks["dev-network"], before["dev-network"].copy()
    vpc = {"cidr_block": "10.0.0.0/16"}
    group = {"name": "a", "vpc_id": "${aws_vpc.a.id}"}
    rule = {
        "security_group_id": "sg-1",
        "ip_protocol": "tcp",
        "referenced_security_group_id": "${aws_security_group.a.id}",
    }
    document = {
        "provider": network["provider"],
        "resource": {
            "aws_vpc": {"a": vpc},
            "aws_security_group": {"a": group},
            "aws_vpc_security_group_ingress_rule": {"b": rule},
        },
    }
    player.play("groups", document)

    with pytest.raises(Exception, match=r"DependencyViolation: resource sg-\w+ has a dependent object"):
        player.delete("groups", document, "aws_security_group.a")
    player.delete("groups", document, "aws_vpc_security_group_ingress_rule.b")
    player.delete("groups", document, "aws_security_group.a")


def test_a_rule_that_lets_in_what_another_one_lets_in(stacks: dict[str, Json], refusal: Refusal) -> None:
    rule = {
        "security_group_id": "${aws_eks_cluster.cluster_control-plane.vpc_config[0].cluster_security_group_id}",
        "ip_protocol": "tcp",
        "from_port": 443,
        "to_port": 443,
        "cidr_ipv4": "10.200.0.0/16",
    }
    rules = {"one": {**rule, "description": "a"}, "two": {**rule, "description": "b"}}

    said = refusal(
        "dev-cluster", patched(stacks["dev-cluster"], "resource", "aws_vpc_security_group_ingress_rule", value=rules)
    )

    assert said.endswith(
        "operation error EC2: AuthorizeSecurityGroupIngress: 400, api error InvalidPermission.Duplicate: the specified "
        'rule "peer: 10.200.0.0/16, TCP, from port: 443, to port: 443, ALLOW" already exists'
    )
