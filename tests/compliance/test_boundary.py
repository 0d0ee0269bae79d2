"""What docs/iam.md says that a boundary and a deployer have to allow, against what all environments ask for."""

import re
from collections.abc import Collection, Iterator, Mapping

from config.environment import Environment
from main import PROJECT
from tests.synthesis import Json, Synthesized, policy_statements

PAGE = (PROJECT / "docs/iam.md").read_text(encoding="utf-8")
MANAGED: Mapping[str, str] = {
    "AmazonEC2ContainerRegistryPullOnly": "ecr",
    "AmazonEKSBlockStoragePolicy": "ec2",
    "AmazonEKSClusterPolicy": "autoscaling ec2 elasticloadbalancing iam kms",
    "AmazonEKSComputePolicy": "ec2 iam",
    "AmazonEKSFargatePodExecutionRolePolicy": "ecr",
    "AmazonEKSLoadBalancingPolicy": "acm cognito-idp ec2 elasticloadbalancing iam shield waf-regional wafv2",
    "AmazonEKSNetworkingPolicy": "ec2",
    "AmazonEKSWorkerNodeMinimalPolicy": "eks-auth",
    "AmazonEKSWorkerNodePolicy": "ec2 eks eks-auth",
    "AmazonEKS_CNI_Policy": "ec2",
    "AmazonSSMManagedInstanceCore": "ec2messages ssm ssmmessages",
}
"""Policy of AWS to the services in it: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/."""
NOT_PASSED = {"aws_eks_access_entry.principal_arn"}
"""Arguments that name a role which nobody takes on."""
ROLE = re.compile(r"\$\{aws_iam_role\.[^.]+\.arn\}")


def listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def first_column(header: str) -> list[str]:
    """The code in the first cells of the table with this header."""
    table = re.search(rf"^\| {re.escape(header)} \|.*\n\|[-|]+\|\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    assert table, header
    return [code for row in table[1].splitlines() for code in re.findall(r"`([^`]+)`", row.split("|")[1])]


def services(synthesized: Synthesized, charts: Collection[str]) -> Iterator[str]:
    """Those of every role but the roles of own `charts`, whose policies are their owner's."""
    documents = [file.read_text(encoding="utf-8") for file in (PROJECT / "modules" / "policies").glob("*.json")]
    for kind in ("aws_iam_policy", "aws_iam_role_policy"):
        documents += [it["policy"] for _, name, it in synthesized.resources(kind) if name.split("_")[0] not in charts]
    for document in documents:
        for statement in policy_statements(document):
            yield from (action.partition(":")[0] for action in listed(statement["Action"]))
    for _, _, attachment in synthesized.resources("aws_iam_role_policy_attachment"):
        _, managed, path = attachment["policy_arn"].partition(":iam::aws:policy/")
        if managed:
            yield from MANAGED[path.rpartition("/")[2]].split()


def arguments_with_a_role(path: str, value: Json | list[Json] | str) -> Iterator[str]:
    if isinstance(value, str) and ROLE.fullmatch(value):
        yield path
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from arguments_with_a_role(f"{path}.{key}", inner)
    elif isinstance(value, list):
        for inner in value:
            yield from arguments_with_a_role(path, inner)


def test_the_boundary_allows_every_service_that_a_role_asks_for(
    synthesized: Synthesized, environments: Mapping[str, Environment]
) -> None:
    charts = {name for environment in environments.values() for name in environment.settings.charts}

    assert sorted(first_column("service")) == sorted(set(services(synthesized, charts)))


def test_the_deployer_may_pass_every_role_that_aws_takes(synthesized: Synthesized) -> None:
    passed = {
        argument
        for stack in synthesized.stacks.values()
        for kind, resources in stack.get("resource", {}).items()
        for resource in resources.values()
        for argument in arguments_with_a_role(kind, resource)
    }

    assert first_column("argument that takes a role") == sorted(passed - NOT_PASSED)
