"""What the provider gives to arguments that are left out."""

from collections.abc import Callable

import pytest

from rehearsal.engine.inventory import Inventory
from rehearsal.engine.operations import Operations
from rehearsal.engine.planning import PlannedChange
from rehearsal.engine.schema import Block
from rehearsal.engine.values import State, first_block
from rehearsal.providers.aws import AwsProvider
from rehearsal.providers.aws.defaults import DEFAULTS
from rehearsal.providers.aws.provider import AwsInstance
from rehearsal.schemas.files import read_schema_file
from tests.rehearsal.proposing import proposed

Create = Callable[[str, State], State]
Replan = Callable[[str, State, State], tuple[State, PlannedChange]]
REAL = read_schema_file("aws").schema


def attribute(block: Block, path: tuple[str | int, ...]) -> object:
    for step in path[:-1]:
        block = block.blocks[str(step)].block
    return block.attributes[str(path[-1])]


def test_each_default_is_of_an_argument_that_aws_does_not_compute() -> None:
    wrong = [
        (type_name, path)
        for type_name, defaults in DEFAULTS.items()
        for path in defaults
        if not getattr(found := attribute(REAL.resources[type_name].block, path), "optional", False)
        or getattr(found, "computed", True)
    ]
    assert wrong == []


def test_the_served_schema_differs_in_nothing_else(aws_provider: AwsProvider) -> None:
    for name, resource in REAL.resources.items():
        served = aws_provider.schema.resources[name].block
        assert set(served.attributes) == set(resource.block.attributes)
        differing = {key for key, value in served.attributes.items() if value != resource.block.attributes[key]}
        assert differing == {path[0] for path in DEFAULTS.get(name, {}) if len(path) == 1}


def test_what_is_left_out_gets_its_default(create: Create) -> None:
    endpoint = create("aws_vpc_endpoint", {"vpc_id": "vpc-1", "service_name": "com.amazonaws.eu-central-1.s3"})
    cluster = create("aws_eks_cluster", {"name": "dev", "role_arn": "r", "vpc_config": [{"subnet_ids": []}]})

    assert endpoint["vpc_endpoint_type"] == "Gateway"
    assert cluster["bootstrap_self_managed_addons"] is True
    assert {name: first_block(cluster, "vpc_config")[name] for name in ENDPOINTS} == ENDPOINTS


ENDPOINTS = {"endpoint_private_access": False, "endpoint_public_access": True}


@pytest.fixture
def replan(operations: Operations, aws: AwsInstance, aws_provider: AwsProvider, create: Create) -> Replan:
    def plan(type_name: str, before: State, after: State) -> tuple[State, PlannedChange]:
        prior = create(type_name, before)
        config = operations.upgraded(type_name, after)
        wanted = proposed(aws_provider.schema.resources[type_name].block, prior, config)
        return prior, operations.plan(aws, type_name, prior=prior, config=config, proposed=wanted)

    return plan


CLUSTER: State = {"name": "dev", "role_arn": "r", "vpc_config": [{"subnet_ids": []}]}


@pytest.mark.parametrize(
    ("type_name", "arguments", "written"),
    [
        ("aws_vpc", {"cidr_block": "10.0.0.0/16"}, {"enable_dns_support": True, "instance_tenancy": "default"}),
        ("aws_cloudwatch_log_group", {"name": "/dev"}, {"retention_in_days": 0}),
        ("aws_eks_cluster", CLUSTER, {"vpc_config": [{"subnet_ids": [], "endpoint_public_access": True}]}),
    ],
)
def test_writing_a_default_plans_nothing(replan: Replan, type_name: str, arguments: State, written: State) -> None:
    prior, planned = replan(type_name, arguments, {**arguments, **written})

    assert planned == PlannedChange(prior)


def test_leaving_an_argument_away_sets_it_back(replan: Replan) -> None:
    prior, planned = replan("aws_cloudwatch_log_group", {"name": "/dev", "retention_in_days": 30}, {"name": "/dev"})

    assert planned == PlannedChange({**prior, "retention_in_days": 0})


def test_so_it_is_within_a_block(replan: Replan) -> None:
    private: State = {**CLUSTER, "vpc_config": [{"subnet_ids": [], "endpoint_public_access": False}]}

    prior, planned = replan("aws_eks_cluster", private, CLUSTER)

    assert first_block(prior, "vpc_config")["endpoint_public_access"] is False
    assert first_block(planned.state, "vpc_config")["endpoint_public_access"] is True


def test_a_default_that_is_written_changes_no_id(create: Create, inventory: Inventory) -> None:
    left_out = create("aws_eks_cluster", CLUSTER)
    inventory.remove(inventory.find("aws_eks_cluster", "dev"))

    written = create("aws_eks_cluster", {**CLUSTER, "vpc_config": [{"subnet_ids": [], "endpoint_public_access": True}]})

    assert written == left_out


def test_an_object_from_before_the_defaults_were_known_has_them_too(
    operations: Operations, aws: AwsInstance, inventory: Inventory, create: Create
) -> None:
    group = create("aws_cloudwatch_log_group", {"name": "/dev"})
    inventory.change("aws_cloudwatch_log_group", "/dev", retention_in_days=None, skip_destroy=None)

    assert operations.read(aws, "aws_cloudwatch_log_group", group) == group
