"""Every name that the platform derives: computed here once, against the limit that AWS sets for it.

A name that would be too long is shortened with a hash of the whole, never cut: two long names that differ only at
their end stay two names.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

IAM_ROLE_LIMIT = 64
IAM_POLICY_LIMIT = 128
NODE_GROUP_LIMIT = 63
LAUNCH_TEMPLATE_LIMIT = 125  # of the provider; EC2 itself takes 128
KMS_ALIAS_LIMIT = 256
SQS_QUEUE_LIMIT = 80
EVENT_RULE_LIMIT = 64
SECURITY_GROUP_LIMIT = 255
_HASH_LENGTH = 8

PLATFORM_ROLES = {
    "cluster": "of the control plane",
    "node": "of the nodes",
    "auto-mode": "of the nodes of EKS Auto Mode",
    "fargate": "of pods on Fargate",
    "karpenter-nodes": "of the nodes of Karpenter",
    "flow-log": "of the VPC's flow logs",
    "vpc-cni": "of vpc-cni",
    "ebs-csi": "of ebs-csi",
}
"""Purpose of a role that is no controller's to whose it is: what a name of a role says behind the cluster's name."""


def fit(name: str, limit: int) -> str:
    """`name` if it has at most `limit` characters, else its beginning and a hash of the whole."""
    if len(name) <= limit:
        return name
    return with_hash(name[: limit - _HASH_LENGTH - 1], name)


def with_hash(readable: str, whole: str) -> str:
    """`readable` with a hash of `whole`, of which it shows only a part."""
    return f"{readable}-{sha256(whole.encode()).hexdigest()[:_HASH_LENGTH]}"


@dataclass(frozen=True)
class ClusterNames:
    """The names that follow from the name of a cluster.

    IAM names carry the cluster's name because they are unique in an account, whatever the region; that is why two
    environments may not share a cluster name.
    """

    cluster: str
    iam_prefix: str = ""
    """What goes before the cluster's name in those of IAM roles and policies."""
    given_cluster_role: str | None = None
    """The name that the environment file gives to the role of the control plane."""
    given_node_role: str | None = None
    """The name that the environment file gives to the role of the nodes."""

    @property
    def iam_beginning(self) -> str:
        """What the names of all IAM roles and policies begin with: no two clusters of an account have it in common."""
        return f"{self.iam_prefix}{self.cluster}"

    @property
    def cluster_role(self) -> str:
        """The role that EKS assumes to run the control plane."""
        return self.given_cluster_role or self._role("cluster")

    @property
    def node_role(self) -> str:
        """The role of the nodes."""
        return self.given_node_role or self._role("node")

    @property
    def auto_node_role(self) -> str:
        """The role of the nodes of EKS Auto Mode."""
        return self._role("auto-mode")

    @property
    def pod_execution_role(self) -> str:
        """The role of Fargate, for pods."""
        return self._role("fargate")

    def workload_node_role(self, workload: str) -> str:
        """The role of the nodes that a controller makes."""
        return self._role(f"{workload}-nodes")

    @property
    def node_roles(self) -> tuple[str, ...]:
        """The roles of all nodes, and of pods that have none."""
        made = (purpose for purpose in PLATFORM_ROLES if purpose.endswith("-nodes"))
        return (self.node_role, self.auto_node_role, self.pod_execution_role, *map(self._role, made))

    @property
    def flow_log_role(self) -> str:
        """The role that writes the flow logs of the VPC."""
        return self._role("flow-log")

    def workload_role(self, workload: str) -> str:
        """The role of one workload: a controller or an EKS add-on."""
        return self._role(workload)

    def workload_policy(self, workload: str, purpose: str) -> str:
        """One of the policies of a workload, by its purpose."""
        return fit(f"{self.iam_beginning}-{workload}-{purpose}", IAM_POLICY_LIMIT)

    def node_group(self, group: str, unchangeable: Mapping[str, object]) -> str:
        """A node group, with a hash of what EKS can't change of it (config/compute/unchangeable.py).

        So another value means another name: the new group is made beside the old one, which goes afterwards.
        """
        return _with_unchangeable(group, unchangeable)

    def fargate_profile(self, profile: str, unchangeable: Mapping[str, object]) -> str:
        """A Fargate profile, named like a node group."""
        return _with_unchangeable(profile, unchangeable)

    def launch_template(self, node_group: str) -> str:
        """The launch template of a node group, by the group's derived name.

        The slash keeps `a` with `b-c` apart from `a-b` with `c`.
        """
        return fit(f"{self.cluster}/{node_group}", LAUNCH_TEMPLATE_LIMIT)

    @property
    def key_alias(self) -> str:
        """The alias of the cluster's KMS key."""
        return fit(f"alias/eks/{self.cluster}", KMS_ALIAS_LIMIT)

    def workload_queue(self, workload: str) -> str:
        """The queue that a workload hears from; queues are unique in an account and region."""
        return fit(f"{self.cluster}-{workload}", SQS_QUEUE_LIMIT)

    def workload_event_rule(self, workload: str, event: str) -> str:
        """The EventBridge rule that puts one kind of event into that queue."""
        return fit(f"{self.cluster}-{workload}-{event}", EVENT_RULE_LIMIT)

    @property
    def control_plane_log_group(self) -> str:
        """The log group of the control plane: EKS fixes this name and would make the group itself, unencrypted."""
        return f"/aws/eks/{self.cluster}/cluster"

    @property
    def endpoint_security_group(self) -> str:
        """The security group of the interface endpoints of the VPC."""
        return fit(f"{self.cluster}-vpc-endpoints", SECURITY_GROUP_LIMIT)

    @property
    def flow_log_group(self) -> str:
        """The log group of the VPC's flow logs."""
        return f"/aws/vpc/{self.cluster}/flow-logs"

    def _role(self, purpose: str) -> str:
        # No purpose may end with another one: `a` with `b-node` would be the role of `a-b` with `node`.
        return fit(f"{self.iam_beginning}-{purpose}", IAM_ROLE_LIMIT)


def _with_unchangeable(name: str, unchangeable: Mapping[str, object]) -> str:
    whole = json.dumps([name, unchangeable], sort_keys=True)
    return with_hash(name[: NODE_GROUP_LIMIT - _HASH_LENGTH - 1], whole)
