"""Cluster Autoscaler: what it may size, and its image."""

from dataclasses import replace

import pytest

from modules.controllers import cluster_autoscaler
from modules.controllers.cluster_autoscaler import CLUSTER_AUTOSCALER, ClusterAutoscalerOptions
from modules.controllers.controller import Installation
from tests.modules.controllers.platforms import cluster_facts
from tests.synthesis import Json

CLUSTER = cluster_facts()
READ_FOR = {"1.34": "v1.34.5", "1.35": "v1.35.2", "1.36": "v1.36.1"}
"""Version of the cluster to the image, of all for which the policies were read."""


def test_it_changes_only_groups_that_carry_the_tag_of_its_cluster() -> None:
    statements = CLUSTER_AUTOSCALER.policies(ClusterAutoscalerOptions(), CLUSTER)["scaling"].statements
    reading = ("Describe", "Get")
    changing = [
        it
        for it in statements
        if [action for action in _listed(it["Action"]) if not action.split(":")[1].startswith(reading)]
    ]

    assert changing == [
        {
            "Sid": "SizeTheGroupsOfThisCluster",
            "Effect": "Allow",
            "Action": ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
            "Resource": "arn:aws:autoscaling:eu-central-1:111122223333:autoScalingGroup:*",
            "Condition": {"StringEquals": {"aws:ResourceTag/k8s.io/cluster-autoscaler/test": "owned"}},
        }
    ]


def test_its_policies_were_read_for_every_image_that_runs() -> None:
    """A new image ends here: compare the README that `_policies` names with that of its version, then add it."""
    assert cluster_autoscaler._IMAGE_TAGS == READ_FOR


@pytest.mark.parametrize("version", READ_FOR)
def test_its_image_is_of_the_clusters_minor_version(version: str) -> None:
    cluster = replace(CLUSTER, platform=replace(CLUSTER.platform, kubernetes_version=version))
    values: Json = CLUSTER_AUTOSCALER.values(Installation(ClusterAutoscalerOptions(), cluster, {}))

    assert values["image"]["tag"].startswith(f"v{version}.")
    assert version in CLUSTER_AUTOSCALER.kubernetes


def test_it_runs_without_root_and_without_a_file_system_to_write_to() -> None:
    values: Json = CLUSTER_AUTOSCALER.values(Installation(ClusterAutoscalerOptions(), CLUSTER, {}))

    assert (values["securityContext"]["runAsNonRoot"], values["containerSecurityContext"]) == (
        True,
        {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}, "readOnlyRootFilesystem": True},
    )


def test_a_version_without_an_image_is_not_supported() -> None:
    assert "1.33" not in CLUSTER_AUTOSCALER.kubernetes


def _listed(action: object) -> list[str]:
    return [action] if isinstance(action, str) else list(action)  # type: ignore[call-overload] # IAM allows both
