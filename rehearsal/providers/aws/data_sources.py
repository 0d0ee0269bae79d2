"""What AWS data sources answer."""

import re
from collections.abc import Callable
from typing import TypeAlias

from rehearsal.engine.inventory import Inventory
from rehearsal.engine.values import State, text
from rehearsal.providers.aws.account import Account, partition_of
from rehearsal.providers.aws.addon_versions import NEWEST_KUBERNETES, addon_version
from rehearsal.providers.aws.existing_cluster import cluster, oidc_provider
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


def _parameter(account: Account, config: State, _inventory: Inventory) -> State:
    """The public ones that name the newest release of an image for nodes."""
    name = text(config, "name")
    bottlerocket = name.startswith("/aws/service/bottlerocket/")
    version = re.search(r"/(?:aws-k8s-)?(1\.[0-9]+)", name)
    release = "1.50.0-5f1e5a87" if bottlerocket else f"{version[1] if version else NEWEST_KUBERNETES}.0-20260101"
    return {
        "id": name,
        "arn": f"arn:{account.partition.name}:ssm:{account.region}::parameter{name}",
        "insecure_value": release,
        "region": account.region,
        "type": "String",
        "value": release,
        "version": 1,
    }


DATA_SOURCES: dict[str, DataSource] = {
    "aws_caller_identity": _caller_identity,
    "aws_partition": _partition,
    "aws_region": _region,
    "aws_iam_policy_document": _policy_document,
    "aws_eks_addon_version": _addon_version,
    "aws_eks_cluster": cluster,
    "aws_iam_openid_connect_provider": oidc_provider,
    "aws_vpc": vpc,
    "aws_subnet": subnet,
    "aws_ssm_parameter": _parameter,
}
