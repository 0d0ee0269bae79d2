"""An EKS cluster: control plane, its role and its logs."""

from collections.abc import Sequence
from ipaddress import IPv4Network

from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.ec2_tag import Ec2Tag
from cdktf_cdktf_provider_aws.eks_cluster import (
    EksCluster as AwsEksCluster,
)
from cdktf_cdktf_provider_aws.eks_cluster import (
    EksClusterAccessConfig,
    EksClusterControlPlaneScalingConfig,
    EksClusterEncryptionConfig,
    EksClusterEncryptionConfigProvider,
    EksClusterKubernetesNetworkConfig,
    EksClusterUpgradePolicy,
    EksClusterVpcConfig,
    EksClusterZonalShiftConfig,
)
from constructs import Construct

from config.cluster.cluster import Cluster
from config.cluster.control_plane import ControlPlaneScalingConfig, ZonalShiftConfig
from config.cluster.service_range import SERVICE_RANGE
from config.iam import Iam
from config.names import ClusterNames
from config.regions import Region
from modules.auto_mode import AutoModeConfig, auto_mode_config
from modules.discovery import DISCOVERY_TAG
from modules.lifecycle import protected
from modules.policy_document import PolicyDocument
from modules.service_role import ServiceRole


class EksCluster(Construct):
    """The control plane; what runs in the cluster comes with other modules."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        names: ClusterNames,
        iam: Iam,
        region: Region,
        settings: Cluster,
        subnet_ids: Sequence[str],
        key_arn: str,
        auto_node_role: ServiceRole | None = None,
        deletion_protection: bool,
    ) -> None:
        super().__init__(scope, id)
        auto_mode = auto_mode_config(settings.compute, None if auto_node_role is None else auto_node_role.arn)
        role = ServiceRole(
            self,
            "service",
            name=names.cluster_role,
            iam=iam,
            description=f"Control plane of EKS cluster {names.cluster}",
            trust=auto_mode.trust(region.service_principal("eks")),
            managed_policy_arns=[
                region.managed_policy_arn(policy) for policy in ("AmazonEKSClusterPolicy", *auto_mode.cluster_policies)
            ],
            policy=_use_of_the_key(key_arn),
        )
        # EKS would make this group itself, without retention and without the key, if it came later than the cluster.
        log_group = CloudwatchLogGroup(
            self,
            "logs",
            name=names.control_plane_log_group,
            retention_in_days=settings.log_retention_in_days,
            kms_key_id=key_arn,
        )
        cluster = AwsEksCluster(
            self,
            "control-plane",
            name=names.cluster,
            version=settings.version,
            role_arn=role.arn,
            # The add-ons that EKS would start by itself are pinned EKS add-ons here.
            bootstrap_self_managed_addons=False,
            access_config=EksClusterAccessConfig(
                authentication_mode="API",
                # Whoever creates the cluster gets no hidden rights: access stands in the environment file.
                bootstrap_cluster_creator_admin_permissions=settings.bootstrap_cluster_creator_admin_permissions,
            ),
            enabled_cluster_log_types=list(settings.enabled_cluster_log_types),
            encryption_config=EksClusterEncryptionConfig(
                provider=EksClusterEncryptionConfigProvider(key_arn=key_arn), resources=["secrets"]
            ),
            kubernetes_network_config=_network_config(settings, auto_mode),
            compute_config=auto_mode.compute_config,
            storage_config=auto_mode.storage_config,
            zonal_shift_config=_zonal_shift(settings.zonal_shift_config),
            control_plane_scaling_config=_scaling(settings.control_plane_scaling_config),
            vpc_config=EksClusterVpcConfig(
                subnet_ids=list(subnet_ids),
                security_group_ids=list(settings.security_group_ids) or None,
                endpoint_private_access=True,
                endpoint_public_access=settings.endpoint_public_access,
                public_access_cidrs=_cidrs(settings.public_access_cidrs),
            ),
            upgrade_policy=EksClusterUpgradePolicy(support_type=settings.support_type),
            deletion_protection=deletion_protection,
            # Without this, a replacement would take down the OIDC provider before EKS refuses to go.
            lifecycle=protected(deletion_protection),
            depends_on=[log_group, *role.permissions, *(() if auto_node_role is None else auto_node_role.permissions)],
        )
        self.name: str = cluster.name
        self.arn: str = cluster.arn
        self.endpoint: str = cluster.endpoint
        self.issuer_url: str = cluster.identity.get(0).oidc.get(0).issuer
        self.certificate_authority_data: str = cluster.certificate_authority.get(0).data
        self.security_group_id: str = cluster.vpc_config.cluster_security_group_id
        # EKS makes this security group, so its tag is a resource of its own.
        Ec2Tag(self, "discovery-tag", resource_id=self.security_group_id, key=DISCOVERY_TAG, value=names.cluster)


def _network_config(settings: Cluster, auto_mode: AutoModeConfig) -> EksClusterKubernetesNetworkConfig:
    load_balancing = auto_mode.elastic_load_balancing
    if settings.ip_family == "ipv6":
        # EKS chooses the range of services.
        return EksClusterKubernetesNetworkConfig(ip_family="ipv6", elastic_load_balancing=load_balancing)
    return EksClusterKubernetesNetworkConfig(
        ip_family="ipv4",
        service_ipv4_cidr=str(settings.service_ipv4_cidr or SERVICE_RANGE),
        elastic_load_balancing=load_balancing,
    )


def _cidrs(networks: Sequence[IPv4Network]) -> list[str] | None:
    """EKS reads an empty list as "from anywhere": a private cluster has to leave the argument out."""
    return [str(network) for network in networks] or None


def _zonal_shift(settings: ZonalShiftConfig | None) -> EksClusterZonalShiftConfig | None:
    return None if settings is None else EksClusterZonalShiftConfig(enabled=settings.enabled)


def _scaling(settings: ControlPlaneScalingConfig | None) -> EksClusterControlPlaneScalingConfig | None:
    return None if settings is None else EksClusterControlPlaneScalingConfig(tier=settings.tier)


def _use_of_the_key(key_arn: str) -> PolicyDocument:
    # https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html
    return PolicyDocument(
        {
            "Sid": "EncryptSecretsOfTheCluster",
            "Effect": "Allow",
            "Action": ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:ListGrants"],
            "Resource": key_arn,
        }
    )
