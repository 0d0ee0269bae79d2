"""What has to be equal already where something is adopted, as far as a file can tell: what is unequal is made anew."""

import re
from collections.abc import Iterator, Mapping, Sequence

from config.cluster.adoption import Adoption
from config.cluster.cluster import Cluster
from config.network.network import InternetGateway, Network
from config.rules.draft import Draft
from config.rules.problem import PARENT, Absent, Problem

_OF_NETWORK = ("vpc_id", "internet_gateway_id")
_OF_EXISTING_CLUSTER = (
    "oidc_provider_arn",
    "cluster_log_group_name",
    "addon_names",
    "access_entry_principal_arns",
)
_OF_CLUSTER = ("cluster_name", "cluster_role_name", "node_role_name", *_OF_EXISTING_CLUSTER)
_PROVIDER_ARN = re.compile(r"arn:([a-z-]+):iam::([0-9]{12}):oidc-provider/(.+)")


def adoption_problems(adoption: Adoption, earlier: Mapping[str, object], draft: Draft) -> Iterator[Problem]:
    """What is adopted and would be made anew. For the field `adopt`, after those of network and cluster."""
    makes_network = earlier.get("network") is not None
    if "network" in earlier:
        yield from _network_problems(adoption, earlier["network"])
    if "cluster" in earlier:
        cluster = earlier["cluster"]
        if not isinstance(cluster, Cluster):
            yield from _without(
                adoption, _OF_CLUSTER, "is managed only as part of cluster; leave it out, or write cluster"
            )
            return
        if not cluster.node_groups:
            remedy = "has no place in a cluster without node_groups; leave it out, or write cluster.node_groups"
            yield from _without(adoption, ("node_role_name", "addon_names"), remedy)
        yield from _name_problems(adoption, draft)
        if adoption.cluster_name is None:
            remedy = "is part of a cluster that exists; write its cluster_name too, or leave this out"
            yield from _without(adoption, _OF_EXISTING_CLUSTER, remedy)
        else:
            yield from _cluster_problems(adoption, cluster, makes_network=makes_network)
            yield from _provider_problems(adoption.oidc_provider_arn, draft)
            yield from _entry_problems(adoption, cluster)


def _network_problems(adoption: Adoption, network: object) -> Iterator[Problem]:
    if not isinstance(network, Network):
        yield from _without(adoption, _OF_NETWORK, "is managed only as part of network; leave it out, or write network")
        return
    if adoption.internet_gateway_id is not None and adoption.vpc_id is None:
        remedy = "can't move to a VPC that is made; write its vpc_id too"
        yield Problem(("internet_gateway_id",), adoption.internet_gateway_id, remedy)
    elif adoption.internet_gateway_id is not None and network.internet_gateway is InternetGateway.NONE:
        remedy = "has no place with network.internet_gateway: none; leave it out, or write attached there"
        yield Problem(("internet_gateway_id",), adoption.internet_gateway_id, remedy)
    if adoption.vpc_id is not None and "default_security_group" not in network.model_fields_set:
        remedy = (
            "write no-rules, which takes all rules from the VPC's default security group, or untouched if anything in "
            "the VPC needs them"
        )
        yield Problem((PARENT, "network", "default_security_group"), Absent.MISSING, remedy)


def _without(adoption: Adoption, keys: Sequence[str], remedy: str) -> Iterator[Problem]:
    """Keys that have nothing to belong to."""
    for key, value in adoption.model_dump(include=set(keys)).items():
        if value:
            yield Problem((key,), value, remedy)


def _name_problems(adoption: Adoption, draft: Draft) -> Iterator[Problem]:
    """What keeps its name, and has another one here."""
    names = draft.names
    if names is None:
        return
    for key, adopted, ours, remedy in (
        ("cluster_name", adoption.cluster_name, names.cluster, "write it to cluster.name"),
        ("cluster_role_name", adoption.cluster_role_name, names.cluster_role, "write it to cluster.role_name"),
        ("node_role_name", adoption.node_role_name, names.node_role, "write it to cluster.node_role_name"),
        ("cluster_log_group_name", adoption.cluster_log_group_name, names.control_plane_log_group, "correct it"),
    ):
        if adopted not in {None, ours}:
            yield Problem((key,), adopted, f"is {ours} in this file, and a name can't change; {remedy}")


def _cluster_problems(adoption: Adoption, cluster: Cluster, *, makes_network: bool) -> Iterator[Problem]:
    """What EKS can't change, so that Terraform would make the cluster anew."""
    if adoption.cluster_role_name is None:
        yield Problem(("cluster_role_name",), Absent.MISSING, "write it: a cluster can't change to another role")
    if makes_network and adoption.vpc_id is None:
        remedy = "write it, or existing_network instead of network: a cluster can't move to another VPC"
        yield Problem(("vpc_id",), Absent.MISSING, remedy)
    if "security_group_ids" not in cluster.model_fields_set:
        remedy = "write all that the cluster has, or [] if it has none: what is not written is taken from it"
        yield Problem((PARENT, "cluster", "security_group_ids"), Absent.MISSING, remedy)
    key = "bootstrap_cluster_creator_admin_permissions"
    creator = cluster.bootstrap_cluster_creator_admin_permissions
    if not creator:
        remedy = "must be true for a cluster that is adopted, however it was made: that is how an import reads it"
        yield Problem((PARENT, "cluster", key), creator, remedy)


def _provider_problems(arn: str | None, draft: Draft) -> Iterator[Problem]:
    region = draft.region
    if region is None or arn is None:
        return
    found = _PROVIDER_ARN.fullmatch(arn)
    if found is None or found[1] != region.partition:
        example = (
            f"arn:{region.partition}:iam::111122223333:oidc-provider/oidc.eks.{region.name}.{region.dns_suffix}/id/0"
        )
        yield Problem(("oidc_provider_arn",), arn, f"is not the ARN of an IAM OIDC provider; write one like {example}")
    elif f".{region.name}." not in found[3]:
        yield Problem(("oidc_provider_arn",), arn, f"is not of a cluster in {region.name}; correct it, or region")
    elif draft.account_id not in {None, found[2]}:
        yield Problem(("oidc_provider_arn",), arn, f"is of account {found[2]}, not of {draft.account_id}; correct it")


def _entry_problems(adoption: Adoption, cluster: Cluster) -> Iterator[Problem]:
    entered = {*cluster.deployers, *cluster.admins, *cluster.viewers}
    entered |= {entry.principal_arn for entry in cluster.access_entries}
    for index, arn in enumerate(adoption.access_entry_principal_arns):
        if arn not in entered:
            remedy = "is given no access by cluster; leave it out, or write it there"
            yield Problem(("access_entry_principal_arns", index), arn, remedy)
