"""The computed values of AWS types are what AWS would answer, in form."""

from collections.abc import Callable

import pytest

from rehearsal.engine.inventory import Inventory
from rehearsal.engine.operations import Operations
from rehearsal.engine.provider import Change
from rehearsal.engine.refusal import RefusedError
from rehearsal.engine.values import UNKNOWN, State, first_block
from rehearsal.providers.aws import AwsProvider
from rehearsal.providers.aws.account import Partition, partition_of
from rehearsal.providers.aws.provider import AwsInstance

Create = Callable[[str, State], State]
TRUST = (
    '{"Version":"2012-10-17","Statement":'
    '[{"Effect":"Allow","Principal":{"Service":"eks.amazonaws.com"},"Action":"sts:AssumeRole"}]}'
)


def computed(state: State, *names: str) -> State:
    return {name: state[name] for name in names}


def test_a_vpc_has_an_owner_and_what_comes_with_it(create: Create) -> None:
    vpc = create("aws_vpc", {"cidr_block": "10.0.0.0/16"})

    assert computed(vpc, "id", "arn", "owner_id", "default_security_group_id", "region", "ipv6_cidr_block") == {
        "id": "vpc-04fe75b24419e7130",
        "arn": "arn:aws:ec2:eu-central-1:111122223333:vpc/vpc-04fe75b24419e7130",
        "owner_id": "111122223333",
        "default_security_group_id": "sg-0d34bbaa86f856a6b",
        "region": "eu-central-1",
        "ipv6_cidr_block": "",
    }


def test_the_default_security_group_is_the_one_of_its_vpc(create: Create) -> None:
    vpc = create("aws_vpc", {"cidr_block": "10.0.0.0/16"})

    group = create("aws_default_security_group", {"vpc_id": vpc["id"]})

    assert computed(group, "id", "name", "ingress") == {
        "id": vpc["default_security_group_id"],
        "name": "default",
        "ingress": [],
    }


def test_a_subnet_knows_the_id_of_its_zone(create: Create) -> None:
    subnet = create("aws_subnet", {"vpc_id": "vpc-1", "availability_zone": "eu-central-1b"})

    assert subnet["availability_zone_id"] == "euc1-az2"


def test_tags_all_are_the_default_tags_and_its_own(create: Create) -> None:
    vpc = create("aws_vpc", {"cidr_block": "10.0.0.0/16", "tags": {"Name": "dev", "stack": "mine"}})

    assert vpc["tags_all"] == {"Name": "dev", "environment": "dev", "stack": "mine"}
    assert vpc["tags"] == {"Name": "dev", "stack": "mine"}


def test_tags_all_are_unknown_while_a_tag_is(operations: Operations, aws: AwsInstance) -> None:
    config = operations.upgraded("aws_vpc", {"cidr_block": "10.0.0.0/16", "tags": {"Name": UNKNOWN}})

    planned = operations.plan(aws, "aws_vpc", prior=None, config=config, proposed=config)

    assert planned.state["tags_all"] == UNKNOWN


def test_new_default_tags_change_an_object_that_says_nothing_of_tags(
    operations: Operations, aws: AwsInstance, aws_provider: AwsProvider, create: Create
) -> None:
    vpc = create("aws_vpc", {"cidr_block": "10.0.0.0/16"})
    retagged = aws_provider.configure({"region": "eu-central-1", "default_tags": [{"tags": {"environment": "prod"}}]})
    config = operations.upgraded("aws_vpc", {"cidr_block": "10.0.0.0/16"})

    same = operations.plan(aws, "aws_vpc", prior=vpc, config=config, proposed=vpc)
    changed = operations.plan(retagged, "aws_vpc", prior=vpc, config=config, proposed=vpc)

    assert same.state == vpc
    assert changed.state == {**vpc, "tags_all": {"environment": "prod"}}


def test_a_role_has_its_path_in_its_arn_and_no_region(create: Create) -> None:
    role = create("aws_iam_role", {"name": "dev-cluster", "path": "/eks/", "assume_role_policy": TRUST})

    assert computed(role, "id", "arn", "unique_id") == {
        "id": "dev-cluster",
        "arn": "arn:aws:iam::111122223333:role/eks/dev-cluster",
        "unique_id": "AROABD087D7E480328A8B",
    }


def test_a_cluster_has_everything_that_clients_need(create: Create) -> None:
    zones = {"eu-central-1a": "10.0.0.0/24", "eu-central-1b": "10.0.1.0/24"}
    subnets = [
        create("aws_subnet", {"vpc_id": "vpc-1", "availability_zone": zone, "cidr_block": block})
        for zone, block in zones.items()
    ]

    cluster = create(
        "aws_eks_cluster",
        {
            "name": "dev",
            "role_arn": "arn:aws:iam::444455556666:role/dev",
            "version": "1.35",
            "vpc_config": [{"subnet_ids": [subnet["id"] for subnet in subnets]}],
        },
    )

    unique = "B9266927823616B13F1FEDC5A129220D"
    vpc_config = first_block(cluster, "vpc_config")
    assert computed(cluster, "arn", "endpoint", "identity", "status", "version") == {
        "arn": "arn:aws:eks:eu-central-1:111122223333:cluster/dev",
        "endpoint": f"https://{unique}.gr7.eu-central-1.eks.amazonaws.com",
        "identity": [{"oidc": [{"issuer": f"https://oidc.eks.eu-central-1.amazonaws.com/id/{unique}"}]}],
        "status": "ACTIVE",
        "version": "1.35",
    }
    assert computed(vpc_config, "cluster_security_group_id", "vpc_id") == {
        "cluster_security_group_id": "sg-000a24c7a0724a352",
        "vpc_id": "vpc-1",
    }


def test_a_launch_template_gets_a_version_for_each_change_of_its_content(
    operations: Operations, aws: AwsInstance, create: Create
) -> None:
    template = create("aws_launch_template", {"name": "nodes", "image_id": "ami-1", "tags": {"team": "a"}})

    def updated(prior: State, **arguments: str | dict[str, str]) -> State:
        proposed = {**prior, **arguments}
        planned = operations.plan(aws, "aws_launch_template", prior=prior, config=proposed, proposed=proposed)
        return operations.update(aws, "aws_launch_template", prior=prior, planned=planned.state)

    new_image = updated(template, image_id="ami-2")
    new_tags = updated(new_image, tags={"team": "b"})
    new_description = updated(new_tags, description="nodes")

    versions = [state["latest_version"] for state in (template, new_image, new_tags, new_description)]
    assert versions == [1, 2, 2, 2]


def test_a_new_version_of_a_launch_template_is_unknown_while_planning(
    operations: Operations, aws: AwsInstance, create: Create
) -> None:
    template = create("aws_launch_template", {"name": "nodes", "image_id": "ami-1"})
    proposed = {**template, "image_id": "ami-2"}

    planned = operations.plan(aws, "aws_launch_template", prior=template, config=proposed, proposed=proposed)

    assert planned.state == {**proposed, "latest_version": UNKNOWN}


def test_a_node_group_runs_the_version_of_its_cluster(create: Create) -> None:
    create("aws_eks_cluster", {"name": "dev", "role_arn": "r", "version": "1.34", "vpc_config": [{"subnet_ids": []}]})

    nodes = create("aws_eks_node_group", {"cluster_name": "dev", "node_group_name": "default", "node_role_arn": "r"})

    assert computed(nodes, "id", "version", "release_version") == {
        "id": "dev:default",
        "version": "1.34",
        "release_version": "1.34.0-20260101",
    }


def test_a_type_that_nobody_described_has_an_id_and_an_arn(aws: AwsInstance, inventory: Inventory) -> None:
    queue = Change("aws_sqs_queue", {"name": "interruptions"}, None, inventory)

    assert aws.invent(queue) == {}
    assert aws.fallbacks(queue) == {
        "id": "queue-02ddbf5601ce823b1",
        "arn": "arn:aws:sqs:eu-central-1:111122223333:queue/queue-02ddbf5601ce823b1",
        "owner_id": "111122223333",
        "created_at": "2026-01-01T00:00:00Z",
        "status": "ACTIVE",
    }


@pytest.mark.parametrize(
    ("region", "partition"),
    [
        ("eu-central-1", Partition("aws", "amazonaws.com", "com.amazonaws")),
        ("cn-north-1", Partition("aws-cn", "amazonaws.com.cn", "cn.com.amazonaws")),
        ("us-gov-west-1", Partition("aws-us-gov", "amazonaws.com", "com.amazonaws")),
        ("us-isob-east-1", Partition("aws-iso-b", "sc2s.sgov.gov", "gov.sgov.sc2s")),
        ("eusc-de-east-1", Partition("aws-eusc", "amazonaws.eu", "eu.amazonaws")),
    ],
)
def test_the_region_decides_the_partition(region: str, partition: Partition) -> None:
    assert partition_of(region) == partition


def test_the_account_is_the_one_that_the_configuration_allows(aws_provider: AwsProvider) -> None:
    region = {"region": "eu-central-1"}

    allowed = [
        aws_provider.configure(region).account.id,
        aws_provider.configure({**region, "allowed_account_ids": ["111122223333"]}).account.id,
    ]

    assert allowed == ["123456789012", "111122223333"]


def test_credentials_of_another_account_are_refused(aws_provider: AwsProvider) -> None:
    elsewhere = AwsProvider(aws_provider.schema, "999999999999")

    with pytest.raises(RefusedError, match="AWS account ID not allowed: 999999999999"):
        elsewhere.configure({"region": "eu-central-1", "allowed_account_ids": ["111122223333"]})


def test_without_a_region_there_is_no_aws(aws_provider: AwsProvider) -> None:
    with pytest.raises(RefusedError, match="invalid AWS Region"):
        aws_provider.configure({})


def test_an_imported_cluster_is_read_as_if_its_creator_were_let_in(
    create: Create, operations: Operations, aws: AwsInstance
) -> None:
    """EKS does not tell; so what a state says of it stays, and an import has the provider's own idea of it."""
    cluster = create(
        "aws_eks_cluster",
        {
            "name": "a",
            "role_arn": "arn:aws:iam::444455556666:role/a",
            "bootstrap_self_managed_addons": True,
            "access_config": [
                {"authentication_mode": "API", "bootstrap_cluster_creator_admin_permissions": False},
            ],
            "vpc_config": [{"subnet_ids": ["subnet-1", "subnet-2"]}],
        },
    )
    known = operations.read(aws, "aws_eks_cluster", cluster) or {}
    imported = operations.read(aws, "aws_eks_cluster", operations.imported("aws_eks_cluster", "a")) or {}

    assert [(it["bootstrap_self_managed_addons"], it["access_config"]) for it in (known, imported)] == [
        (True, [{"authentication_mode": "API", "bootstrap_cluster_creator_admin_permissions": False}]),
        (False, [{"authentication_mode": "API", "bootstrap_cluster_creator_admin_permissions": True}]),
    ]
