"""The cluster that an environment file speaks of as there already, as somebody else would have made it."""

from collections.abc import Iterator

from rehearsal.engine.inventory import Key
from rehearsal.engine.values import State, mapping, text
from rehearsal.providers.aws.account import Account
from rehearsal.providers.aws.resource import TIMESTAMP


def cluster_already_there(settings: State, account: Account) -> Iterator[tuple[Key, State]]:
    """The cluster, nodes in it, and its IAM OIDC provider if the file says that there is one."""
    cluster = mapping(settings, "existing_cluster")
    name, region = text(cluster, "name"), account.region
    if not name:
        return
    regional = f"{account.id}/{region}"
    yield Key("aws", regional, "aws_eks_cluster", name), _cluster(settings, cluster, account)
    nodes = f"{name}:nodes"
    yield (
        Key("aws", regional, "aws_eks_node_group", nodes),
        {
            "id": nodes,
            "arn": account.arn("eks", f"nodegroup/{name}/nodes/00000000-0000-0000-0000-000000000000", region=region),
            "cluster_name": name,
            "node_group_name": "nodes",
            "version": text(cluster, "version"),
        },
    )
    arn = text(mapping(cluster, "oidc_provider"), "arn")
    if arn:
        yield (
            Key("aws", account.id, "aws_iam_openid_connect_provider", arn),
            {"id": arn, "arn": arn, "url": text(cluster, "oidc_issuer"), "client_id_list": ["sts.amazonaws.com"]},
        )


def _cluster(settings: State, cluster: State, account: Account) -> State:
    name = text(cluster, "name")
    return {
        "id": name,
        "name": name,
        "arn": account.arn("eks", f"cluster/{name}", region=account.region),
        "access_config": [
            {"authentication_mode": "API_AND_CONFIG_MAP", "bootstrap_cluster_creator_admin_permissions": True}
        ],
        "certificate_authority": [{"data": text(cluster, "certificate_authority_data")}],
        "created_at": TIMESTAMP,
        "endpoint": text(cluster, "endpoint"),
        "identity": [{"oidc": [{"issuer": text(cluster, "oidc_issuer")}]}],
        "kubernetes_network_config": [_network_config(text(cluster, "ip_family") or "ipv4")],
        "platform_version": "eks.1",
        "role_arn": account.arn("iam", "role/somebody-elses-cluster", region=""),
        "status": "ACTIVE",
        "version": text(cluster, "version"),
        "vpc_config": [
            {
                "cluster_security_group_id": "sg-0c1057e2c1057e20a",
                "endpoint_private_access": True,
                "endpoint_public_access": False,
                "public_access_cidrs": [],
                "security_group_ids": [],
                "subnet_ids": ["subnet-0c1057e2c1057e20a", "subnet-0c1057e2c1057e20b"],
                "vpc_id": text(mapping(settings, "existing_network"), "vpc_id"),
            }
        ],
    }


def _network_config(ip_family: str) -> State:
    ipv6 = ip_family == "ipv6"
    return {
        "elastic_load_balancing": [],
        "ip_family": ip_family,
        "service_ipv4_cidr": None if ipv6 else "172.20.0.0/16",
        "service_ipv6_cidr": "fd30:1c53:5f8a::/108" if ipv6 else None,
    }
