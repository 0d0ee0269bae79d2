"""IPv6 blocks that EC2 does not take, and IPv6 clusters that EKS does not make."""

import pytest

from rehearsal.engine.refusal import RefusedError
from tests.rehearsal.player import Json, Player, named, patched
from tests.rehearsal.refusals.conftest import said
from tests.synthesis import Synthesized

NETWORK, CLUSTER = "ipv6-network", "ipv6-cluster"
CONTROL_PLANE = ("resource", "aws_eks_cluster", "cluster_control-plane")


@pytest.fixture(scope="module")
def stacks(synthesized_with_examples: Synthesized) -> dict[str, Json]:
    return {stack: synthesized_with_examples.stack(stack) for stack in (NETWORK, CLUSTER)}


def played(stacks: dict[str, Json]) -> Player:
    player = Player()
    for stack, document in stacks.items():
        player.play(stack, document)
    return player


def refusal(stacks: dict[str, Json], changed: dict[str, Json]) -> str:
    with pytest.raises(RefusedError) as raised:
        played({**stacks, **changed})
    return said(raised.value)


def test_the_stacks_pass_as_they_are(stacks: dict[str, Json]) -> None:
    player = played(stacks)

    assert [player.changes(stack, document) for stack, document in stacks.items()] == [{}, {}]


@pytest.mark.parametrize(
    ("argument", "value", "answer"),
    [
        ("ipv6_cidr_block", "2001:db9::/64", "InvalidSubnet.Range: The CIDR '2001:db9::/64' is invalid."),
        (
            "ipv6_cidr_block",
            "${cidrsubnet(aws_vpc.network_vpc.ipv6_cidr_block, 7, 16)}",
            "InvalidSubnet.Range: The CIDR '{vpc}20::/63' is invalid.",
        ),
        (
            "ipv6_cidr_block",
            "${cidrsubnet(aws_vpc.network_vpc.ipv6_cidr_block, 8, 34)}",
            "InvalidSubnet.Conflict: The CIDR '{vpc}22::/64' conflicts with another subnet",
        ),
        (
            "ipv6_cidr_block",
            "",
            "InvalidParameterValue: invalid value for parameter assign-ipv6-address-on-creation: true",
        ),
    ],
    ids=["outside its VPC", "no /64", "overlapping another", "addresses without a block"],
)
def test_a_subnet(stacks: dict[str, Json], argument: str, value: str, answer: str) -> None:
    network = stacks[NETWORK]
    player = Player()
    player.play(NETWORK, network)
    vpc = str(player.object(NETWORK, "aws_vpc.network_vpc")["ipv6_cidr_block"]).removesuffix("00::/56")
    subnet = named(network, "aws_subnet", "intra")

    answered = refusal(stacks, {NETWORK: patched(network, "resource", "aws_subnet", subnet, argument, value=value)})

    expected = answer.replace("{vpc}", vpc)
    assert answered == f"creating EC2 Subnet: operation error EC2: CreateSubnet: 400, api error {expected}"


def test_a_block_that_subnets_use_is_not_given_back(stacks: dict[str, Json]) -> None:
    network, player = stacks[NETWORK], Player()
    player.play(NETWORK, network)
    without = patched(network, "resource", "aws_vpc", "network_vpc", "assign_generated_ipv6_cidr_block", value=None)

    with pytest.raises(RefusedError, match=r"InvalidCidrBlock\.InUse: The vpc vpc-\w+ currently has a subnet within"):
        player.update(NETWORK, without, "aws_vpc.network_vpc")


def without_ipv6(network: Json, tier: str) -> Json:
    """The network with IPv4 subnets only in one tier."""
    changed = network
    for name in network["resource"]["aws_subnet"]:
        if f"_{tier}_" in name:
            for argument in ("ipv6_cidr_block", "assign_ipv6_address_on_creation"):
                changed = patched(changed, "resource", "aws_subnet", name, argument, value=None)
    return changed


def test_a_control_plane_in_ipv4_subnets(stacks: dict[str, Json]) -> None:
    answered = refusal(stacks, {NETWORK: without_ipv6(stacks[NETWORK], "intra")})

    assert answered.startswith(
        "creating EKS Cluster (ipv6): operation error EKS: CreateCluster: 400, InvalidParameterException: Subnets "
    )
    assert answered.endswith(" must have an IPv6 CIDR block when ipFamily is ipv6")


def test_a_range_of_services_of_ones_own(stacks: dict[str, Json]) -> None:
    place = (*CONTROL_PLANE, "kubernetes_network_config", "service_ipv4_cidr")

    assert refusal(stacks, {CLUSTER: patched(stacks[CLUSTER], *place, value="172.20.0.0/16")}) == (
        "creating EKS Cluster (ipv6): operation error EKS: CreateCluster: 400, InvalidParameterException: "
        "serviceIpv4Cidr cannot be specified when ipFamily is ipv6"
    )


def test_nodes_in_ipv4_subnets(stacks: dict[str, Json]) -> None:
    answered = refusal(stacks, {NETWORK: without_ipv6(stacks[NETWORK], "private")})

    assert "last error: Ec2SubnetInvalidConfiguration: Subnets subnet-" in answered


def test_nodes_whose_cni_has_the_policy_for_ipv4(stacks: dict[str, Json]) -> None:
    place = ("resource", "aws_iam_role_policy_attachment", "vpc-cni_ipv6", "policy_arn")
    policy = "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy"

    answered = refusal(stacks, {CLUSTER: patched(stacks[CLUSTER], *place, value=policy)})

    assert answered.endswith("last error: NodeCreationFailure: Unhealthy nodes in the kubernetes cluster")
