"""What a user reads when the real Terraform meets a refusal: the words of AWS, and the resource that they are about."""

import json
from collections.abc import Iterator

import pytest

from rehearsal.rehearsal import Rehearsal
from rehearsal.terraform import TerraformError
from tests.rehearsal.player import Json, patched
from tests.synthesis import Synthesized

pytestmark = pytest.mark.slow

SUBNET = "network_intra_eu-central-1a-subnet"
ADDON = "addons-after-nodes_coredns"
NODES = "node-group-system_nodes"


@pytest.fixture(scope="module")
def network(synthesized: Synthesized) -> Iterator[Rehearsal]:
    """The network of dev, initialized and not applied."""
    with Rehearsal(synthesized.outdir) as rehearsal:
        rehearsal.terraform("dev-network").init()
        yield rehearsal


def write(rehearsal: Rehearsal, stack: str, document: Json) -> None:
    (rehearsal.terraform(stack).directory / "cdk.tf.json").write_text(json.dumps(document))


@pytest.mark.parametrize(
    ("place", "value", "answer"),
    [
        (
            ("aws_iam_role", "network_flow-logs_delivery_role", "name"),
            "r" * 65,
            "expected length of name to be in the range (1 - 64), got rrr",
        ),
        (
            ("aws_subnet", SUBNET, "cidr_block"),
            "10.10.160.1/22",
            '"10.10.160.1/22" is not a valid CIDR block; did you mean "10.10.160.0/22"?',
        ),
    ],
    ids=["a name too long", "host bits in a range"],
)
def test_an_argument_is_refused_before_anything_is_planned(
    network: Rehearsal, stacks: dict[str, Json], place: tuple[str, str, str], value: str, answer: str
) -> None:
    write(network, "dev-network", patched(stacks["dev-network"], "resource", *place, value=value))

    with pytest.raises(TerraformError) as raised:
        network.terraform("dev-network").validate()

    assert f"Error: {answer}" in raised.value.output
    assert f"with {place[0]}.{place[1]}," in raised.value.output


def test_a_subnet_outside_its_vpc_is_refused_by_name(network: Rehearsal, stacks: dict[str, Json]) -> None:
    place = ("resource", "aws_subnet", SUBNET, "cidr_block")
    write(network, "dev-network", patched(stacks["dev-network"], *place, value="10.99.0.0/24"))
    terraform = network.terraform("dev-network")

    with pytest.raises(TerraformError) as raised:
        terraform.apply(terraform.plan())

    assert "api error InvalidSubnet.Range: The CIDR '10.99.0.0/24' is invalid." in raised.value.output
    assert f"with aws_subnet.{SUBNET}," in raised.value.output
    assert "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html" in raised.value.output

    write(network, "dev-network", stacks["dev-network"])
    network.run("dev-network")


def test_what_never_became_ready_is_replaced_by_the_next_apply(network: Rehearsal, stacks: dict[str, Json]) -> None:
    write(network, "dev-network", stacks["dev-network"])
    network.run("dev-network")
    cluster = stacks["dev-cluster"]
    edges = cluster["resource"]["aws_eks_addon"][ADDON]["depends_on"]
    without = [edge for edge in edges if NODES not in edge]
    loose = patched(cluster, "resource", "aws_eks_addon", ADDON, "depends_on", value=without)
    loose["resource"]["aws_eks_node_group"][NODES]["depends_on"].append(f"aws_eks_addon.{ADDON}")
    write(network, "dev-cluster", loose)
    terraform = network.terraform("dev-cluster")
    terraform.init()

    with pytest.raises(TerraformError) as raised:
        terraform.apply(terraform.plan())

    assert "waiting for EKS Add-On (dev:coredns) create: timeout while waiting for state" in raised.value.output
    assert f"aws_eks_addon.{ADDON}" in terraform.resources()

    write(network, "dev-cluster", cluster)
    run = network.run("dev-cluster")
    assert f"aws_eks_addon.{ADDON} is tainted, so must be replaced" in run.plan.output
