"""A platform and a cluster to state truths about controllers with."""

from config.cluster.vpc_cni import IpFamily
from config.compute.node_access import NodeAccess
from config.controllers.identity import Identity
from config.iam import Iam
from config.names import ClusterNames
from config.platform import HostedZone, Platform
from config.regions import Region
from modules.controllers.controller import ClusterFacts


def cluster_facts(
    region: str = "eu-central-1",
    *,
    hosted_zones: tuple[HostedZone, ...] | None = None,
    ip_family: IpFamily = "ipv4",
    isolated: bool = False,
    image_registry: str | None = None,
    first_nodes: int | None = 2,
    private_subnets_are_known: bool = True,
    node_access: NodeAccess = NodeAccess.NONE,
) -> ClusterFacts:
    """A cluster with tags and, where nothing else is said, one hosted zone. Ids and ARNs are as long as real ones."""
    own_region = Region(region)
    platform = Platform(
        environment="test",
        cluster_name="test",
        kubernetes_version="1.35",
        region=own_region,
        hosted_zones=(HostedZone(name="test.example.com", id="Z0TEST"),) if hosted_zones is None else hosted_zones,
        identity=Identity.IRSA,
        first_nodes=first_nodes,
        public_access_cidrs=(),
        ip_family=ip_family,
        isolated=isolated,
        private_subnets_are_known=private_subnets_are_known,
        image_registry=image_registry,
    )
    return ClusterFacts(
        platform=platform,
        account_id="111122223333",
        vpc_id="vpc-0123456789abcdef0",
        vpc_arn=f"arn:{own_region.partition}:ec2:{region}:111122223333:vpc/vpc-0123456789abcdef0",
        private_subnet_ids={f"{region}{it}": f"subnet-0123456789abcdef{it}" for it in "ab"},
        security_group_id="sg-0123456789abcdef0",
        node_access=node_access,
        names=ClusterNames("test"),
        iam=Iam(),
        tags={"environment": "test", "stack": "controllers"},
    )
