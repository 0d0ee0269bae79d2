"""Arguments that only take a few values, or numbers in a range; and what EKS says of those that it looks at itself."""

import pytest

from config.compute.ami_types import AMI_TYPES
from rehearsal.engine.values import UNKNOWN, State
from rehearsal.providers.aws.refusals.bounds import BOUNDS
from tests.rehearsal.player import PROVIDERS, Json, named, patched
from tests.rehearsal.refusals.conftest import Refusal, UpdateRefusal

AWS = PROVIDERS["aws"]
DAYS = "[0 1 3 5 7 14 30 60 90 120 150 180 365 400 545 731 1096 1827 2192 2557 2922 3288 3653]"
LOG_TYPES = '["api" "audit" "authenticator" "controllerManager" "scheduler"]'


@pytest.mark.parametrize(
    ("type_name", "arguments", "answer"),
    [
        (
            "aws_cloudwatch_log_group",
            {"retention_in_days": 2},
            f"expected retention_in_days to be one of {DAYS}, got 2",
        ),
        (
            "aws_eks_cluster",
            {"enabled_cluster_log_types": ["audit", "Audit"]},
            f"expected enabled_cluster_log_types.1 to be one of {LOG_TYPES}, got Audit",
        ),
        (
            "aws_eks_node_group",
            {"capacity_type": "spot"},
            'expected capacity_type to be one of ["ON_DEMAND" "SPOT" "CAPACITY_BLOCK"], got spot',
        ),
        (
            "aws_eks_node_group",
            {"scaling_config": [{"min_size": 0, "desired_size": 0, "max_size": 0}]},
            "expected scaling_config.0.max_size to be at least (1), got 0",
        ),
        (
            "aws_kms_key",
            {"deletion_window_in_days": 6},
            "expected deletion_window_in_days to be in the range (7 - 30), got 6",
        ),
        (
            "aws_s3_bucket_versioning",
            {"versioning_configuration": [{"status": "enabled"}]},
            'expected versioning_configuration.0.status to be one of ["Enabled" "Suspended" "Disabled"], got enabled',
        ),
    ],
    ids=["days", "one of several", "a word", "a number in a block", "a range", "a word in a block"],
)
def test_a_value(type_name: str, arguments: State, answer: str) -> None:
    (problem,) = AWS.validate(type_name, arguments)

    assert (problem.summary, problem.path) == (answer, tuple(arguments)[:1])


@pytest.mark.parametrize("days", [7, 30, UNKNOWN, None])
def test_the_ends_of_a_range_and_what_is_not_known_pass(days: Json) -> None:
    assert AWS.validate("aws_kms_key", {"deletion_window_in_days": days}) == []


def test_every_ami_type_of_an_environment_file_passes() -> None:
    assert [AWS.validate("aws_eks_node_group", {"ami_type": ami_type}) for ami_type in AMI_TYPES] == [[]] * len(
        AMI_TYPES
    )


def test_the_table_names_what_the_schemas_know() -> None:
    for type_name, arguments in BOUNDS.items():
        for path in arguments:
            block = AWS.schema.resources[type_name].block
            for step in path[:-1]:
                block = block.blocks[str(step)].block
            assert (type_name, path, path[-1] in block.attributes) == (type_name, path, True)


CONTROL_PLANE = ("resource", "aws_eks_cluster", "cluster_control-plane")


@pytest.mark.parametrize("version", ["1.9", "1.99", "1.35.2", "2.35", "latest"])
def test_a_version_that_eks_never_had(stacks: dict[str, Json], refusal: Refusal, version: str) -> None:
    assert refusal("dev-cluster", patched(stacks["dev-cluster"], *CONTROL_PLANE, "version", value=version)) == (
        "creating EKS Cluster (dev): operation error EKS: CreateCluster: 400, InvalidParameterException: unsupported "
        f"Kubernetes version {version}"
    )


@pytest.mark.parametrize("name", ["-system", "sys.tem", "sy stem"])
def test_the_name_of_a_node_group(stacks: dict[str, Json], refusal: Refusal, name: str) -> None:
    cluster = stacks["dev-cluster"]
    place = ("resource", "aws_eks_node_group", named(cluster, "aws_eks_node_group"), "node_group_name")

    assert refusal("dev-cluster", patched(cluster, *place, value=name)) == (
        f"creating EKS Node Group (dev:{name}): operation error EKS: CreateNodegroup: 400, InvalidParameterException: "
        "The nodegroupName parameter contains invalid characters. It should start with a number or letter, and can "
        "contain numbers, letters, dashes, and underscores."
    )


@pytest.mark.parametrize(
    ("sizes", "answer"),
    [
        ((3, 2, 4), "Minimum capacity 3 can't be greater than desired size 2"),
        ((1, 5, 4), "desired capacity 5 can't be greater than max size 4"),
    ],
)
def test_the_sizes_of_a_node_group(
    stacks: dict[str, Json], refusal: Refusal, sizes: tuple[int, int, int], answer: str
) -> None:
    cluster = stacks["dev-cluster"]
    place = ("resource", "aws_eks_node_group", named(cluster, "aws_eks_node_group"), "scaling_config")
    scaling = dict(zip(("min_size", "desired_size", "max_size"), sizes, strict=True))

    assert refusal("dev-cluster", patched(cluster, *place, value=scaling)).endswith(
        f": operation error EKS: CreateNodegroup: 400, InvalidParameterException: {answer}"
    )


def test_a_node_group_whose_least_size_outgrows_the_desired_one(
    stacks: dict[str, Json], update_refusal: UpdateRefusal
) -> None:
    """The desired size is left to whoever scales, so that Terraform sends the one that is."""
    cluster = stacks["dev-cluster"]
    name = named(cluster, "aws_eks_node_group")
    scaling = {"min_size": 9, "desired_size": 2, "max_size": 10}
    grown = patched(cluster, "resource", "aws_eks_node_group", name, "scaling_config", value=scaling)

    assert update_refusal("dev-cluster", grown, f"aws_eks_node_group.{name}").endswith(
        " config: operation error EKS: UpdateNodegroupConfig: 400, InvalidParameterException: Minimum capacity 9 can't "
        "be greater than desired size 2"
    )
