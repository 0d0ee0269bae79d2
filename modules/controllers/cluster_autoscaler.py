"""Cluster Autoscaler: sizes managed node groups between their bounds."""

from collections.abc import Iterable, Mapping
from typing import Literal

from config.controllers.kinds import ControllerOptions
from config.platform import Platform
from config.rules.problem import PARENT, Problem
from modules.controllers.controller import (
    Chart,
    ClusterFacts,
    Controller,
    Installation,
    KubernetesVersions,
    Values,
)
from modules.controllers.pods import metrics_at, requests
from modules.policy_document import PolicyDocument

# Its minor version is that of the cluster. Source: tags of kubernetes/autoscaler, 2026-07-22.
# The policies were read for each of them: `policies_for` speaks of the image that the chart alone would install.
_IMAGE_TAGS = {"1.34": "v1.34.5", "1.35": "v1.35.2", "1.36": "v1.36.1"}
_PROJECT = "https://github.com/kubernetes/autoscaler/tree/master/cluster-autoscaler"


class ClusterAutoscalerOptions(ControllerOptions):
    """Options of the Cluster Autoscaler; every node group that it may size says `desired_size_owner: autoscaler`."""

    expander: Literal["least-waste", "most-pods", "priority", "random"] = "least-waste"
    """How it chooses among groups that fit."""


def _problems(_options: ClusterAutoscalerOptions, platform: Platform) -> Iterable[Problem]:
    """Groups that two would size: EKS puts the tags by which it finds groups on every managed one (see below)."""
    for name in platform.fixed_groups:
        remedy = (
            f"sets the size of {name} back with each apply, while the Cluster Autoscaler sizes every managed group "
            "whose min_size and max_size differ; write desired_size_owner: autoscaler, or make the two sizes the same"
        )
        yield Problem((PARENT, PARENT, "cluster", "node_groups", name, "desired_size_owner"), "terraform", remedy)


def _policies(_options: ClusterAutoscalerOptions, cluster: ClusterFacts) -> Mapping[str, PolicyDocument]:
    """Source: cluster-autoscaler 1.36.1, cloudprovider/aws/README.md, which asks for no more than older ones.

    What it changes is narrowed to the groups of this cluster: EKS itself puts the tag on those of managed node groups
    (https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html).
    """
    region, name = cluster.platform.region, cluster.platform.cluster_name
    groups = f"arn:{region.partition}:autoscaling:{region.name}:{cluster.account_id}:autoScalingGroup:*"
    return {
        "scaling": PolicyDocument(
            {
                # None of these actions has a resource level.
                "Sid": "SeeGroupsAndWhatTheyCanStart",
                "Effect": "Allow",
                "Action": [
                    "autoscaling:DescribeAutoScalingGroups",
                    "autoscaling:DescribeAutoScalingInstances",
                    "autoscaling:DescribeLaunchConfigurations",
                    "autoscaling:DescribeScalingActivities",
                    "ec2:DescribeImages",
                    "ec2:DescribeInstanceTypes",
                    "ec2:DescribeLaunchTemplateVersions",
                    "ec2:GetInstanceTypesFromInstanceRequirements",
                ],
                "Resource": "*",
            },
            {
                "Sid": "SeeLabelsAndTaintsOfEmptyGroups",
                "Effect": "Allow",
                "Action": "eks:DescribeNodegroup",
                "Resource": f"arn:{region.partition}:eks:{region.name}:{cluster.account_id}:nodegroup/{name}/*",
            },
            {
                "Sid": "SizeTheGroupsOfThisCluster",
                "Effect": "Allow",
                "Action": ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
                "Resource": groups,
                "Condition": {"StringEquals": {f"aws:ResourceTag/k8s.io/cluster-autoscaler/{name}": "owned"}},
            },
        )
    }


def _values(installation: Installation[ClusterAutoscalerOptions]) -> Values:
    platform = installation.cluster.platform
    return {
        "autoDiscovery": {"clusterName": platform.cluster_name},
        "cloudProvider": "aws",
        "awsRegion": platform.region.name,
        # The chart makes names from its own, which would not be the one that the role trusts.
        "fullnameOverride": "cluster-autoscaler",
        "image": {"tag": _IMAGE_TAGS[platform.kubernetes_version]},
        "extraArgs": {
            "expander": installation.options.expander,
            "balance-similar-node-groups": True,
            # Else one pod of CoreDNS keeps a node for ever.
            "skip-nodes-with-system-pods": False,
        },
        "rbac": {"serviceAccount": installation.service_account},
        "podAnnotations": metrics_at(8085),
        "resources": requests("100m", "300Mi"),
        # The chart leaves this out.
        "securityContext": {
            "runAsNonRoot": True,
            "runAsUser": 65534,
            "runAsGroup": 65534,
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "containerSecurityContext": {
            "allowPrivilegeEscalation": False,
            "capabilities": {"drop": ["ALL"]},
            "readOnlyRootFilesystem": True,
        },
    }


CLUSTER_AUTOSCALER = Controller(
    name="cluster-autoscaler",
    namespace="kube-system",
    chart=Chart(repository="https://kubernetes.github.io/autoscaler", name="cluster-autoscaler", version="9.59.0"),
    options=ClusterAutoscalerOptions,
    kubernetes=KubernetesVersions(oldest=min(_IMAGE_TAGS), newest=max(_IMAGE_TAGS), source=f"{_PROJECT}#releases"),
    option_problems=_problems,
    policies=_policies,
    every_resource={"SeeGroupsAndWhatTheyCanStart": "no Describe has a resource level"},
    policies_for="1.35.0",
    values=_values,
    service_account_path=("rbac", "serviceAccount"),
    secret_values=dict.fromkeys(
        ("awsAccessKeyID", "awsSecretAccessKey"), "leave it out: it has a role, and needs no key of a user"
    ),
    done_by_auto_mode="adds and removes nodes",
    conflicts={"karpenter": "both would make and take away nodes for the same pods"},
    aws_services=("autoscaling", "ec2", "eks", "sts"),
)
