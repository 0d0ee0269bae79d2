"""The table of arguments that force a new object, and what a plan makes of it."""

from collections.abc import Callable, Iterator
from pathlib import Path as FilePath
from typing import NamedTuple

import pytest

from rehearsal.engine.operations import Operations
from rehearsal.engine.planning import plan_update
from rehearsal.engine.schema import Block, Nesting, TypeExpression, type_kind
from rehearsal.engine.traversal import Path, conform
from rehearsal.engine.values import State, Value
from rehearsal.providers.aws import AwsProvider
from rehearsal.providers.aws.provider import AwsInstance
from rehearsal.providers.helm import HelmProvider
from rehearsal.providers.replacement import FILE, all_replacements, read_replacements
from rehearsal.schemas.files import PROVIDERS, read_schema_file
from tests.rehearsal.proposing import proposed

TABLE = all_replacements()
BLOCKS = {
    type_name: resource.block
    for provider in PROVIDERS
    for type_name, resource in read_schema_file(provider).schema.resources.items()
}


class Argument(NamedTuple):
    """An argument of a type: `path` as the table writes it; what is no plain value, such as a block, has no type."""

    path: Path
    type: TypeExpression


def arguments(block: Block, outer: Path = ()) -> Iterator[Argument]:
    """Whatever can be written in a block, blocks within it included."""
    for name, attribute in block.attributes.items():
        if attribute.optional or attribute.required:
            yield Argument((*outer, name), attribute.type)
    for name, inner in block.blocks.items():
        yield Argument((*outer, name), None)
        if inner.nesting is Nesting.LIST:
            yield from arguments(inner.block, (*outer, name))


def test_the_table_covers_exactly_the_types_in_use() -> None:
    assert sorted(TABLE) == sorted(BLOCKS)


def test_the_table_names_nothing_that_a_schema_does_not_know() -> None:
    unknown = {
        (type_name, ".".join(map(str, path)))
        for type_name, entry in TABLE.items()
        for path in (*entry.replaced_by, *entry.replaced_by_removing)
        if path not in {argument.path for argument in arguments(BLOCKS[type_name])}
    }
    assert unknown == set()


def test_wherever_there_is_a_region_it_forces_a_new_object() -> None:
    regional = {type_name for type_name, block in BLOCKS.items() if "region" in block.attributes}

    assert {type_name for type_name, entry in TABLE.items() if ("region",) in entry.replaced_by} == regional


def test_each_type_names_its_source() -> None:
    versions = {name: read_schema_file(name).version for name in PROVIDERS}

    def expected(type_name: str) -> str:
        provider = type_name.partition("_")[0]
        return f"https://github.com/hashicorp/terraform-provider-{provider}/blob/v{versions[provider]}/"

    assert {name: entry.source for name, entry in TABLE.items() if not entry.source.startswith(expected(name))} == {}


def test_the_table_is_in_order() -> None:
    lists = [paths for entry in TABLE.values() for paths in (entry.replaced_by, entry.replaced_by_removing)]

    assert list(TABLE) == sorted(TABLE)
    assert [paths for paths in lists if list(paths) != sorted(set(paths), key=str)] == []


def test_another_table_can_be_read(tmp_path: FilePath) -> None:
    file = tmp_path / FILE.name
    file.write_text('[a_b]\nsource = "s"\nreplaced_by = ["c.d"]\n')

    assert read_replacements(file) == {"a_b": ("s", (("c", "d"),), ())}


def values(expression: TypeExpression) -> tuple[Value, Value]:
    """Two different values of a type."""
    kind, _ = type_kind(expression)
    match kind:
        case "bool":
            return False, True
        case "number":
            return 1, 2
        case "list" | "set":
            return ["one"], ["two"]
        case _:
            return "one", "two"


def placed(path: Path, value: Value) -> dict[str, Value]:
    """A state that holds `value` at `path`, with a list of one block at each step on the way."""
    outer, inner = str(path[0]), path[1:]
    return {outer: [placed(inner, value)] if inner else value}


def concrete(path: Path) -> Path:
    """The path in a state that has one block at each step."""
    return tuple(step for name in path[:-1] for step in (name, 0)) + path[-1:]


def test_every_change_in_the_table_is_planned_as_a_replacement_and_no_other() -> None:
    wrong = []
    for type_name, block in BLOCKS.items():
        entry = TABLE[type_name]
        for argument in arguments(block):
            if argument.type is None:
                continue
            before, after = values(argument.type)
            planned = plan_update(
                block,
                prior=conform(block, placed(argument.path, before)),
                proposed=conform(block, placed(argument.path, after)),
                decided={},
                recomputed=(),
                replaced_by=entry.replaced_by,
                replaced_by_removing=entry.replaced_by_removing,
            )
            expected = (concrete(argument.path),) if argument.path in entry.replaced_by else ()
            if planned.replaced_by != expected:
                wrong.append((type_name, argument.path, planned.replaced_by, expected))
    assert wrong == []


Create = Callable[[str, State], State]
Replan = Callable[[str, State, State], tuple[Path, ...]]


@pytest.fixture
def replan(operations: Operations, aws: AwsInstance, create: Create) -> Replan:
    """What changing an object's arguments from the first to the second forces."""

    def plan(type_name: str, before: State, after: State) -> tuple[Path, ...]:
        prior = create(type_name, before)
        config = operations.upgraded(type_name, after)
        wanted = proposed(BLOCKS[type_name], prior, config)
        return operations.plan(aws, type_name, prior=prior, config=config, proposed=wanted).replaced_by

    return plan


CLUSTER: State = {
    "name": "dev",
    "role_arn": "arn:aws:iam::444455556666:role/dev",
    "version": "1.34",
    "access_config": [{"authentication_mode": "API", "bootstrap_cluster_creator_admin_permissions": False}],
    "vpc_config": [{"subnet_ids": ["subnet-1", "subnet-2"]}],
}
ENCRYPTION: State = {"encryption_config": [{"provider": [{"key_arn": "arn:1"}], "resources": ["secrets"]}]}


@pytest.mark.parametrize(
    ("change", "forced"),
    [
        ({"name": "prod"}, (("name",),)),
        ({"version": "1.35"}, ()),
        ({"vpc_config": [{"subnet_ids": ["subnet-1", "subnet-3"]}]}, ()),
        (
            {"access_config": [{"authentication_mode": "API", "bootstrap_cluster_creator_admin_permissions": True}]},
            (("access_config", 0, "bootstrap_cluster_creator_admin_permissions"),),
        ),
        (ENCRYPTION, ()),
        ({"region": "eu-west-1"}, (("region",),)),
    ],
    ids=["name", "version", "subnets", "creator", "encryption added", "region"],
)
def test_changes_of_a_cluster(replan: Replan, change: State, forced: tuple[Path, ...]) -> None:
    assert replan("aws_eks_cluster", CLUSTER, {**CLUSTER, **change}) == forced


def test_encryption_cannot_be_taken_from_a_cluster(replan: Replan) -> None:
    assert replan("aws_eks_cluster", {**CLUSTER, **ENCRYPTION}, CLUSTER) == (("encryption_config",),)


NODES: State = {
    "cluster_name": "dev",
    "node_group_name": "system",
    "node_role_arn": "arn:aws:iam::444455556666:role/node",
    "subnet_ids": ["subnet-1"],
    "instance_types": ["m6i.large"],
    "launch_template": [{"id": "lt-1", "version": "1"}],
    "scaling_config": [{"desired_size": 1, "max_size": 2, "min_size": 1}],
}


@pytest.mark.parametrize(
    ("change", "forced"),
    [
        ({"subnet_ids": ["subnet-1", "subnet-2"]}, (("subnet_ids",),)),
        ({"instance_types": ["m6i.large", "m7i.large"]}, (("instance_types",),)),
        ({"launch_template": [{"id": "lt-1", "version": "2"}]}, ()),
        ({"launch_template": [{"id": "lt-2", "version": "1"}]}, (("launch_template", 0, "id"),)),
        ({"scaling_config": [{"desired_size": 2, "max_size": 3, "min_size": 1}]}, ()),
        ({"version": "1.35", "labels": {"a": "b"}}, ()),
    ],
    ids=["subnets", "instance types", "template version", "template", "scaling", "version"],
)
def test_changes_of_a_node_group(replan: Replan, change: State, forced: tuple[Path, ...]) -> None:
    assert replan("aws_eks_node_group", NODES, {**NODES, **change}) == forced


def test_a_rule_changes_the_value_of_its_source_but_not_the_kind(replan: Replan) -> None:
    rule: State = {"security_group_id": "sg-1", "ip_protocol": "tcp", "cidr_ipv4": "10.0.0.0/16"}
    kind = "aws_vpc_security_group_ingress_rule"

    assert replan(kind, rule, {**rule, "cidr_ipv4": "10.1.0.0/16"}) == ()
    other = {**rule, "security_group_id": "sg-3"}
    group = {**other, "cidr_ipv4": None, "referenced_security_group_id": "sg-2"}
    assert replan(kind, other, group) == (("cidr_ipv4",),)


def test_the_region_of_the_provider_counts_too(
    operations: Operations, aws_provider: AwsProvider, create: Create
) -> None:
    group = create("aws_cloudwatch_log_group", {"name": "/dev"})
    config = operations.upgraded("aws_cloudwatch_log_group", {"name": "/dev"})
    moved = aws_provider.configure({"region": "eu-west-1", "allowed_account_ids": ["111122223333"]})

    planned = operations.plan(moved, "aws_cloudwatch_log_group", prior=group, config=config, proposed=group)

    assert planned.replaced_by == (("region",),)


def test_a_release_moves_to_another_namespace_as_a_new_one() -> None:
    helm = HelmProvider(read_schema_file("helm").schema).configure({})

    assert helm.traits("helm_release").replaced_by == (("name",), ("namespace",))
