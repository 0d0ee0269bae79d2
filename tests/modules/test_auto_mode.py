"""EKS Auto Mode in a cluster."""

import json
from typing import Any

import pytest
from constructs import Construct

from config.cluster.cluster import Cluster
from config.compute.compute import AutoMode, AutoModeOff, Compute
from config.compute.node_group import NodeGroup
from config.iam import Iam
from config.names import ClusterNames
from config.regions import Region
from modules.auto_mode import auto_node_role
from modules.eks_cluster import EksCluster
from tests.synthesis import Json, synthesize_stack

ZONES = ("eu-central-1a", "eu-central-1b")
AUTO = AutoMode(mode="auto")
POLICIES = {
    "AmazonEKSBlockStoragePolicy",
    "AmazonEKSClusterPolicy",
    "AmazonEKSComputePolicy",
    "AmazonEKSLoadBalancingPolicy",
    "AmazonEKSNetworkingPolicy",
}


def _synthesize(compute: Compute, **settings: Any) -> Json:  # noqa: ANN401 - arguments of a model
    def build(stack: Construct) -> None:
        names, region = ClusterNames("test"), Region("eu-central-1")
        EksCluster(
            stack,
            "cluster",
            names=names,
            iam=Iam(),
            region=region,
            settings=Cluster(availability_zones=ZONES, compute=compute, **settings),
            subnet_ids=["subnet-1", "subnet-2"],
            key_arn="arn:aws:kms:eu-central-1:111122223333:key/1",
            auto_node_role=auto_node_role(stack, "auto-node", names=names, iam=Iam(), region=region),
            deletion_protection=True,
        )

    return synthesize_stack(build)["resource"]


def _switches(resources: Json) -> Json:
    control_plane = resources["aws_eks_cluster"]["cluster_control-plane"]
    return {
        "compute_config": control_plane["compute_config"],
        "elastic_load_balancing": control_plane["kubernetes_network_config"]["elastic_load_balancing"],
        "storage_config": control_plane["storage_config"],
        "bootstrap_self_managed_addons": control_plane["bootstrap_self_managed_addons"],
    }


def test_it_is_on_as_a_whole_with_the_role_of_its_nodes() -> None:
    assert _switches(_synthesize(AUTO)) == {
        "compute_config": {
            "enabled": True,
            "node_pools": ["general-purpose", "system"],
            "node_role_arn": "${aws_iam_role.auto-node_role.arn}",
        },
        "elastic_load_balancing": {"enabled": True},
        "storage_config": {"block_storage": {"enabled": True}},
        "bootstrap_self_managed_addons": False,
    }


def test_it_is_switched_off_as_a_whole_and_in_so_many_words() -> None:
    """The provider keeps what is left out."""
    groups = {"system": NodeGroup(availability_zones=ZONES)}

    assert _switches(_synthesize(AutoModeOff(mode="auto-off"), node_groups=groups)) == {
        "compute_config": {"enabled": False},
        "elastic_load_balancing": {"enabled": False},
        "storage_config": {"block_storage": {"enabled": False}},
        "bootstrap_self_managed_addons": False,
    }


@pytest.mark.parametrize("compute", [AUTO, AutoModeOff(mode="auto-off")], ids=["on", "off"])
def test_the_cluster_may_do_what_it_does_until_all_is_cleaned_up(compute: Compute) -> None:
    groups = {"system": NodeGroup(availability_zones=ZONES)}
    resources = _synthesize(compute, node_groups=groups)
    attached = {
        it["policy_arn"]
        for name, it in resources["aws_iam_role_policy_attachment"].items()
        if name.startswith("cluster_service_")
    }

    assert json.loads(resources["aws_iam_role"]["cluster_service_role"]["assume_role_policy"])["Statement"] == [
        {
            "Sid": "ServiceAssumesItsRoleAndTagsItsSessions",
            "Effect": "Allow",
            "Principal": {"Service": "eks.amazonaws.com"},
            "Action": ["sts:AssumeRole", "sts:TagSession"],
        }
    ]
    assert attached == {f"arn:aws:iam::aws:policy/{policy}" for policy in POLICIES}


def test_its_nodes_may_join_and_fetch_images_before_the_cluster_is_there() -> None:
    resources = _synthesize(AUTO)
    attached = {
        name: it["policy_arn"]
        for name, it in resources["aws_iam_role_policy_attachment"].items()
        if name.startswith("auto-node_")
    }

    assert resources["aws_iam_role"]["auto-node_role"]["name"] == "test-auto-mode"
    assert attached == {
        "auto-node_AmazonEKSWorkerNodeMinimalPolicy": "arn:aws:iam::aws:policy/AmazonEKSWorkerNodeMinimalPolicy",
        "auto-node_AmazonEC2ContainerRegistryPullOnly": "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
    }
    needed = set(resources["aws_eks_cluster"]["cluster_control-plane"]["depends_on"])
    assert needed.issuperset(f"aws_iam_role_policy_attachment.{name}" for name in attached)
