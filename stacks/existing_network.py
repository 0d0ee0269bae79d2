"""The network of an environment where somebody else made it: what the other stacks know of it, and nothing else."""

from constructs import Construct

from config.environment import Environment
from config.network.existing_network import ExistingNetwork as ExistingNetworkSettings
from modules.existing_network import ExistingNetwork
from stacks.contracts import NetworkOutputs, publish
from stacks.locations import Locations
from stacks.platform_stack import PlatformStack


class ExistingNetworkStack(PlatformStack):
    """A VPC that is read: the same outputs as of one that is made."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        environment: Environment,
        settings: ExistingNetworkSettings,
        locations: Locations,
    ) -> None:
        super().__init__(scope, id, kind="network", environment=environment, locations=locations)
        cluster = environment.settings.cluster
        network = ExistingNetwork(
            self,
            "network",
            names=environment.names,
            network=settings,
            control_plane_zones=() if cluster is None else cluster.availability_zones,
            ip_family="ipv4" if cluster is None else cluster.ip_family,
        )
        self.publication = publish(
            self,
            NetworkOutputs(
                account_id=network.account_id,
                vpc_id=network.vpc_id,
                vpc_arn=network.vpc_arn,
                public_subnet_ids=network.public_subnet_ids,
                private_subnet_ids=network.private_subnet_ids,
                intra_subnet_ids=network.intra_subnet_ids,
            ),
        )
