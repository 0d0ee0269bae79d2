"""The life of simulated objects, in terms of values."""

import json
from collections.abc import Callable

import pytest

from rehearsal.engine.calls import Action, Call, CallLog
from rehearsal.engine.inventory import Inventory
from rehearsal.engine.operations import Operations
from rehearsal.engine.planning import PlannedChange
from rehearsal.engine.refusal import RefusedError
from rehearsal.engine.values import State, text
from rehearsal.providers.aws.provider import AwsInstance

Create = Callable[[str, State], State]


def test_what_was_created_can_be_read(operations: Operations, aws: AwsInstance, create: Create) -> None:
    group = create("aws_cloudwatch_log_group", {"name": "/dev", "retention_in_days": 30})

    assert operations.read(aws, "aws_cloudwatch_log_group", group) == group


def test_what_was_deleted_is_gone(operations: Operations, aws: AwsInstance, create: Create) -> None:
    group = create("aws_cloudwatch_log_group", {"name": "/dev"})

    operations.delete(aws, "aws_cloudwatch_log_group", group)

    assert operations.read(aws, "aws_cloudwatch_log_group", group) is None


def test_the_same_configuration_again_plans_nothing(operations: Operations, aws: AwsInstance, create: Create) -> None:
    group = create("aws_cloudwatch_log_group", {"name": "/dev"})
    config = operations.upgraded("aws_cloudwatch_log_group", {"name": "/dev"})

    planned = operations.plan(aws, "aws_cloudwatch_log_group", prior=group, config=config, proposed=group)

    assert planned == PlannedChange(group)


def test_an_update_is_stored(operations: Operations, aws: AwsInstance, create: Create) -> None:
    group = create("aws_cloudwatch_log_group", {"name": "/dev", "retention_in_days": 30})

    updated = operations.update(
        aws, "aws_cloudwatch_log_group", prior=group, planned={**group, "retention_in_days": 90}
    )

    assert updated == {**group, "retention_in_days": 90}
    assert operations.read(aws, "aws_cloudwatch_log_group", group) == updated


def test_what_is_gone_cannot_be_updated(
    operations: Operations, aws: AwsInstance, inventory: Inventory, create: Create
) -> None:
    group = create("aws_cloudwatch_log_group", {"name": "/dev"})
    inventory.remove(inventory.find("aws_cloudwatch_log_group", "/dev"))

    with pytest.raises(RefusedError, match="aws_cloudwatch_log_group /dev does not exist"):
        operations.update(aws, "aws_cloudwatch_log_group", prior=group, planned=group)


def test_a_name_can_be_taken_once(create: Create) -> None:
    create("aws_cloudwatch_log_group", {"name": "/dev"})

    with pytest.raises(RefusedError, match="ResourceAlreadyExistsException"):
        create("aws_cloudwatch_log_group", {"name": "/dev"})


def test_what_never_becomes_ready_is_there_all_the_same(
    operations: Operations, aws: AwsInstance, inventory: Inventory, create: Create
) -> None:
    create("aws_eks_cluster", {"name": "dev", "role_arn": "r", "vpc_config": [{"subnet_ids": []}]})

    with pytest.raises(RefusedError, match="last state: 'DEGRADED'") as raised:
        create("aws_eks_addon", {"cluster_name": "dev", "addon_name": "coredns"})

    left = raised.value.left_behind
    assert left is not None
    assert inventory.get(inventory.find("aws_eks_addon", "dev:coredns")) == left
    assert operations.read(aws, "aws_eks_addon", left) == left


def test_names_are_taken_by_region(
    operations: Operations, aws: AwsInstance, inventory: Inventory, create: Create
) -> None:
    create("aws_cloudwatch_log_group", {"name": "/dev"})

    abroad = create("aws_cloudwatch_log_group", {"name": "/dev", "region": "eu-west-1"})

    assert abroad["arn"] == "arn:aws:logs:eu-west-1:111122223333:log-group:/dev"
    assert operations.read(aws, "aws_cloudwatch_log_group", abroad) == abroad
    assert [key.scope for key in inventory] == ["111122223333/eu-central-1", "111122223333/eu-west-1"]


def test_equal_arguments_make_different_objects(create: Create) -> None:
    addresses = [text(create("aws_eip", {"domain": "vpc"}), "id") for _ in range(3)]

    assert len(set(addresses)) == 3


def bucket_policy(action: str) -> str:
    statement = {"Effect": "Deny", "Principal": "*", "Action": action, "Resource": "arn:aws:s3:::b/*"}
    return json.dumps({"Version": "2012-10-17", "Statement": statement})


def test_what_aws_sets_anew_can_be_created_twice(inventory: Inventory, create: Create) -> None:
    create("aws_s3_bucket_policy", {"bucket": "b", "policy": bucket_policy("s3:GetObject")})

    second = create("aws_s3_bucket_policy", {"bucket": "b", "policy": bucket_policy("s3:*")})

    assert [state for _, state in inventory.of_type("aws_s3_bucket_policy")] == [second]


def test_each_call_is_on_record_under_the_name_that_people_use(
    operations: Operations, aws: AwsInstance, calls: CallLog, create: Create
) -> None:
    addon = create("aws_eks_addon", {"cluster_name": "dev", "addon_name": "vpc-cni"})
    vpc = create("aws_vpc", {"cidr_block": "10.0.0.0/16", "tags": {"Name": "dev"}})
    operations.update(aws, "aws_vpc", prior=vpc, planned={**vpc, "enable_dns_hostnames": True})
    operations.read(aws, "aws_vpc", vpc)
    operations.delete(aws, "aws_eks_addon", addon)
    operations.imported("aws_vpc", "vpc-1")
    operations.read_data(aws, "aws_partition", {})

    assert calls.all() == [
        Call("aws", "aws_eks_addon", Action.CREATE, "vpc-cni"),
        Call("aws", "aws_vpc", Action.CREATE, "dev"),
        Call("aws", "aws_vpc", Action.UPDATE, "dev"),
        Call("aws", "aws_vpc", Action.READ, "dev"),
        Call("aws", "aws_eks_addon", Action.DELETE, "vpc-cni"),
        Call("aws", "aws_vpc", Action.IMPORT, "vpc-1"),
        Call("aws", "aws_partition", Action.READ_DATA, ""),
    ]
    assert calls.all(Action.DELETE) == [Call("aws", "aws_eks_addon", Action.DELETE, "vpc-cni")]


def test_a_listener_may_refuse_a_call_before_it_takes_effect(
    inventory: Inventory, calls: CallLog, create: Create
) -> None:
    def refuse(call: Call) -> None:
        raise RefusedError(f"no {call.type_name} today")

    stop = calls.listen(refuse)
    with pytest.raises(RefusedError, match="no aws_vpc today"):
        create("aws_vpc", {"cidr_block": "10.0.0.0/16"})
    assert list(inventory) == []

    stop()
    create("aws_vpc", {"cidr_block": "10.0.0.0/16"})
    assert [key.type_name for key in inventory] == ["aws_vpc"]
