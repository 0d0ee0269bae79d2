"""The partition is never `aws` by assumption: not in an ARN, not in the name of a service."""

import json
import re
from pathlib import Path

import pytest

from config.environment import Environment
from config.loading import load_environments
from modules.controllers import CONTROLLERS
from tests.conftest import synthesize_folders
from tests.rehearsal.player import Player
from tests.synthesis import Json, Synthesized, policy_statements

IN_CHINA = """\
region: cn-north-1
network:
  cidr_block: 10.0.0.0/16
  availability_zones: [cn-north-1a, cn-north-1b]
cluster:
  availability_zones: [cn-north-1a, cn-north-1b]
  deployers: ["arn:aws-cn:iam::111122223333:role/deployer"]
  node_groups:
    system: {availability_zones: [cn-north-1a, cn-north-1b]}
hosted_zones:
  - {name: example.com, id: Z0EXAMPLE}
controllers:
  aws-load-balancer-controller: {}
  external-dns: {}
"""
SERVICES = ("ec2", "eks", "eks-fargate-pods", "events", "logs", "pods.eks", "sqs", "vpc-flow-logs")
NAMING_SERVICES = {"aws_iam_role": "assume_role_policy", "aws_kms_key": "policy", "aws_sqs_queue_policy": "policy"}
"""Types of resource with a policy that speaks of services, and the argument that holds it."""


@pytest.fixture(scope="session")
def china(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Environment], Synthesized]:
    """An environment in the partition that no example lies in."""
    project = tmp_path_factory.mktemp("china")
    (project / "environments").mkdir()
    (project / "environments/china.yaml").write_text(IN_CHINA, encoding="utf-8")
    (environment,) = load_environments(Path(project / "environments"), CONTROLLERS)
    return {"china": environment}, synthesize_folders([project / "environments"], project)


@pytest.fixture(scope="session")
def stacks(
    synthesized: Synthesized,
    environments: dict[str, Environment],
    china: tuple[dict[str, Environment], Synthesized],
) -> list[tuple[str, Environment, Json]]:
    """The id of every stack, its environment and its JSON."""
    found = []
    for known, written in ((environments, synthesized), china):
        for id, stack in written.stacks.items():
            name = max((it for it in known if id.startswith(f"{it}-")), key=len)
            found.append((id, known[name], stack))
    return found


def arn_partitions(stack: Json) -> set[str]:
    """The partitions of all ARNs in a stack, wherever they stand."""
    return set(re.findall(r"\barn:([^:\"\s]*):", json.dumps(stack)))


def services(stack: Json) -> set[str]:
    """The services that are trusted, or that a policy of a resource names."""
    documents = [
        resource[argument]
        for kind, argument in NAMING_SERVICES.items()
        for resource in stack.get("resource", {}).get(kind, {}).values()
        if argument in resource
    ]
    principals = [it["Principal"] for document in documents for it in policy_statements(document)]
    return {it["Service"] for it in principals if isinstance(it, dict) and "Service" in it}


def test_every_arn_is_of_the_partition_of_its_region(stacks: list[tuple[str, Environment, Json]]) -> None:
    found = {id: arn_partitions(stack) for id, _, stack in stacks}

    assert {id: found[id] for id, env, _ in stacks if found[id] - {env.region.partition}} == {}
    assert set().union(*found.values()) == {"aws", "aws-us-gov", "aws-cn"}


@pytest.mark.parametrize(
    "text",
    ["arn:aws:s3:::states", 'quoted \\"arn:aws:iam::aws:policy/AmazonEKSClusterPolicy\\"', "x=arn:aws:a:b:c:d"],
)
def test_an_arn_is_seen_wherever_it_stands(text: str) -> None:
    assert arn_partitions({"resource": [{"values": [text]}]}) == {"aws"}


def test_every_service_is_called_as_in_its_partition(stacks: list[tuple[str, Environment, Json]]) -> None:
    named = {id: services(stack) for id, _, stack in stacks}
    known = {id: {env.region.service_principal(it) for it in SERVICES} for id, env, _ in stacks}

    assert {id: found - known[id] for id, found in named.items() if found - known[id]} == {}
    assert {"ec2.amazonaws.com.cn", "eks.amazonaws.com", "logs.cn-north-1.amazonaws.com.cn"} <= named["china-cluster"]


def test_a_platform_in_china_can_be_rehearsed(china: tuple[dict[str, Environment], Synthesized]) -> None:
    player = Player()
    for stack in ("china-network", "china-cluster", "china-controllers"):
        player.play(stack, china[1].stacks[stack])

    assert [state["status"] for _, state in player.inventory.of_type("aws_eks_node_group")] == ["ACTIVE"]


def test_no_endpoint_outside_china_is_named_in_china(stacks: list[tuple[str, Environment, Json]]) -> None:
    """What ends with amazonaws.com is then a service principal or the audience of tokens."""
    ((_, _, cluster),) = [it for it in stacks if it[0] == "china-cluster"]
    endings = set(re.findall(r"[\w.-]*amazonaws\.com(?:\.cn)?", json.dumps(cluster)))

    assert endings == {
        "ec2.amazonaws.com.cn",
        "eks.amazonaws.com",
        "logs.cn-north-1.amazonaws.com.cn",
        "sts.amazonaws.com",
    }
