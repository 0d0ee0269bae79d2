"""An environment: one file, one cluster with its network. The whole of it is for stacks only; modules get parts."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from config.cluster.cluster import Cluster
from config.cluster.existing_cluster import ExistingCluster
from config.compute.fargate_profile import selected_namespaces
from config.compute.node_group_checks import first_nodes, groups_set_back
from config.controllers.kinds import ControllerOptions, installed_controllers
from config.environment_file import EnvironmentFile
from config.names import ClusterNames
from config.network.network import InternetGateway
from config.platform import Platform
from config.regions import Region
from config.tags import own_tags


@dataclass(frozen=True)
class Environment:
    """An environment file that was read and found right, with what follows from it."""

    name: str
    """The name of the file without its ending."""
    source: PurePath
    """The file, as the user named it."""
    settings: EnvironmentFile

    @property
    def region(self) -> Region:
        """The region with its partition."""
        return Region(self.settings.region)

    @property
    def cluster_name(self) -> str:
        """The name of the cluster: the environment's, unless the file says another."""
        return self._cluster.name or self.name

    @property
    def names(self) -> ClusterNames:
        """The names that derive from the cluster's."""
        cluster = self.settings.cluster
        return ClusterNames(
            self.cluster_name,
            iam_prefix=self.settings.iam.name_prefix,
            given_cluster_role=None if cluster is None else cluster.role_name,
            given_node_role=None if cluster is None else cluster.node_role_name,
        )

    def known_subnets(self, zones: Iterable[str]) -> dict[str, str]:
        """Zone to what is known of its private subnet at synthesis: the id, or the zone where the subnet is ours."""
        existing = self.settings.existing_network
        ids = existing.private_subnet_ids if existing is not None else {}
        return {zone: ids.get(zone, zone) for zone in zones}

    @property
    def controllers(self) -> dict[str, ControllerOptions]:
        """Controller name to options, of the controllers that the file names, in the order of the registry."""
        return installed_controllers(self.settings.controllers)

    @property
    def tags(self) -> dict[str, str]:
        """The tags that everything of the environment carries; the stack adds its own name."""
        return {**self.settings.tags, **own_tags(self.name, self.settings.repository)}

    @property
    def isolated(self) -> bool:
        """Whether the network has no way to the internet."""
        network = self.settings.network
        return network is not None and network.internet_gateway is InternetGateway.NONE

    @property
    def platform(self) -> Platform:
        """What a controller may know of the environment."""
        cluster, existing_network = self.settings.cluster, self.settings.existing_network
        return Platform(
            environment=self.name,
            cluster_name=self.cluster_name,
            kubernetes_version=self._cluster.version,
            region=self.region,
            hosted_zones=self.settings.hosted_zones,
            identity=self.settings.identity,
            first_nodes=None if cluster is None else first_nodes(cluster.compute, cluster.node_groups),
            fixed_groups=() if cluster is None else groups_set_back(cluster.node_groups),
            public_access_cidrs=() if cluster is None else cluster.public_access_cidrs,
            ip_family=self._cluster.ip_family,
            isolated=self.isolated,
            fargate_namespaces=() if cluster is None else selected_namespaces(cluster.fargate_profiles.values()),
            private_subnets_are_known=existing_network is None or bool(existing_network.private_subnet_ids),
            image_registry=self.settings.image_registry,
        )

    @property
    def _cluster(self) -> Cluster | ExistingCluster:
        cluster = self.settings.cluster or self.settings.existing_cluster
        if cluster is None:
            raise ValueError("there is no cluster, which loading refuses")
        return cluster
