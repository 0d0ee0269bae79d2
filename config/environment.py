"""An environment: one file, one cluster with its network. The whole of it is for stacks only; modules get parts."""

from dataclasses import dataclass
from pathlib import PurePath

from pydantic import Field

from config.cluster import Cluster
from config.controllers import ControllerOptions
from config.model import FrozenMapping, Model
from config.names import ClusterNames
from config.network import Network
from config.platform import HostedZone, Platform
from config.regions import Region
from config.smoke_test import SmokeTest
from config.state import LocalState, State


class EnvironmentFile(Model):
    """What stands in an environment file."""

    region: str
    """AWS region, such as `eu-central-1`."""
    account_id: str | None = Field(default=None, pattern=r"^\d{12}$")
    """The only AWS account that plans of this environment may touch."""
    repository: str | None = None
    """Where this environment is described; becomes a tag of everything."""
    tags: FrozenMapping[str] = Field(default_factory=dict)
    """Tags of everything in this environment, beside the platform's own."""
    deletion_protection: bool = True
    """Whether the cluster, its key and the state bucket refuse to be destroyed."""
    state: State = LocalState(backend="local")
    network: Network
    cluster: Cluster
    hosted_zones: tuple[HostedZone, ...] = ()
    """Route 53 zones whose records the platform may manage."""
    controllers: Model
    """Controller name to its options (`{}` for the defaults); a controller that is not named is not installed."""
    smoke_test: SmokeTest | None = None
    """A web server that proves DNS, load balancing and IAM; not deployed when left out."""


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
        return self.settings.cluster.name or self.name

    @property
    def names(self) -> ClusterNames:
        """The names that derive from the cluster's."""
        return ClusterNames(self.cluster_name)

    @property
    def controllers(self) -> dict[str, ControllerOptions]:
        """Controller name to options, of the controllers that the file names, in the order of the registry."""
        given = {name: getattr(self.settings.controllers, name) for name in type(self.settings.controllers).model_fields}
        return {name: options for name, options in given.items() if options is not None}

    @property
    def tags(self) -> dict[str, str]:
        """The tags that everything of the environment carries; the stack adds its own name."""
        own = {"environment": self.name}
        if self.settings.repository is not None:
            own["repository"] = self.settings.repository
        return {**self.settings.tags, **own}

    @property
    def platform(self) -> Platform:
        """What a controller may know of the environment."""
        return Platform(
            environment=self.name,
            cluster_name=self.cluster_name,
            kubernetes_version=self.settings.cluster.version,
            region=self.region,
            hosted_zones=self.settings.hosted_zones,
            public_access_cidrs=self.settings.cluster.public_access_cidrs,
            tags=self.tags,
        )
