"""What Karpenter needs of AWS beyond its own role: a queue of what happens to instances, and a role for its nodes."""

from collections.abc import Sequence
from functools import partial

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_aws.eks_access_entry import EksAccessEntry
from constructs import Construct

from modules.controllers.controller import ClusterFacts
from modules.controllers.karpenter_interruptions import InterruptionQueue
from modules.node_access import access_policy_arns
from modules.service_role import ServiceRole
from modules.trust_policies import service_trust


class KarpenterResources(Construct):
    """The interruption queue with its rules, and the node role with its access entry."""

    def __init__(self, scope: Construct, id: str, *, name: str, cluster: ClusterFacts) -> None:
        super().__init__(scope, id)
        platform, names, region = cluster.platform, cluster.names, cluster.platform.region
        queue = InterruptionQueue(
            self,
            "interruptions",
            queue_name=names.workload_queue(name),
            rule_name=partial(names.workload_event_rule, name),
        )
        role = ServiceRole(
            self,
            "node",
            name=names.workload_node_role(name),
            iam=cluster.iam,
            description=f"Nodes that Karpenter makes in EKS cluster {platform.cluster_name}",
            trust=service_trust(region.service_principal("ec2")),
            managed_policy_arns=[
                region.managed_policy_arn("AmazonEKSWorkerNodePolicy"),
                region.managed_policy_arn("AmazonEC2ContainerRegistryPullOnly"),
                *access_policy_arns(cluster.node_access, region),
            ],
        )
        # EKS enters the roles of managed node groups by itself, but knows nothing of this one.
        entry = EksAccessEntry(
            self,
            "node-access",
            cluster_name=platform.cluster_name,
            principal_arn=role.arn,
            type="EC2_LINUX",
        )
        self.all: Sequence[ITerraformDependable] = [*queue.all, *role.permissions, entry]
        """Everything that must be there before Karpenter starts, and until it is gone."""
