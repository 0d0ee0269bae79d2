"""The EKS cluster of an environment."""

from enum import StrEnum
from ipaddress import IPv4Network
from typing import Annotated, Literal

from pydantic import Field

from config.model import FrozenMapping, Model
from config.node_group import NodeGroup
from config.retention import RetentionInDays

LogType = Literal["api", "audit", "authenticator", "controllerManager", "scheduler"]


class OidcThumbprint(StrEnum):
    """Where the thumbprint of the IAM OIDC provider comes from."""

    TLS_CERTIFICATE = "tls-certificate"
    """Read by Terraform from the issuer's certificate chain: its top, which is the one that IAM wants."""
    LEFT_OUT = "left-out"
    """Not given; IAM fetches it. For a Terraform behind a proxy, or in a VPC in which the issuer does not resolve."""


class Cluster(Model):
    """An EKS cluster with its node groups, its EKS add-ons and those who may use it."""

    name: Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z_-]*$", max_length=100)] | None = None
    """Name of the cluster; the environment's name when left out. It can't change later."""
    version: str = "1.35"
    """Kubernetes version, in quotes."""
    availability_zones: Annotated[tuple[str, ...], Field(min_length=2)]
    """Zones of the control plane's network interfaces. EKS accepts no new zone later."""
    deployers: tuple[str, ...] = ()
    """IAM roles or users that apply the stacks; cluster administrators."""
    admins: tuple[str, ...] = ()
    """IAM roles or users that administer the cluster."""
    viewers: tuple[str, ...] = ()
    """IAM roles or users that may read all but secrets."""
    endpoint_public_access: bool = False
    """Whether the Kubernetes API can be reached from outside the VPC."""
    public_access_cidrs: tuple[IPv4Network, ...] = ()
    """Who may reach it from outside; needed for, and only for, a public endpoint."""
    service_ipv4_cidr: IPv4Network = IPv4Network("172.20.0.0/16")
    """Address range of Kubernetes services; it can't change later."""
    enabled_cluster_log_types: tuple[LogType, ...] = ("api", "audit", "authenticator", "controllerManager", "scheduler")
    log_retention_in_days: RetentionInDays = 90
    oidc_thumbprint: OidcThumbprint = OidcThumbprint.TLS_CERTIFICATE
    addon_versions: FrozenMapping[str] = Field(default_factory=dict)
    """EKS add-on name to version, where it differs from the table for the Kubernetes version."""
    node_groups: Annotated[FrozenMapping[NodeGroup], Field(min_length=1)]
    """Node group name to node group."""
