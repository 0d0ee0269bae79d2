"""A node group by itself, synthesized."""

from collections.abc import Mapping
from types import MappingProxyType

from cdktf import TerraformResource
from cdktf_cdktf_provider_aws.eks_addon import EksAddon
from constructs import Construct

from config.cluster.vpc_cni import IpFamily
from config.compute.node_group import NodeGroup as NodeGroupSettings
from config.names import ClusterNames
from modules.node_group import NodeGroup
from tests.synthesis import Json, synthesize_stack

NODES = "aws_eks_node_group"
TEMPLATE = "aws_launch_template"


def synthesize_node_group(
    settings: Mapping[str, object] = MappingProxyType({}),
    *,
    cluster: str = "test",
    name: str = "system",
    ip_family: IpFamily = "ipv4",
) -> Json:
    """The resources of a group in one zone with these settings."""
    group = NodeGroupSettings.model_validate({"availability_zones": ("eu-central-1a",), **settings})

    def build(stack: Construct) -> None:
        NodeGroup(
            stack,
            f"node-group-{name}",
            name=name,
            cluster_name=cluster,
            names=ClusterNames(cluster),
            settings=group,
            kubernetes_version="1.35",
            role_arn="arn:aws:iam::111122223333:role/test-node",
            subnets={zone: f"subnet-{zone}" for zone in group.availability_zones},
            tags={"team": "platform"},
            ip_family=ip_family,
            depends_on=[_network_addon(stack)],
        )

    return synthesize_stack(build)["resource"]


def _network_addon(stack: Construct) -> TerraformResource:
    return EksAddon(stack, "vpc-cni", cluster_name="test", addon_name="vpc-cni")
