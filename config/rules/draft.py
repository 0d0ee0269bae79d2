"""What has been found right so far in the environment file that is being read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network
from typing import TYPE_CHECKING

from pydantic import ValidationInfo

from config.compute.compute import Compute
from config.compute.node_group_checks import first_nodes, groups_set_back
from config.controllers.identity import Identity
from config.names import ClusterNames
from config.platform import HostedZone, Platform
from config.regions import Region
from config.smoke_test import SmokeTest
from config.state import State

if TYPE_CHECKING:
    from config.cluster.vpc_cni import IpFamily
    from config.compute.node_group import NodeGroup
    from config.controllers.user_charts import UserChart
    from config.iam import Iam
    from config.network.existing_network import ExistingNetwork


@dataclass
class Draft:
    """The values that later checks need; None where a value has not been reached, or is wrong.

    Models are validated field by field, in order. A field that is right is noted here, so that a later one can be
    checked against it even where its neighbours are wrong: every mistake is then reported at once, and none that only
    follows from another one.
    """

    environment: str
    region: Region | None = None
    account_id: str | None = None
    iam: "Iam | None" = None
    state: State | None = None
    vpc_ranges: Mapping[str, IPv4Network] = field(default_factory=dict)
    """Path in the file to an address range of the VPC that stands there."""
    private_subnet_prefix: int | None = None
    connected_ranges: tuple[IPv4Network, ...] = ()
    availability_zones: tuple[str, ...] | None = None
    isolated: bool = False
    """Whether the network has no way to the internet."""
    interface_endpoints: bool = False
    """Whether AWS services are inside the VPC."""
    existing_network: "ExistingNetwork | None" = None
    cluster_key: str = "cluster"
    """The key of the file under which the cluster stands."""
    cluster_name: str | None = None
    role_name: str | None = None
    node_role_name: str | None = None
    kubernetes_version: str | None = None
    deployers: tuple[str, ...] | None = None
    administrators: tuple[str, ...] | None = None
    ipv6_subnets: bool | None = None
    ip_family: "IpFamily | None" = None
    public_access_cidrs: tuple[IPv4Network, ...] | None = None
    compute: Compute | None = None
    node_groups: "Mapping[str, NodeGroup] | None" = None
    fargate_namespaces: tuple[str, ...] = ()
    hosted_zones: tuple[HostedZone, ...] | None = None
    identity: Identity | None = None
    image_registry: str | None = None
    charts: "Mapping[str, UserChart]" = field(default_factory=dict)
    smoke_test: SmokeTest | None = None

    @property
    def names(self) -> ClusterNames | None:
        """The names that derive from the cluster's; None where one of their parts is wrong."""
        if self.cluster_name is None or self.iam is None:
            return None
        return ClusterNames(
            self.cluster_name,
            iam_prefix=self.iam.name_prefix,
            given_cluster_role=self.role_name,
            given_node_role=self.node_role_name,
        )

    def platform(self) -> Platform | None:
        """What a controller may know of the environment; None where a part of it is wrong."""
        if (
            self.region is None
            or self.cluster_name is None
            or self.kubernetes_version is None
            or self.public_access_cidrs is None
            or self.hosted_zones is None
            or self.identity is None
        ):
            return None
        return Platform(
            environment=self.environment,
            cluster_name=self.cluster_name,
            kubernetes_version=self.kubernetes_version,
            region=self.region,
            hosted_zones=self.hosted_zones,
            identity=self.identity,
            first_nodes=(
                None
                if self.compute is None or self.node_groups is None
                else first_nodes(self.compute, self.node_groups)
            ),
            fixed_groups=groups_set_back(self.node_groups or {}),
            public_access_cidrs=self.public_access_cidrs,
            ip_family=self.ip_family or "ipv4",
            isolated=self.isolated,
            fargate_namespaces=self.fargate_namespaces,
            private_subnets_are_known=self.existing_network is None or bool(self.existing_network.private_subnet_ids),
            image_registry=self.image_registry,
        )


def draft_of(info: ValidationInfo) -> Draft:
    """The draft that loading passes along; an empty one where a model is built without a file."""
    return info.context if isinstance(info.context, Draft) else Draft(environment="")
