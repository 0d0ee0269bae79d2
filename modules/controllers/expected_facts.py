"""What a controller will know of a cluster, for checks that run before anything exists."""

from config.compute.node_access import NodeAccess
from config.iam import Iam
from config.names import ClusterNames
from config.platform import Platform
from modules.controllers.controller import ClusterFacts

_ACCOUNT = "111122223333"
_VPC = "vpc-0123456789abcdef0"


def expected_facts(platform: Platform) -> ClusterFacts:
    """The facts of the cluster of a platform; ids and ARNs are examples, of AWS's form and length."""
    region = platform.region
    return ClusterFacts(
        platform=platform,
        account_id=_ACCOUNT,
        vpc_id=_VPC,
        vpc_arn=f"arn:{region.partition}:ec2:{region.name}:{_ACCOUNT}:vpc/{_VPC}",
        private_subnet_ids={f"{region.name}a": "subnet-0123456789abcdef0"},
        security_group_id="sg-0123456789abcdef0",
        node_access=NodeAccess.NONE,
        names=ClusterNames(platform.cluster_name),
        iam=Iam(),
        tags={"environment": platform.environment},
    )
