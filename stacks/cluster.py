"""The EKS cluster of an environment, with its nodes and all that AWS itself runs in it."""

from collections.abc import Sequence

from cdktf_cdktf_provider_tls.provider import TlsProvider
from constructs import Construct

from config.cluster.access_entries import AccessEntry, administrator, viewer
from config.cluster.cluster import Cluster, OidcThumbprint
from config.cluster.encryption import GivenKey
from config.cluster.kubernetes_versions import EKS_ADDONS_AFTER_NODES, EKS_ADDONS_BEFORE_NODES
from config.compute.compute import NodeGroupsOnly
from config.environment import Environment
from modules import vpc_cni
from modules.access_entries import AccessEntries
from modules.auto_mode import auto_node_role
from modules.eks_addons import EksAddons
from modules.eks_cluster import EksCluster
from modules.encryption_key import EncryptionKey
from modules.node_access import access_policy_arns
from modules.node_group import NodeGroup
from modules.oidc_provider import OidcProvider
from modules.policies.vendored import vendored_policy
from modules.service_role import ServiceRole
from modules.trust_policies import OidcIdentityProvider, ServiceAccount, service_account_trust, service_trust
from modules.workload_identity import WorkloadIdentity
from stacks.contracts import ClusterOutputs, NetworkOutputs, Publication, publish, subscribe
from stacks.locations import Locations
from stacks.platform_stack import PlatformStack

EBS_CSI_POLICY = "aws-ebs-csi-driver-1.64.0.json"
VPC_CNI = ServiceAccount("kube-system", "aws-node")
EBS_CSI = ServiceAccount("kube-system", "ebs-csi-controller-sa")


class ClusterStack(PlatformStack):
    """Key, control plane, access, identity provider, EKS add-ons and nodes, in the order of their needs."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        environment: Environment,
        settings: Cluster,
        locations: Locations,
        network: Publication[NetworkOutputs],
    ) -> None:
        super().__init__(scope, id, kind="cluster", environment=environment, locations=locations)
        vpc = subscribe(self, network)
        names, region = environment.names, environment.region
        protected, iam = environment.settings.deletion_protection, environment.settings.iam

        auto_mode = not isinstance(settings.compute, NodeGroupsOnly)
        cluster = EksCluster(
            self,
            "cluster",
            names=names,
            iam=iam,
            region=region,
            settings=settings,
            # EKS Auto Mode puts its nodes where the control plane is, and nodes need a way out.
            subnet_ids=[
                (vpc.private_subnet_ids if auto_mode else vpc.intra_subnet_ids)[zone]
                for zone in settings.availability_zones
            ],
            key_arn=self._key_arn(settings, account_id=vpc.account_id),
            auto_node_role=auto_node_role(self, "auto-node", names=names, iam=iam, region=region)
            if auto_mode
            else None,
            deletion_protection=protected,
        )
        AccessEntries(self, "access", cluster_name=cluster.name, region=region, entries=_access(settings))
        if settings.security_group_ingress_rules:
            from modules.ingress_rules import IngressRules  # noqa: PLC0415 - a binding that few environments need

            IngressRules(
                self,
                "control-plane-ingress",
                security_group_id=cluster.security_group_id,
                rules=settings.security_group_ingress_rules,
            )
        if settings.oidc_thumbprint is OidcThumbprint.TLS_CERTIFICATE:
            TlsProvider(self, "tls")
        oidc = OidcProvider(self, "oidc", issuer_url=cluster.issuer_url, thumbprint=settings.oidc_thumbprint)

        self.publication = publish(
            self,
            ClusterOutputs(
                cluster_arn=cluster.arn,
                endpoint=cluster.endpoint,
                certificate_authority_data=cluster.certificate_authority_data,
                security_group_id=cluster.security_group_id,
                oidc_provider_arn=oidc.identity.arn,
                oidc_issuer=oidc.identity.issuer,
                update_kubeconfig=f"aws eks update-kubeconfig --region {region.name} --name {names.cluster}",
            ),
        )
        if settings.node_groups:
            self._nodes(settings=settings, cluster=cluster, provider=oidc.identity, vpc=vpc)
        if settings.fargate_profiles:
            from modules.fargate_profiles import FargateProfiles  # noqa: PLC0415 - few clusters have them

            FargateProfiles(
                self,
                "fargate",
                profiles=settings.fargate_profiles,
                cluster_name=cluster.name,
                names=names,
                iam=iam,
                region=region,
                account_id=vpc.account_id,
                private_subnet_ids=vpc.private_subnet_ids,
                known_subnets=environment.known_subnets(vpc.private_subnet_ids),
            )

    def _key_arn(self, settings: Cluster, *, account_id: str) -> str:
        if isinstance(settings.encryption, GivenKey):
            return settings.encryption.key_arn
        return EncryptionKey(
            self,
            "encryption",
            names=self.environment.names,
            region=self.environment.region,
            account_id=account_id,
            prevent_destroy=self.environment.settings.deletion_protection,
        ).arn

    def _nodes(
        self, *, settings: Cluster, cluster: EksCluster, provider: OidcIdentityProvider, vpc: NetworkOutputs
    ) -> None:
        """Managed node groups with the EKS add-ons that their nodes need, which EKS Auto Mode would bring itself."""
        names, region, iam = self.environment.names, self.environment.region, self.environment.settings.iam
        vpc_cni_identity = WorkloadIdentity(
            self,
            "vpc-cni",
            names=names,
            iam=iam,
            workload="vpc-cni",
            service_account=VPC_CNI,
            trust=service_account_trust(provider, VPC_CNI),
            policies=vpc_cni.policies(settings.ip_family, region=region, account_id=vpc.account_id),
            managed_policy_arns=vpc_cni.managed_policy_arns(settings.ip_family, region),
        )
        ebs_csi = WorkloadIdentity(
            self,
            "ebs-csi",
            names=names,
            iam=iam,
            workload="ebs-csi",
            service_account=EBS_CSI,
            trust=service_account_trust(provider, EBS_CSI),
            policies={"volumes": vendored_policy(EBS_CSI_POLICY, partition=region.partition)},
        )
        before_nodes = EksAddons(
            self,
            "addons-before-nodes",
            cluster_name=cluster.name,
            kubernetes_version=settings.version,
            addons=EKS_ADDONS_BEFORE_NODES,
            versions=settings.addon_versions,
            role_arns={"vpc-cni": vpc_cni_identity.role_arn},
            configurations={
                "vpc-cni": vpc_cni.configuration(
                    settings.vpc_cni,
                    region=region,
                    pod_subnet_ids=vpc.pod_subnet_ids,
                    security_group_id=cluster.security_group_id,
                )
            },
            depends_on=vpc_cni_identity.permissions,
        )
        node_role = ServiceRole(
            self,
            "node",
            name=names.node_role,
            iam=iam,
            description=f"Nodes of EKS cluster {names.cluster}",
            trust=service_trust(region.service_principal("ec2")),
            managed_policy_arns=[
                region.managed_policy_arn("AmazonEKSWorkerNodePolicy"),
                region.managed_policy_arn("AmazonEC2ContainerRegistryPullOnly"),
                *access_policy_arns(settings.node_access, region),
            ],
        )
        node_groups = [
            NodeGroup(
                self,
                f"node-group-{name}",
                name=name,
                cluster_name=cluster.name,
                names=names,
                settings=group,
                kubernetes_version=settings.version,
                role_arn=node_role.arn,
                subnets={
                    known: vpc.private_subnet_ids[zone]
                    for zone, known in self.environment.known_subnets(group.availability_zones).items()
                },
                tags=self.tags,
                ip_family=settings.ip_family,
                depends_on=[*before_nodes.addons, *node_role.permissions],
            )
            for name, group in settings.node_groups.items()
        ]
        EksAddons(
            self,
            "addons-after-nodes",
            cluster_name=cluster.name,
            kubernetes_version=settings.version,
            addons=EKS_ADDONS_AFTER_NODES,
            versions=settings.addon_versions,
            role_arns={"aws-ebs-csi-driver": ebs_csi.role_arn},
            # Volumes are made by the driver, where the provider's default tags do not reach.
            configurations={"aws-ebs-csi-driver": {"controller": {"extraVolumeTags": dict(self.tags)}}},
            depends_on=[*(group.nodes for group in node_groups), *ebs_csi.permissions],
        )


def _access(settings: Cluster) -> Sequence[AccessEntry]:
    return [
        *map(viewer, settings.viewers),
        *map(administrator, (*settings.deployers, *settings.admins)),
        *settings.access_entries,
    ]
