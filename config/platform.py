"""What a controller may know of its environment at synthesis: a narrow value, without tokens."""

from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from config.controllers.identity import Identity
from config.regions import Region
from config.rules.model import Model
from config.rules.rule import matching
from config.smoke_test import Hostname

if TYPE_CHECKING:
    from config.cluster.vpc_cni import IpFamily

# Route 53 API reference, HostedZone.
_ZONE_ID_PATTERN = "^Z[A-Z0-9]{1,31}$"
_ZONE_ID_REMEDY = "is not the id of a hosted zone; write it without /hostedzone/, such as Z0123456789ABCDEFGHIJ"


class HostedZone(Model):
    """A Route 53 hosted zone whose records the platform may manage."""

    name: Annotated[Hostname, Field(examples=["dev.example.com"])]
    """Domain name of the zone, without the final dot."""
    id: Annotated[str, Field(examples=["Z0123456789ABCDEFGHIJ"]), matching(_ZONE_ID_PATTERN, _ZONE_ID_REMEDY)]
    """Route 53's id of the zone."""


@dataclass(frozen=True)
class Platform:
    """The facts of an environment that are known before anything exists."""

    environment: str
    cluster_name: str
    kubernetes_version: str
    region: Region
    hosted_zones: tuple[HostedZone, ...]
    identity: Identity
    """How the pods of a controller become their role, where its options say nothing else."""
    first_nodes: int | None
    """How many nodes there are for system pods before any controller makes one; None where
    somebody else made them, or EKS Auto Mode makes them as pods ask for them."""
    public_access_cidrs: tuple[IPv4Network, ...]
    fixed_groups: tuple[str, ...] = ()
    """Node groups whose bounds leave room between them, and whose size each apply sets back all the same."""
    ip_family: "IpFamily" = "ipv4"
    """The addresses of pods."""
    isolated: bool = False
    """Whether its network has no way to the internet."""
    fargate_namespaces: tuple[str, ...] = ()
    """Namespaces whose pods may run on Fargate, as its profiles select them: with `*` and `?`."""
    private_subnets_are_known: bool = True
    """Whether there are ids of private subnets: not where they exist already and the file does not name them."""
    image_registry: str | None = None
    """Where images are, under the names that they have at their origin; None: at their origin."""
