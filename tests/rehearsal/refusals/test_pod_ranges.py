"""Ranges that EC2 does not add to a VPC, and custom networking without a subnet for each zone."""

import re

import pytest

from rehearsal.engine.refusal import RefusedError
from tests.rehearsal.player import Json, Player, patched
from tests.rehearsal.refusals.conftest import said
from tests.synthesis import Synthesized

NETWORK, CLUSTER = "pod-addresses-network", "pod-addresses-cluster"
RANGE = ("resource", "aws_vpc_ipv4_cidr_block_association", "network_pods_cidr-block", "cidr_block")
CONFIGURATION = ("resource", "aws_eks_addon", "addons-before-nodes_vpc-cni", "configuration_values")
RESTRICTED = (
    "is restricted. Use a CIDR from the same private address range as the current VPC CIDR, or use a publicly-routable "
    "CIDR. For additional restrictions, see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Subnets.html"
)


@pytest.fixture(scope="module")
def stacks(synthesized_with_examples: Synthesized) -> dict[str, Json]:
    return {stack: synthesized_with_examples.stack(stack) for stack in (NETWORK, CLUSTER)}


def played(stacks: dict[str, Json]) -> Player:
    player = Player()
    for stack, document in stacks.items():
        player.play(stack, document)
    return player


def refusal(stacks: dict[str, Json]) -> str:
    with pytest.raises(RefusedError) as raised:
        played(stacks)
    return said(raised.value)


def test_the_stacks_pass_as_they_are(stacks: dict[str, Json]) -> None:
    player = played(stacks)

    assert [player.changes(stack, document) for stack, document in stacks.items()] == [{}, {}]


@pytest.mark.parametrize(
    ("own", "added", "answer"),
    [
        ("10.50.0.0/22", "192.168.0.0/16", RESTRICTED),
        ("10.50.0.0/22", "198.19.0.0/16", RESTRICTED),
        ("10.1.0.0/22", "10.0.0.0/16", RESTRICTED),
        ("172.16.0.0/22", "172.31.0.0/16", RESTRICTED),
        ("100.65.0.0/22", "10.0.0.0/16", RESTRICTED),
        ("10.50.0.0/22", "100.64.0.0/15", "is invalid."),
        ("10.50.0.0/22", "10.50.0.0/16", "conflicts with another CIDR block of the VPC."),
    ],
)
def test_a_range(stacks: dict[str, Json], own: str, added: str, answer: str) -> None:
    network = stacks[NETWORK]
    vpc = {"network_vpc": {**network["resource"]["aws_vpc"]["network_vpc"], "cidr_block": own}}
    only = {"aws_vpc": vpc, RANGE[1]: network["resource"][RANGE[1]]}

    refused = refusal({NETWORK: patched({**network, "resource": only, "output": {}}, *RANGE, value=added)})

    assert re.sub(r"vpc-\w+", "vpc-1", refused) == (
        "creating EC2 VPC (vpc-1) IPv4 CIDR Block Association: operation error EC2: AssociateVpcCidrBlock: 400, "
        f"api error InvalidVpc.Range: The CIDR '{added}' {answer}"
    )


def test_a_range_that_subnets_use_is_not_taken_away(stacks: dict[str, Json]) -> None:
    player = played({NETWORK: stacks[NETWORK]})

    with pytest.raises(RefusedError, match=r"InvalidCidrBlock\.InUse: The vpc vpc-\w+ currently has a subnet within"):
        player.delete(NETWORK, stacks[NETWORK], ".".join(RANGE[1:3]))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('"eu-central-1b": {', '"eu-central-1c": {'),
        ('pod_subnet_ids["eu-central-1b"]', 'pod_subnet_ids["eu-central-1a"]'),
    ],
    ids=["none", "one of another zone"],
)
def test_nodes_of_a_zone_without_a_subnet_for_pods(stacks: dict[str, Json], right: str, wrong: str) -> None:
    addon = stacks[CLUSTER]["resource"]["aws_eks_addon"]["addons-before-nodes_vpc-cni"]
    values = addon["configuration_values"].replace(right, wrong)

    answered = refusal({**stacks, CLUSTER: patched(stacks[CLUSTER], *CONFIGURATION, value=values)})

    assert answered.endswith("last error: NodeCreationFailure: Unhealthy nodes in the kubernetes cluster")
