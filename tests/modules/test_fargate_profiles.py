"""Fargate profiles and their role."""

import json

from constructs import Construct

from config.compute.fargate_profile import FargateProfile, FargateSelector
from config.iam import Iam
from config.names import ClusterNames
from config.regions import Region
from modules.fargate_profiles import FargateProfiles
from tests.synthesis import Json, synthesize_stack

PROFILE = FargateProfile(
    availability_zones=("cn-north-1a",),
    selectors=(FargateSelector(namespace="jobs"), FargateSelector(namespace="team-*", labels={"compute": "fargate"})),
)


def synthesize() -> Json:
    def build(stack: Construct) -> None:
        FargateProfiles(
            stack,
            "fargate",
            profiles={"jobs": PROFILE},
            cluster_name="dev",
            names=ClusterNames("dev"),
            iam=Iam(),
            region=Region("cn-north-1"),
            account_id="111122223333",
            private_subnet_ids={"cn-north-1a": "subnet-a", "cn-north-1b": "subnet-b"},
            known_subnets={"cn-north-1a": "cn-north-1a", "cn-north-1b": "cn-north-1b"},
        )

    return synthesize_stack(build)["resource"]


def test_a_profile_is_made_before_the_one_that_it_replaces_goes() -> None:
    assert synthesize()["aws_eks_fargate_profile"] == {
        "fargate_jobs": {
            "cluster_name": "dev",
            "fargate_profile_name": "jobs-06e87cea",
            "pod_execution_role_arn": "${aws_iam_role.fargate_pod-execution_role.arn}",
            "subnet_ids": ["subnet-a"],
            "selector": [{"namespace": "jobs"}, {"namespace": "team-*", "labels": {"compute": "fargate"}}],
            "lifecycle": {"create_before_destroy": True},
            "depends_on": [
                "aws_iam_role_policy_attachment.fargate_pod-execution_AmazonEKSFargatePodExecutionRolePolicy"
            ],
        }
    }


def test_only_profiles_of_the_cluster_have_the_role() -> None:
    (role,) = synthesize()["aws_iam_role"].values()

    assert (role["name"], json.loads(role["assume_role_policy"])["Statement"]) == (
        "dev-fargate",
        [
            {
                "Sid": "FargateAssumesItsRoleForProfilesOfTheCluster",
                "Effect": "Allow",
                "Principal": {"Service": "eks-fargate-pods.amazonaws.com"},
                "Action": "sts:AssumeRole",
                "Condition": {
                    "ArnLike": {"aws:SourceArn": "arn:aws-cn:eks:cn-north-1:111122223333:fargateprofile/dev/*"}
                },
            }
        ],
    )
