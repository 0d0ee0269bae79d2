"""Data sources answer by their arguments."""

from collections.abc import Callable

import pytest

from config.cluster.kubernetes_versions import addon_version as pinned_version
from rehearsal.engine.inventory import Inventory, Key
from rehearsal.engine.operations import Operations
from rehearsal.engine.refusal import RefusedError
from rehearsal.engine.values import State, blocks, mapping, text
from rehearsal.providers.aws import AwsProvider
from rehearsal.providers.aws.addon_versions import addon_version
from rehearsal.providers.aws.provider import AwsInstance
from rehearsal.providers.tls import TlsProvider
from rehearsal.schemas.files import read_schema_file


def test_the_caller_is_in_the_account(operations: Operations, aws: AwsInstance) -> None:
    assert operations.read_data(aws, "aws_caller_identity", {}) == {
        "id": "111122223333",
        "account_id": "111122223333",
        "arn": "arn:aws:sts::111122223333:assumed-role/rehearsal/session",
        "user_id": "AROAREHEARSALREHEARSA:session",
    }


def test_the_partition_is_that_of_the_region(operations: Operations, aws_provider: AwsProvider) -> None:
    china = aws_provider.configure({"region": "cn-north-1"})

    assert operations.read_data(china, "aws_partition", {}) == {
        "id": "aws-cn",
        "partition": "aws-cn",
        "dns_suffix": "amazonaws.com.cn",
        "reverse_dns_prefix": "cn.com.amazonaws",
    }


def test_the_region_is_the_one_asked_for_or_the_providers_own(operations: Operations, aws: AwsInstance) -> None:
    own = operations.read_data(aws, "aws_region", {})
    other = operations.read_data(aws, "aws_region", {"region": "eu-west-1"})
    same = operations.read_data(aws, "aws_region", {"endpoint": other["endpoint"]})

    assert [own["region"], other["endpoint"]] == ["eu-central-1", "ec2.eu-west-1.amazonaws.com"]
    assert same == {**other, "region": "eu-west-1"}


def test_an_addon_version_is_the_one_that_we_pin(operations: Operations, aws: AwsInstance) -> None:
    arguments: State = {"addon_name": "coredns", "kubernetes_version": "1.34", "most_recent": True}

    assert operations.read_data(aws, "aws_eks_addon_version", arguments) == {
        "id": "coredns",
        "region": "eu-central-1",
        "version": pinned_version("coredns", "1.34"),
        **arguments,
    }


@pytest.mark.parametrize(
    ("addon", "kubernetes_version", "version"),
    [
        ("kube-proxy", "1.34", pinned_version("kube-proxy", "1.34")),
        ("kube-proxy", "", pinned_version("kube-proxy", "1.35")),
        ("kube-proxy", "1.99", "v1.99.0-eksbuild.1"),
        ("vpc-cni", "1.99", "v1.0.0-eksbuild.1"),
        ("snapshot-controller", "1.35", "v1.0.0-eksbuild.1"),
    ],
)
def test_an_addon_version_follows_the_kubernetes_version(addon: str, kubernetes_version: str, version: str) -> None:
    assert addon_version(addon, kubernetes_version) == version


def test_a_data_source_that_nobody_taught_is_refused(aws: AwsInstance) -> None:
    with pytest.raises(RefusedError, match="does not know what data source aws_ami answers"):
        aws.read_data("aws_ami", {}, Inventory())


def test_the_top_of_a_certificate_chain_comes_first() -> None:
    tls = TlsProvider(read_schema_file("tls").schema).configure({})

    answer = tls.read_data("tls_certificate", {"url": "https://oidc.eks.eu-central-1.amazonaws.com/id/X"}, Inventory())

    chain = [(entry["subject"], entry["is_ca"], entry["sha1_fingerprint"]) for entry in blocks(answer, "certificates")]
    assert chain == [
        ("CN=Rehearsal Root CA", True, "2b7fecde7a2d5e63701f03c6559c094529a5c886"),
        ("CN=Rehearsal Intermediate CA", True, "e8ab9c553b3b61e362e55e83537e97b245212964"),
        ("CN=oidc.eks.eu-central-1.amazonaws.com", False, "01bf73279f94bbfe7e94237f51a8e64b6f81dbd0"),
    ]


def test_each_certificate_is_issued_by_the_one_above_it() -> None:
    tls = TlsProvider(read_schema_file("tls").schema).configure({})

    chain = blocks(tls.read_data("tls_certificate", {"url": "https://example.com"}, Inventory()), "certificates")

    assert [entry["issuer"] for entry in chain] == [chain[0]["subject"], *(entry["subject"] for entry in chain[:-1])]
    assert [entry["max_path_length"] for entry in chain] == [1, 0, -1]


def test_a_certificate_needs_an_address() -> None:
    tls = TlsProvider(read_schema_file("tls").schema).configure({})

    with pytest.raises(RefusedError, match="does not know what data source tls_certificate answers"):
        tls.read_data("tls_certificate", {"content": "PEM"}, Inventory())


def test_a_vpc_is_found_by_its_id_with_all_its_ranges(
    operations: Operations, aws: AwsInstance, inventory: Inventory, create: Callable[[str, State], State]
) -> None:
    vpc = create("aws_vpc", {"cidr_block": "10.0.0.0/16", "tags": {"Name": "hub"}})
    pods: State = {"id": "vpc-cidr-assoc-1", "vpc_id": vpc["id"], "cidr_block": "100.64.0.0/16"}
    scope = inventory.find("aws_vpc", text(vpc, "id")).scope
    inventory.put(Key("aws", scope, "aws_vpc_ipv4_cidr_block_association", "vpc-cidr-assoc-1"), pods)

    answer = operations.read_data(aws, "aws_vpc", {"id": vpc["id"]})

    assert [it["cidr_block"] for it in blocks(answer, "cidr_block_associations")] == ["10.0.0.0/16", "100.64.0.0/16"]
    assert (answer["arn"], answer["enable_dns_support"]) == (vpc["arn"], True)
    assert mapping(answer, "tags")["Name"] == "hub"


def test_a_subnet_has_its_free_addresses_and_the_tags_that_somebody_added(
    operations: Operations, aws: AwsInstance, create: Callable[[str, State], State]
) -> None:
    vpc_id = create("aws_vpc", {"cidr_block": "10.0.0.0/16"})["id"]
    subnet = create("aws_subnet", {"vpc_id": vpc_id, "cidr_block": "10.0.1.0/24", "tags": {"tier": "private"}})
    create("aws_ec2_tag", {"resource_id": subnet["id"], "key": "team", "value": "network"})

    answer = operations.read_data(aws, "aws_subnet", {"vpc_id": vpc_id})

    assert (answer["id"], answer["available_ip_address_count"]) == (subnet["id"], 251)
    assert mapping(answer, "tags") == {
        "environment": "dev",
        "stack": "dev-network",
        "tier": "private",
        "team": "network",
    }


@pytest.mark.parametrize(
    ("type_name", "arguments", "message"),
    [
        ("aws_vpc", {"id": "vpc-00000000"}, "no matching EC2 VPC found"),
        ("aws_subnet", {"id": "subnet-00000000"}, "no matching EC2 Subnet found"),
        ("aws_vpc", {"filter": [{"name": "tag:Name", "values": ["hub"]}]}, "does not know what data source aws_vpc"),
    ],
)
def test_what_is_not_there_is_refused(aws: AwsInstance, type_name: str, arguments: State, message: str) -> None:
    with pytest.raises(RefusedError, match=message):
        aws.read_data(type_name, arguments, Inventory())


def test_one_of_several_is_not_picked(
    aws: AwsInstance, inventory: Inventory, create: Callable[[str, State], State]
) -> None:
    vpc_id = create("aws_vpc", {"cidr_block": "10.0.0.0/16"})["id"]
    for block in ("10.0.1.0/24", "10.0.2.0/24"):
        create("aws_subnet", {"vpc_id": vpc_id, "cidr_block": block, "tags": {"tier": "private"}})

    with pytest.raises(RefusedError, match="multiple EC2 Subnets matched"):
        aws.read_data("aws_subnet", {"tags": {"tier": "private"}}, inventory)


def test_a_cluster_is_found_by_its_name_alone(operations: Operations, aws: AwsInstance, inventory: Inventory) -> None:
    inventory.put(Key("aws", "111122223333/eu-central-1", "aws_eks_cluster", "a"), {"name": "a", "version": "1.35"})

    found = operations.read_data(aws, "aws_eks_cluster", {"name": "a"})
    with pytest.raises(RefusedError) as raised:
        operations.read_data(aws, "aws_eks_cluster", {"name": "a", "region": "eu-west-1"})

    assert (found["version"], raised.value.summary) == ("1.35", "reading EKS Cluster (a): couldn't find resource")


def test_iam_tells_the_url_of_a_provider_without_its_scheme(
    operations: Operations, aws: AwsInstance, inventory: Inventory
) -> None:
    arn = "arn:aws:iam::111122223333:oidc-provider/oidc.example/id/A"
    inventory.put(
        Key("aws", "111122223333", "aws_iam_openid_connect_provider", arn), {"url": "https://oidc.example/id/A"}
    )

    assert operations.read_data(aws, "aws_iam_openid_connect_provider", {"arn": arn})["url"] == "oidc.example/id/A"
