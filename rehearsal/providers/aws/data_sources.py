"""What AWS data sources answer."""

from collections.abc import Callable
from typing import TypeAlias

from rehearsal.engine.inventory import Inventory
from rehearsal.engine.values import State, text
from rehearsal.providers.aws.account import Account, partition_of
from rehearsal.providers.aws.addon_versions import addon_version
from rehearsal.providers.aws.existing_network import subnet, vpc
from rehearsal.providers.aws.policy_document import policy_document

DataSource: TypeAlias = Callable[[Account, State, Inventory], State]


def _caller_identity(account: Account, _config: State, _inventory: Inventory) -> State:
    return {
        "id": account.id,
        "account_id": account.id,
        "arn": account.arn("sts", "assumed-role/rehearsal/session", region=""),
        "user_id": "AROAREHEARSALREHEARSA:session",
    }


def _partition(account: Account, _config: State, _inventory: Inventory) -> State:
    partition = account.partition
    return {
        "id": partition.name,
        "partition": partition.name,
        "dns_suffix": partition.dns_suffix,
        "reverse_dns_prefix": partition.reverse_dns_prefix,
    }


def _region(account: Account, config: State, _inventory: Inventory) -> State:
    # By endpoint too: ec2.eu-west-1.amazonaws.com.
    asked = (
        text(config, "region") or text(config, "name") or text(config, "endpoint").partition(".")[2].partition(".")[0]
    )
    region = asked or account.region
    return {
        "id": region,
        "endpoint": f"ec2.{region}.{partition_of(region).dns_suffix}",
        "name": region,
        "region": region,
    }


def _policy_document(_account: Account, config: State, _inventory: Inventory) -> State:
    return policy_document(config)


def _addon_version(account: Account, config: State, _inventory: Inventory) -> State:
    name = text(config, "addon_name")
    return {
        "id": name,
        "region": account.region,
        "version": addon_version(name, text(config, "kubernetes_version")),
    }


DATA_SOURCES: dict[str, DataSource] = {
    "aws_caller_identity": _caller_identity,
    "aws_partition": _partition,
    "aws_region": _region,
    "aws_iam_policy_document": _policy_document,
    "aws_eks_addon_version": _addon_version,
    "aws_vpc": vpc,
    "aws_subnet": subnet,
}
