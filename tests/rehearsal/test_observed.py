"""What other objects do to one shows when it is read. The second plan is empty, unless two of them fight."""

from collections.abc import Callable
from typing import NamedTuple

import pytest

from rehearsal.engine.operations import Operations
from rehearsal.engine.planning import PlannedChange
from rehearsal.engine.values import State, Value, blocks, mapping, text
from rehearsal.providers.aws import AwsProvider
from rehearsal.providers.aws.provider import AwsInstance
from tests.rehearsal.proposing import proposed

Create = Callable[[str, State], State]
POLICY = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'
TRUST = (
    '{"Version":"2012-10-17","Statement":'
    '[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}'
)


class Again(NamedTuple):
    """What an object is like when it is read, and what a second plan makes of that."""

    read: State
    plan: PlannedChange


@pytest.fixture
def again(operations: Operations, aws: AwsInstance, aws_provider: AwsProvider) -> Callable[[str, State, State], Again]:
    def read_and_plan(type_name: str, state: State, arguments: State) -> Again:
        read = operations.read(aws, type_name, state)
        assert read is not None
        config = operations.upgraded(type_name, arguments)
        wanted = proposed(aws_provider.schema.resources[type_name].block, read, config)
        return Again(read, operations.plan(aws, type_name, prior=read, config=config, proposed=wanted))

    return read_and_plan


def test_a_route_table_shows_its_routes(create: Create, again: Callable[..., Again]) -> None:
    table = create("aws_route_table", {"vpc_id": "vpc-1"})
    create("aws_route", {"route_table_id": table["id"], "destination_cidr_block": "0.0.0.0/0", "gateway_id": "igw-1"})

    read, plan = again("aws_route_table", table, {"vpc_id": "vpc-1"})

    routes = [{name: value for name, value in route.items() if value} for route in blocks(read, "route")]
    assert routes == [{"cidr_block": "0.0.0.0/0", "gateway_id": "igw-1"}]
    assert plan == PlannedChange(read)


def test_a_role_shows_its_policies_and_a_policy_that_it_is_attached(
    create: Create, again: Callable[..., Again]
) -> None:
    arguments: State = {"name": "node", "assume_role_policy": TRUST}
    role, policy = create("aws_iam_role", arguments), create("aws_iam_policy", {"name": "p", "policy": POLICY})
    create("aws_iam_role_policy_attachment", {"role": "node", "policy_arn": policy["arn"]})

    seen_role = again("aws_iam_role", role, arguments)
    seen_policy = again("aws_iam_policy", policy, {"name": "p", "policy": POLICY})

    assert (seen_role.read["managed_policy_arns"], seen_role.plan) == ([policy["arn"]], PlannedChange(seen_role.read))
    assert (seen_policy.read["attachment_count"], seen_policy.plan) == (1, PlannedChange(seen_policy.read))


def test_a_role_that_lists_other_policies_fights_with_attachments(create: Create, again: Callable[..., Again]) -> None:
    arguments: State = {
        "name": "node",
        "assume_role_policy": TRUST,
        "managed_policy_arns": ["arn:aws:iam::aws:policy/A"],
    }
    role = create("aws_iam_role", arguments)
    create("aws_iam_role_policy_attachment", {"role": "node", "policy_arn": "arn:aws:iam::aws:policy/B"})

    plan = again("aws_iam_role", role, arguments).plan

    assert plan.state["managed_policy_arns"] == ["arn:aws:iam::aws:policy/A"]
    assert plan.state != again("aws_iam_role", role, arguments).read


def test_an_address_shows_its_gateway(create: Create, again: Callable[..., Again]) -> None:
    address = create("aws_eip", {"domain": "vpc"})
    gateway = create("aws_nat_gateway", {"subnet_id": "subnet-1", "allocation_id": address["id"]})

    read, plan = again("aws_eip", address, {"domain": "vpc"})

    assert [read["association_id"], read["network_interface"], read["private_ip"]] == [
        gateway["association_id"],
        gateway["network_interface_id"],
        gateway["private_ip"],
    ]
    assert plan == PlannedChange(read)


ENDPOINT: State = {"vpc_id": "vpc-1", "service_name": "com.amazonaws.eu-central-1.s3"}


@pytest.mark.parametrize(("own", "fights"), [({}, False), ({"route_table_ids": ["rtb-1"]}, True)], ids=["none", "own"])
def test_an_endpoint_shows_the_route_tables_that_are_associated_with_it(
    create: Create, again: Callable[..., Again], own: State, *, fights: bool
) -> None:
    endpoint = create("aws_vpc_endpoint", {**ENDPOINT, **own})
    association = {"vpc_endpoint_id": endpoint["id"], "route_table_id": "rtb-2"}
    create("aws_vpc_endpoint_route_table_association", association)

    read, plan = again("aws_vpc_endpoint", endpoint, {**ENDPOINT, **own})

    assert "rtb-2" in str(read["route_table_ids"])
    assert (plan.state != read) is fights


INLINE: Value = [
    {
        "from_port": 443,
        "to_port": 443,
        "protocol": "tcp",
        "cidr_blocks": ["10.0.0.0/8"],
        **dict.fromkeys(("description", "ipv6_cidr_blocks", "prefix_list_ids", "security_groups", "self")),
    }
]


@pytest.mark.parametrize(("own", "fights"), [({}, False), ({"ingress": INLINE}, True)], ids=["none", "inline"])
def test_a_security_group_shows_the_rules_that_were_made_beside_it(
    create: Create, again: Callable[..., Again], own: State, *, fights: bool
) -> None:
    group = create("aws_security_group", {"name": "web", "vpc_id": "vpc-1", **own})
    rule: State = {"security_group_id": group["id"], "ip_protocol": "tcp", "from_port": 80, "to_port": 80}
    create("aws_vpc_security_group_ingress_rule", {**rule, "cidr_ipv4": "0.0.0.0/0", "description": "HTTP"})
    create("aws_vpc_security_group_egress_rule", {**rule, "ip_protocol": "-1", "referenced_security_group_id": "sg-1"})

    read, plan = again("aws_security_group", group, {"name": "web", "vpc_id": "vpc-1", **own})

    ingress, egress = read["ingress"], read["egress"]
    assert isinstance(ingress, list)
    assert ingress[0] == {
        "cidr_blocks": ["0.0.0.0/0"],
        "description": "HTTP",
        "from_port": 80,
        "ipv6_cidr_blocks": [],
        "prefix_list_ids": [],
        "protocol": "tcp",
        "security_groups": [],
        "self": False,
        "to_port": 80,
    }
    assert "sg-1" in str(egress)
    assert (plan.state != read) is fights


def test_a_key_and_a_bucket_show_the_policy_that_was_set_beside_them(
    create: Create, again: Callable[..., Again]
) -> None:
    key, bucket = create("aws_kms_key", {}), create("aws_s3_bucket", {"bucket": "a-b-c"})
    of_keys = POLICY.replace('"Action"', '"Principal":"*","Action"').replace("s3:*", "kms:*")
    of_buckets = POLICY.replace('"Action"', '"Principal":"*","Action"').replace('"*"}', '"arn:aws:s3:::a-b-c"}')
    create("aws_kms_key_policy", {"key_id": key["id"], "policy": of_keys})
    create("aws_s3_bucket_policy", {"bucket": "a-b-c", "policy": of_buckets})

    seen = [again("aws_kms_key", key, {}), again("aws_s3_bucket", bucket, {"bucket": "a-b-c"})]

    assert [read["policy"] for read, _ in seen] == [of_keys, of_buckets]
    assert [plan == PlannedChange(read) for read, plan in seen] == [True, True]


SUBNET: State = {"vpc_id": "vpc-1", "cidr_block": "10.0.0.0/24", "tags": {"Name": "a"}}


def test_a_tag_that_was_set_beside_a_subnet_is_taken_away_again_and_again(
    operations: Operations, aws: AwsInstance, create: Create, again: Callable[..., Again]
) -> None:
    subnet = create("aws_subnet", SUBNET)
    create("aws_ec2_tag", {"resource_id": subnet["id"], "key": "karpenter.sh/discovery", "value": "dev"})

    read, plan = again("aws_subnet", subnet, SUBNET)
    updated = operations.update(aws, "aws_subnet", prior=read, planned=plan.state)

    assert mapping(read, "tags") == {"Name": "a", "karpenter.sh/discovery": "dev"}
    assert plan.state == {**read, "tags": {"Name": "a"}, "tags_all": subnet["tags_all"]}
    assert again("aws_subnet", updated, SUBNET) == Again(read, plan)


def test_a_tag_that_is_a_default_tag_is_no_change(create: Create, again: Callable[..., Again]) -> None:
    subnet = create("aws_subnet", SUBNET)
    create("aws_ec2_tag", {"resource_id": subnet["id"], "key": "environment", "value": "dev"})

    read, plan = again("aws_subnet", subnet, SUBNET)

    assert plan == PlannedChange(read)


def test_what_others_do_is_not_stored_with_an_update(
    operations: Operations, aws: AwsInstance, create: Create, again: Callable[..., Again]
) -> None:
    table = create("aws_route_table", {"vpc_id": "vpc-1"})
    route = create("aws_route", {"route_table_id": table["id"], "destination_cidr_block": "10.0.0.0/8"})
    read, plan = again("aws_route_table", table, {"vpc_id": "vpc-1", "tags": {"Name": "a"}})

    updated = operations.update(aws, "aws_route_table", prior=read, planned=plan.state)
    operations.delete(aws, "aws_route", route)

    assert updated["route"] == read["route"]
    assert again("aws_route_table", updated, {"vpc_id": "vpc-1", "tags": {"Name": "a"}}).read["route"] == []
    assert text(updated, "id") == text(table, "id")
