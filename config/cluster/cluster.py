"""The EKS cluster of an environment."""

from collections.abc import Mapping
from enum import StrEnum
from ipaddress import IPv4Network
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from config.cluster.access import PublicRanges, access_problems
from config.cluster.access_entries import AccessEntry, administers, repeated_entries
from config.cluster.control_plane import ControlPlaneScalingConfig, ZonalShiftConfig
from config.cluster.encryption import Encryption, OwnKey
from config.cluster.kubernetes_versions import (
    EKS_ADDONS,
    KUBERNETES_VERSIONS,
    addon_version_problems,
    support_problems,
    why_not_version,
)
from config.cluster.principals import PrincipalArns, repeated_principals
from config.cluster.security_group_rules import IngressRule, RuleName, SecurityGroupId, rules_problems
from config.cluster.service_range import service_range_problems
from config.cluster.vpc_cni import IpFamily, VpcCni, ip_family_problems, node_address_problems, vpc_cni_problems
from config.compute.compute import Compute, NodeGroupsOnly
from config.compute.compute_checks import node_problems, own_node_entry_problems
from config.compute.fargate_profile import FargateProfile, FargateProfileName, selected_namespaces
from config.compute.node_access import NodeAccess, node_access_problems
from config.compute.node_group import NodeGroup, NodeGroupName
from config.isolation import public_access_problems, thumbprint_problems
from config.network.address_checks import crowded_group_problems
from config.network.cidr import Cidr
from config.network.zones import AT_LEAST_TWO, NetworkZone
from config.retention import RetentionInDays
from config.role_names import RoleName
from config.rules.draft import draft_of
from config.rules.draft_rule import DraftRule
from config.rules.model import FrozenMapping, Model
from config.rules.problem import refuse
from config.rules.rule import UNIQUE, Rule, matching, one_of

LogType = Literal["api", "audit", "authenticator", "controllerManager", "scheduler"]

AddonName = Annotated[str, one_of(EKS_ADDONS, "one of the EKS add-ons")]
AddonVersion = Annotated[
    str,
    matching(r"^v[0-9]+\.[0-9]+\.[0-9]+-eksbuild\.[0-9]+$", "is no add-on version; write one like v1.2.3-eksbuild.1"),
]
# EKS API reference, CreateCluster.
_NAME_PATTERN = "^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$"
_NAME_REMEDY = "is no cluster name; write at most 100 letters, digits, hyphens and underscores, a letter or digit first"
ClusterName = Annotated[str, matching(_NAME_PATTERN, _NAME_REMEDY)]


class OidcThumbprint(StrEnum):
    """Where the thumbprint of the IAM OIDC provider comes from."""

    TLS_CERTIFICATE = "tls-certificate"
    """Read by Terraform from the issuer's certificate chain: its top, which is the one that IAM wants."""
    LEFT_OUT = "left-out"
    """Not given; IAM fetches it. For a Terraform behind a proxy, or in a VPC in which the issuer does not resolve."""


class Cluster(Model):
    """An EKS cluster with its node groups, its EKS add-ons and those who may use it."""

    name: ClusterName | None = None
    """Name of the cluster; the environment's name when left out. It can't change later."""
    version: Annotated[str, one_of(KUBERNETES_VERSIONS, "a version that EKS offers", why_not_version)] = "1.35"
    """Kubernetes version, in quotes."""
    role_name: RoleName | None = None
    """Name of the control plane's role, where it does not follow from the cluster's; it can't change later."""
    node_role_name: RoleName | None = None
    """Name of the nodes' role, where it does not follow from the cluster's."""
    bootstrap_cluster_creator_admin_permissions: bool = False
    """Whether EKS made its creator an administrator; `true` for a cluster that was adopted. It can't change later."""
    availability_zones: Annotated[
        tuple[NetworkZone, ...], Field(examples=[["eu-central-1a", "eu-central-1b"]]), AT_LEAST_TWO, UNIQUE
    ]
    """Zones of the control plane's network interfaces. EKS accepts no new zone later."""
    deployers: PrincipalArns = ()
    """IAM roles or users that apply the stacks; cluster administrators."""
    admins: PrincipalArns = ()
    """IAM roles or users that administer the cluster."""
    viewers: PrincipalArns = ()
    """IAM roles or users that may read all but secrets."""
    access_entries: tuple[AccessEntry, ...] = ()
    """Access entries in full, for all others: access policies by namespace, Kubernetes groups, nodes."""
    endpoint_public_access: Annotated[bool, DraftRule(public_access_problems, {})] = False
    """Whether the Kubernetes API can be reached from outside the VPC."""
    public_access_cidrs: PublicRanges = ()
    """Who may reach it from outside; needed for, and only for, a public endpoint."""
    compute: Compute = NodeGroupsOnly(mode="node-groups")
    """What the nodes come from: managed node groups, EKS Auto Mode, or both."""
    security_group_ids: Annotated[tuple[SecurityGroupId, ...], Field(examples=[["sg-0123456789abcdef0"]]), UNIQUE] = ()
    """Ids of further security groups of the control plane's network interfaces, beside the one that EKS makes."""
    security_group_ingress_rules: Annotated[FrozenMapping[RuleName, IngressRule], Rule(rules_problems, {})] = Field(
        default_factory=dict
    )
    """Rule name to rule: what else may reach the control plane, beside the nodes, through the group that EKS makes."""
    ip_family: IpFamily = "ipv4"
    """The addresses of pods and services; it can't change later."""
    service_ipv4_cidr: Cidr | None = None
    """Address range of Kubernetes services, `172.20.0.0/16` when left out; it can't change later. Not with `ipv6`."""
    vpc_cni: VpcCni = VpcCni()
    """How the Amazon VPC CNI gives addresses to pods."""
    enabled_cluster_log_types: Annotated[tuple[LogType, ...], UNIQUE] = (
        "api",
        "audit",
        "authenticator",
        "controllerManager",
        "scheduler",
    )
    """Logs of the control plane that go to CloudWatch Logs."""
    log_retention_in_days: RetentionInDays = 90
    """How long CloudWatch Logs keeps them, in days."""
    support_type: Annotated[Literal["STANDARD", "EXTENDED"], DraftRule(support_problems, {})] = "STANDARD"
    """When standard support ends, `STANDARD` lets EKS upgrade the control plane, and `EXTENDED` costs more."""
    oidc_thumbprint: Annotated[OidcThumbprint, DraftRule(thumbprint_problems, {})] = OidcThumbprint.TLS_CERTIFICATE
    """Where the thumbprint of the IAM OIDC provider comes from; `left-out` if Terraform can't reach the issuer."""
    addon_versions: Annotated[FrozenMapping[AddonName, AddonVersion], DraftRule(addon_version_problems, {})] = Field(
        default_factory=dict
    )
    """EKS add-on name to version, where it differs from the table for the Kubernetes version."""
    encryption: Encryption = OwnKey(key="own")
    """With which key secrets and logs are encrypted; it can't change later."""
    zonal_shift_config: Annotated[ZonalShiftConfig, Field(examples=[{"enabled": True}])] | None = None
    """Whether traffic may be moved away from a zone that fails; EKS's default, not at all, when left out."""
    control_plane_scaling_config: Annotated[ControlPlaneScalingConfig, Field(examples=[{"tier": "tier-xl"}])] | None = (
        None
    )
    """How large EKS keeps the control plane; as it is when left out, so write `standard` to go back."""
    node_groups: Annotated[
        FrozenMapping[NodeGroupName, NodeGroup],
        Field(examples=[{"system": {"availability_zones": ["eu-central-1a", "eu-central-1b"]}}]),
    ] = Field(default_factory=dict)
    """Node group name to node group; needed unless EKS Auto Mode makes the nodes."""
    node_access: NodeAccess = NodeAccess.NONE
    """Who may open a shell on nodes: nobody, or whoever may use Session Manager of AWS Systems Manager."""
    fargate_profiles: FrozenMapping[FargateProfileName, FargateProfile] = Field(default_factory=dict)
    """Fargate profile name to profile, for pods that need no nodes of yours."""

    @field_validator("name")
    @classmethod
    def _note_name(cls, name: str | None, info: ValidationInfo) -> str | None:
        draft = draft_of(info)
        draft.cluster_name = name or draft.environment
        return name

    @field_validator("role_name", "node_role_name")
    @classmethod
    def _note_role(cls, name: str | None, info: ValidationInfo) -> str | None:
        draft = draft_of(info)
        if info.field_name == "role_name":
            draft.role_name = name
        else:
            draft.node_role_name = name
        return name

    @field_validator("version")
    @classmethod
    def _note_version(cls, version: str, info: ValidationInfo) -> str:
        draft_of(info).kubernetes_version = version
        return version

    @field_validator("deployers", "admins", "viewers")
    @classmethod
    def _one_access_entry_each(cls, arns: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        refuse(repeated_principals(arns, {key: info.data.get(key, ()) for key in ("deployers", "admins")}))
        if info.field_name == "deployers":
            draft_of(info).deployers = arns
        return arns

    @field_validator("access_entries")
    @classmethod
    def _one_of_each_principal(cls, entries: tuple[AccessEntry, ...], info: ValidationInfo) -> tuple[AccessEntry, ...]:
        lists = ("deployers", "admins", "viewers")
        refuse(repeated_entries(entries, {key: info.data.get(key, ()) for key in lists}))
        if "deployers" in info.data and "admins" in info.data:
            chosen = (entry.principal_arn for entry in entries if administers(entry))
            draft_of(info).administrators = (*info.data["deployers"], *info.data["admins"], *chosen)
        return entries

    @field_validator("compute")
    @classmethod
    def _node_classes_only_in_auto_mode(cls, compute: Compute, info: ValidationInfo) -> Compute:
        refuse(own_node_entry_problems(compute, info.data.get("access_entries", ())))
        draft_of(info).compute = compute
        return compute

    @field_validator("public_access_cidrs")
    @classmethod
    def _access_to_a_public_endpoint(
        cls, cidrs: tuple[IPv4Network, ...], info: ValidationInfo
    ) -> tuple[IPv4Network, ...]:
        if "endpoint_public_access" in info.data:
            refuse(access_problems(cidrs, public=info.data["endpoint_public_access"]))
        draft_of(info).public_access_cidrs = cidrs
        return cidrs

    @field_validator("ip_family")
    @classmethod
    def _addresses_that_the_subnets_have(cls, ip_family: IpFamily, info: ValidationInfo) -> IpFamily:
        refuse(ip_family_problems(ip_family, draft_of(info)))
        draft_of(info).ip_family = ip_family
        return ip_family

    @field_validator("service_ipv4_cidr")
    @classmethod
    def _beside_the_vpc(cls, given: IPv4Network | None, info: ValidationInfo) -> IPv4Network | None:
        refuse(service_range_problems(given, draft_of(info)))
        return given

    @field_validator("vpc_cni")
    @classmethod
    def _prefixes_for_ipv6(cls, vpc_cni: VpcCni, info: ValidationInfo) -> VpcCni:
        refuse(vpc_cni_problems(vpc_cni, info.data.get("ip_family"), info.data.get("compute")))
        return vpc_cni

    @field_validator("node_groups")
    @classmethod
    def _somewhere_to_run(cls, node_groups: Mapping[str, NodeGroup], info: ValidationInfo) -> Mapping[str, NodeGroup]:
        if "compute" in info.data:
            refuse(node_problems(node_groups, info.data, draft_of(info)))
        if "vpc_cni" in info.data:
            refuse(node_address_problems(node_groups, info.data["vpc_cni"], draft_of(info)))
        draft = draft_of(info)
        refuse(crowded_group_problems(node_groups, draft.private_subnet_prefix))
        draft.node_groups = node_groups
        return node_groups

    @field_validator("node_access")
    @classmethod
    def _nodes_to_open(cls, access: NodeAccess, info: ValidationInfo) -> NodeAccess:
        if "node_groups" in info.data:
            refuse(node_access_problems(access, info.data["node_groups"]))
        return access

    @field_validator("fargate_profiles")
    @classmethod
    def _note_fargate(
        cls, profiles: Mapping[str, FargateProfile], info: ValidationInfo
    ) -> Mapping[str, FargateProfile]:
        draft_of(info).fargate_namespaces = selected_namespaces(profiles.values())
        return profiles
