"""A cluster with its network as somebody made it years ago, without this project."""

from dataclasses import dataclass, field

from rehearsal.engine.calls import CallLog
from rehearsal.engine.inventory import Inventory
from rehearsal.engine.operations import Operations
from rehearsal.engine.traversal import conform
from rehearsal.engine.values import State, first_block, text
from rehearsal.providers.aws import AwsProvider
from rehearsal.schemas.files import read_schema_file

DEPLOYER = "arn:aws:iam::111122223333:role/platform-deployer"
"""The one of dev."""
FROM_THE_OFFICE: State = {
    "from_port": 22,
    "to_port": 22,
    "protocol": "tcp",
    "cidr_blocks": ["203.0.113.0/24"],
    "ipv6_cidr_blocks": [],
    "prefix_list_ids": [],
    "security_groups": [],
    "self": False,
    "description": "",
}
"""A rule of the VPC's default security group."""
_TRUST = (
    '{"Version":"2012-10-17","Statement":'
    '[{"Effect":"Allow","Principal":{"Service":"SERVICE"},"Action":"sts:AssumeRole"}]}'
)


@dataclass
class Account:
    """An AWS account in which somebody works by hand."""

    inventory: Inventory = field(default_factory=Inventory)

    def make(self, type_name: str, arguments: State) -> State:
        """Make one object; what AWS answers."""
        schema = read_schema_file("aws").schema
        provider = AwsProvider(schema)
        operations, instance = (
            Operations(provider, self.inventory, CallLog()),
            provider.configure({"region": "eu-central-1"}),
        )
        config = conform(schema.resources[type_name].block, arguments)
        planned = operations.plan(instance, type_name, prior=None, config=config, proposed=config)
        return operations.create(instance, type_name, planned.state)


@dataclass(frozen=True)
class Existing:
    """What was made, by the keys of `adopt`; `security_group_ids` by that of `cluster`."""

    security_group_ids: list[str]
    vpc_id: str
    internet_gateway_id: str
    cluster_name: str
    cluster_role_name: str
    node_role_name: str
    oidc_provider_arn: str
    cluster_log_group_name: str
    addon_names: list[str]
    access_entry_principal_arns: list[str]


def make_by_hand(account: Account) -> Existing:
    """VPC, gateway, two subnets, roles, cluster and OIDC provider, all a little different from what we would make."""
    vpc = account.make("aws_vpc", {"cidr_block": "10.10.0.0/16", "tags": {"Name": "by-hand"}})
    gateway = account.make("aws_internet_gateway", {"vpc_id": vpc["id"]})
    subnets = [
        account.make("aws_subnet", {"vpc_id": vpc["id"], "cidr_block": block, "availability_zone": zone})
        for block, zone in (("10.10.240.0/24", "eu-central-1a"), ("10.10.241.0/24", "eu-central-1b"))
    ]
    account.make("aws_default_security_group", {"vpc_id": vpc["id"], "ingress": [FROM_THE_OFFICE]})
    group = account.make("aws_security_group", {"vpc_id": vpc["id"], "name": "control-plane-by-hand"})
    role = account.make("aws_iam_role", _role("made-by-hand", "eks.amazonaws.com"))
    account.make(
        "aws_iam_role_policy_attachment",
        {"role": role["name"], "policy_arn": "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"},
    )
    node_role = account.make("aws_iam_role", _role("nodes-made-by-hand", "ec2.amazonaws.com"))
    log_group = account.make("aws_cloudwatch_log_group", {"name": "/aws/eks/payments/cluster"})
    cluster = account.make(
        "aws_eks_cluster",
        {
            "name": "payments",
            "version": "1.35",
            "role_arn": role["arn"],
            "access_config": [{"authentication_mode": "API_AND_CONFIG_MAP"}],
            # What EKS tells of a cluster that was made without a word about them.
            "kubernetes_network_config": [{"ip_family": "ipv4", "service_ipv4_cidr": "172.20.0.0/16"}],
            "upgrade_policy": [{"support_type": "EXTENDED"}],
            "enabled_cluster_log_types": ["audit"],
            "vpc_config": [{"subnet_ids": [it["id"] for it in subnets], "security_group_ids": [group["id"]]}],
        },
    )
    issuer = text(first_block(first_block(cluster, "identity"), "oidc"), "issuer")
    provider = account.make("aws_iam_openid_connect_provider", {"url": issuer, "client_id_list": ["sts.amazonaws.com"]})
    addon = account.make("aws_eks_addon", {"cluster_name": "payments", "addon_name": "kube-proxy"})
    entry = account.make("aws_eks_access_entry", {"cluster_name": "payments", "principal_arn": DEPLOYER})
    return Existing(
        security_group_ids=[text(group, "id")],
        vpc_id=text(vpc, "id"),
        internet_gateway_id=text(gateway, "id"),
        cluster_name=text(cluster, "name"),
        cluster_role_name=text(role, "name"),
        node_role_name=text(node_role, "name"),
        oidc_provider_arn=text(provider, "arn"),
        cluster_log_group_name=text(log_group, "name"),
        addon_names=[text(addon, "addon_name")],
        access_entry_principal_arns=[text(entry, "principal_arn")],
    )


def _role(name: str, service: str) -> State:
    return {"name": name, "assume_role_policy": _TRUST.replace("SERVICE", service)}
