"""EKS Auto Mode: what the cluster and its role need for it, and the role of its nodes."""

from collections.abc import Callable
from dataclasses import dataclass

from cdktf_cdktf_provider_aws.eks_cluster import (
    EksClusterComputeConfig,
    EksClusterKubernetesNetworkConfigElasticLoadBalancing,
    EksClusterStorageConfig,
    EksClusterStorageConfigBlockStorage,
)
from constructs import Construct

from config.compute.compute import AutoMode, AutoModeOff, Compute
from config.iam import Iam
from config.names import ClusterNames
from config.regions import Region
from modules.policy_document import PolicyDocument
from modules.service_role import ServiceRole
from modules.trust_policies import service_trust, tagging_service_trust

# https://docs.aws.amazon.com/eks/latest/userguide/auto-cluster-iam-role.html
_CLUSTER_POLICIES = (
    "AmazonEKSBlockStoragePolicy",
    "AmazonEKSComputePolicy",
    "AmazonEKSLoadBalancingPolicy",
    "AmazonEKSNetworkingPolicy",
)


@dataclass(frozen=True)
class AutoModeConfig:
    """What a cluster and its role have for EKS Auto Mode; the defaults are those of a cluster that never had it."""

    trust: Callable[[str], PolicyDocument] = service_trust
    """Trust in EKS, by its principal."""
    cluster_policies: tuple[str, ...] = ()
    """Policies of AWS for the role of the cluster, beside the one that every cluster has."""
    # EKS takes these three only all on or all off.
    compute_config: EksClusterComputeConfig | None = None
    elastic_load_balancing: EksClusterKubernetesNetworkConfigElasticLoadBalancing | None = None
    storage_config: EksClusterStorageConfig | None = None


def auto_mode_config(compute: Compute, node_role_arn: str | None) -> AutoModeConfig:
    """What a cluster has for a choice of compute."""
    if isinstance(compute, AutoMode):
        return _all(
            EksClusterComputeConfig(enabled=True, node_pools=list(compute.node_pools), node_role_arn=node_role_arn),
            enabled=True,
        )
    if isinstance(compute, AutoModeOff):
        return _all(EksClusterComputeConfig(enabled=False), enabled=False)
    return AutoModeConfig()


def _all(compute_config: EksClusterComputeConfig, *, enabled: bool) -> AutoModeConfig:
    return AutoModeConfig(
        trust=tagging_service_trust,
        cluster_policies=_CLUSTER_POLICIES,
        compute_config=compute_config,
        elastic_load_balancing=EksClusterKubernetesNetworkConfigElasticLoadBalancing(enabled=enabled),
        storage_config=EksClusterStorageConfig(block_storage=EksClusterStorageConfigBlockStorage(enabled=enabled)),
    )


def auto_node_role(scope: Construct, id: str, *, names: ClusterNames, iam: Iam, region: Region) -> ServiceRole:
    """The role of the nodes that EKS Auto Mode makes. EKS enters it itself, so that they can join the cluster."""
    return ServiceRole(
        scope,
        id,
        name=names.auto_node_role,
        iam=iam,
        description=f"Nodes of EKS Auto Mode in cluster {names.cluster}",
        trust=service_trust(region.service_principal("ec2")),
        managed_policy_arns=[
            region.managed_policy_arn("AmazonEKSWorkerNodeMinimalPolicy"),
            region.managed_policy_arn("AmazonEC2ContainerRegistryPullOnly"),
        ],
    )
