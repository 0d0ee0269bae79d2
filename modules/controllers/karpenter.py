"""Karpenter: makes nodes for pods that find none, and takes them away again."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from pydantic import Field

from config.controllers.kinds import ControllerOptions
from config.platform import Platform
from config.rules.model import FrozenMapping
from config.rules.problem import PARENT, Absent, Problem
from modules.controllers.controller import (
    Chart,
    ClusterFacts,
    Companion,
    Controller,
    Installation,
    KubernetesVersions,
    OwnChart,
    Values,
)
from modules.controllers.karpenter_nodes import LONGEST_DRAIN_MINUTES, NodeClass, NodePool, node_problems
from modules.controllers.karpenter_specs import node_class_spec, node_pool_spec
from modules.controllers.object_name import ObjectName
from modules.controllers.pods import metrics_at
from modules.policies.vendored import vendored_policy
from modules.policy_document import PolicyDocument

if TYPE_CHECKING:
    from cdktf import ITerraformDependable
    from constructs import Construct

_NAME = "karpenter"
_REPOSITORY = "oci://public.ecr.aws/karpenter"
_VERSION = "1.14.1"
_CRDS = Chart(repository=_REPOSITORY, name="karpenter-crd", version=_VERSION)
_REPLICAS = 2
# The nodes go with the release of their pools: drained, and then terminated, which EC2 takes some minutes for.
_MINUTES_TO_TERMINATE = 15
NODES_TIMEOUT_SECONDS = (LONGEST_DRAIN_MINUTES + _MINUTES_TO_TERMINATE) * 60
"""How long Helm waits for the nodes to go."""


class KarpenterOptions(ControllerOptions):
    """Options of Karpenter, and the nodes that it may make."""

    node_classes: FrozenMapping[ObjectName, NodeClass] = Field(default_factory=dict)
    """Name to node class: how nodes are made."""
    node_pools: FrozenMapping[ObjectName, NodePool] = Field(default_factory=dict)
    """Name to node pool: which nodes may be made, and how many."""
    enable_zonal_shift: bool = False
    """Whether Karpenter makes no nodes in a zone that Amazon Application Recovery Controller has shifted away from."""


def _problems(options: KarpenterOptions, platform: Platform) -> Iterable[Problem]:
    yield from node_problems(options.node_classes, options.node_pools)
    if options.node_classes and not platform.private_subnets_are_known:
        remedy = (
            "write the subnets that Karpenter is to make nodes in, such as "
            "private_subnet_ids: {eu-central-1a: subnet-0123456789abcdef0}"
        )
        yield Problem((PARENT, PARENT, "existing_network", "private_subnet_ids"), Absent.MISSING, remedy)
    if platform.first_nodes is not None and platform.first_nodes < _REPLICAS:
        remedy = (
            f"is how many nodes there are at first for controllers, but Karpenter runs on {_REPLICAS} that it has not "
            "made itself; raise min_size or desired_size of a group"
        )
        yield Problem((PARENT, PARENT, "cluster", "node_groups"), platform.first_nodes, remedy)


def _policies(options: KarpenterOptions, cluster: ClusterFacts) -> Mapping[str, PolicyDocument]:
    """One policy for each of upstream's: in one document they would exceed IAM's limit."""
    purposes = ["node-lifecycle", "iam-integration", "eks-integration", "interruption", "resource-discovery"]
    if options.enable_zonal_shift:
        purposes.append("zonal-shift")
    region, names = cluster.platform.region, cluster.names
    queue = f"arn:{region.partition}:sqs:{region.name}:{cluster.account_id}:{names.workload_queue(_NAME)}"
    placeholders = {
        "AWS::AccountId": cluster.account_id,
        "AWS::Partition": region.partition,
        "AWS::Region": region.name,
        "ClusterName": cluster.platform.cluster_name,
        "KarpenterInterruptionQueue.Arn": queue,
        "KarpenterNodeRole.Arn": cluster.role_arn(names.workload_node_role(_NAME)),
    }
    return {
        purpose: vendored_policy(
            f"karpenter-{purpose}-{_VERSION}.json", partition=region.partition, placeholders=placeholders
        )
        for purpose in purposes
    }


def _resources(scope: "Construct", installation: Installation[KarpenterOptions]) -> "Sequence[ITerraformDependable]":
    from modules.controllers.karpenter_resources import KarpenterResources  # noqa: PLC0415 - it loads cdktf's bindings

    return KarpenterResources(scope, "aws", name=_NAME, cluster=installation.cluster).all


def _values(installation: Installation[KarpenterOptions]) -> Values:
    platform = installation.cluster.platform
    return {
        "replicas": _REPLICAS,
        "settings": {
            "clusterName": platform.cluster_name,
            "interruptionQueue": installation.cluster.names.workload_queue(_NAME),
            "enableZonalShift": installation.options.enable_zonal_shift,
        },
        "controller": {
            # Pods can't ask the instance metadata: one hop is not enough for them.
            "env": [{"name": "AWS_REGION", "value": platform.region.name}],
            "resources": {"requests": {"cpu": "500m", "memory": "1Gi"}, "limits": {"memory": "1Gi"}},
        },
        "serviceAccount": installation.service_account,
        "podAnnotations": metrics_at(8080),
    }


def _node_values(installation: Installation[KarpenterOptions]) -> Values:
    options, cluster = installation.options, installation.cluster
    role = cluster.names.workload_node_role(_NAME)
    classes = {
        name: node_class_spec(
            it,
            role=role,
            subnet_ids=cluster.private_subnet_ids.values(),
            security_group_id=cluster.security_group_id,
            tags=cluster.tags,
        )
        for name, it in options.node_classes.items()
    }
    return {
        "nodeClasses": classes,
        "nodePools": {name: node_pool_spec(pool) for name, pool in options.node_pools.items()},
    }


KARPENTER = Controller(
    name=_NAME,
    namespace="kube-system",
    chart=Chart(repository=_REPOSITORY, name="karpenter", version=_VERSION),
    options=KarpenterOptions,
    kubernetes=KubernetesVersions(
        oldest="1.29", newest="1.36", source="https://karpenter.sh/docs/upgrading/compatibility/"
    ),
    option_problems=_problems,
    policies=_policies,
    policies_for=_VERSION,
    resources=_resources,
    values=_values,
    # Its CRDs as a release of their own, because Helm never upgrades those in a chart's `crds`.
    before_it=(
        Companion(
            name="karpenter-crd",
            chart=_CRDS,
            values=lambda _: {},
        ),
    ),
    skip_crds=True,
    # Not that of the pool, which nodes of EKS Auto Mode have as well: those outlast Karpenter.
    node_label="karpenter.k8s.aws/ec2nodeclass",
    done_by_auto_mode="makes nodes, with Karpenter's own kinds of object",
    # On the way out the nodes go first, while Karpenter is still there to drain them.
    behind_it=(
        Companion(
            name="karpenter-nodes",
            chart=OwnChart("karpenter-nodes"),
            values=_node_values,
            wanted=lambda options: bool(options.node_classes or options.node_pools),
            kinds={"nodeClasses": "EC2NodeClass", "nodePools": "NodePool"},
            kinds_from=_CRDS,
            timeout_seconds=NODES_TIMEOUT_SECONDS,
        ),
    ),
    # IAM for the instance profiles of nodes, SSM for the ids of their images.
    aws_services=("ec2", "eks", "iam", "sqs", "ssm", "sts"),
)
