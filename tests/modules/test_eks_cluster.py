"""The control plane."""

import json
from ipaddress import IPv4Network

import pytest
from cdktf import TerraformOutput
from constructs import Construct

from config.cluster.cluster import Cluster
from config.compute.node_group import NodeGroup
from config.iam import Iam
from config.names import ClusterNames
from config.regions import Region
from modules.eks_cluster import EksCluster
from tests.synthesis import Json, synthesize_stack

ZONES = ("eu-central-1a", "eu-central-1b")
PRIVATE = Cluster(availability_zones=ZONES, node_groups={"system": NodeGroup(availability_zones=ZONES)})
PUBLIC = Cluster(
    availability_zones=ZONES,
    node_groups={"system": NodeGroup(availability_zones=ZONES)},
    endpoint_public_access=True,
    public_access_cidrs=(IPv4Network("203.0.113.0/24"), IPv4Network("198.51.100.7/32")),
)
CONTROL_PLANE = "aws_eks_cluster.cluster_control-plane"


def _synthesize(settings: Cluster = PRIVATE, *, region: str = "eu-central-1", deletion_protection: bool = True) -> Json:
    def build(stack: Construct) -> None:
        cluster = EksCluster(
            stack,
            "cluster",
            names=ClusterNames("test"),
            iam=Iam(),
            region=Region(region),
            settings=settings,
            subnet_ids=["subnet-1", "subnet-2"],
            key_arn="arn:aws:kms:eu-central-1:111122223333:key/1",
            deletion_protection=deletion_protection,
        )
        for name in ("name", "arn", "endpoint", "issuer_url", "certificate_authority_data", "security_group_id"):
            TerraformOutput(stack, name, value=getattr(cluster, name), static_id=True)

    return synthesize_stack(build)


def _control_plane(stack: Json) -> Json:
    return stack["resource"]["aws_eks_cluster"]["cluster_control-plane"]


def test_a_private_cluster_is_what_the_settings_say_and_no_more() -> None:
    """Without `public_access_cidrs`: EKS reads an empty list as "from anywhere"."""
    assert _control_plane(_synthesize()) == {
        "name": "test",
        "version": "1.35",
        "role_arn": "${aws_iam_role.cluster_service_role.arn}",
        "bootstrap_self_managed_addons": False,
        "access_config": {"authentication_mode": "API", "bootstrap_cluster_creator_admin_permissions": False},
        "enabled_cluster_log_types": ["api", "audit", "authenticator", "controllerManager", "scheduler"],
        "encryption_config": {
            "provider": {"key_arn": "arn:aws:kms:eu-central-1:111122223333:key/1"},
            "resources": ["secrets"],
        },
        "kubernetes_network_config": {"ip_family": "ipv4", "service_ipv4_cidr": "172.20.0.0/16"},
        "vpc_config": {
            "subnet_ids": ["subnet-1", "subnet-2"],
            "endpoint_private_access": True,
            "endpoint_public_access": False,
        },
        "upgrade_policy": {"support_type": "STANDARD"},
        "deletion_protection": True,
        "lifecycle": {"prevent_destroy": True},
        "depends_on": [
            "aws_cloudwatch_log_group.cluster_logs",
            "aws_iam_role_policy_attachment.cluster_service_AmazonEKSClusterPolicy",
            "aws_iam_role_policy.cluster_service_policy",
        ],
    }


def test_a_public_endpoint_is_open_to_the_ranges_that_are_named() -> None:
    assert _control_plane(_synthesize(PUBLIC))["vpc_config"] == {
        "subnet_ids": ["subnet-1", "subnet-2"],
        "endpoint_private_access": True,
        "endpoint_public_access": True,
        "public_access_cidrs": ["203.0.113.0/24", "198.51.100.7/32"],
    }


def test_further_security_groups_are_handed_on() -> None:
    settings = PRIVATE.model_copy(update={"security_group_ids": ("sg-01234567",)})

    assert _control_plane(_synthesize(settings))["vpc_config"] == {
        "subnet_ids": ["subnet-1", "subnet-2"],
        "security_group_ids": ["sg-01234567"],
        "endpoint_private_access": True,
        "endpoint_public_access": False,
    }


@pytest.mark.parametrize("deletion_protection", [True, False])
def test_deletion_protection_is_the_environments_choice(*, deletion_protection: bool) -> None:
    control_plane = _control_plane(_synthesize(deletion_protection=deletion_protection))

    assert control_plane["deletion_protection"] is deletion_protection
    assert control_plane.get("lifecycle") == ({"prevent_destroy": True} if deletion_protection else None)


def test_its_log_group_comes_first_with_retention_and_key() -> None:
    """EKS would make the group itself, without both; that it comes first stands in the cluster's `depends_on`."""
    assert _synthesize()["resource"]["aws_cloudwatch_log_group"] == {
        "cluster_logs": {
            "name": "/aws/eks/test/cluster",
            "retention_in_days": 90,
            "kms_key_id": "arn:aws:kms:eu-central-1:111122223333:key/1",
        }
    }


@pytest.mark.parametrize(
    ("region", "partition"), [("eu-central-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")]
)
def test_its_role_runs_the_control_plane_and_uses_the_key(region: str, partition: str) -> None:
    """The service principal of EKS is the same in every partition."""
    resources = _synthesize(region=region)["resource"]
    role = resources["aws_iam_role"]["cluster_service_role"]
    policy = resources["aws_iam_role_policy"]["cluster_service_policy"]

    assert {**role, "assume_role_policy": json.loads(role["assume_role_policy"])} == {
        "name": "test-cluster",
        "description": "Control plane of EKS cluster test",
        "assume_role_policy": {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "ServiceAssumesItsRole",
                    "Effect": "Allow",
                    "Principal": {"Service": "eks.amazonaws.com"},
                    "Action": "sts:AssumeRole",
                }
            ],
        },
    }
    assert resources["aws_iam_role_policy_attachment"] == {
        "cluster_service_AmazonEKSClusterPolicy": {
            "role": "${aws_iam_role.cluster_service_role.name}",
            "policy_arn": f"arn:{partition}:iam::aws:policy/AmazonEKSClusterPolicy",
        }
    }
    assert {**policy, "policy": json.loads(policy["policy"])} == {
        "name": "test-cluster",
        "role": "${aws_iam_role.cluster_service_role.name}",
        "policy": {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "EncryptSecretsOfTheCluster",
                    "Effect": "Allow",
                    "Action": ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:ListGrants"],
                    "Resource": "arn:aws:kms:eu-central-1:111122223333:key/1",
                }
            ],
        },
    }


def test_the_security_group_that_eks_makes_is_the_one_that_karpenter_finds() -> None:
    assert _synthesize()["resource"]["aws_ec2_tag"] == {
        "cluster_discovery-tag": {
            "resource_id": f"${{{CONTROL_PLANE}.vpc_config[0].cluster_security_group_id}}",
            "key": "karpenter.sh/discovery",
            "value": "test",
        }
    }


def test_it_hands_out_what_others_need_to_reach_and_to_trust_it() -> None:
    assert _synthesize()["output"] == {
        "name": {"value": f"${{{CONTROL_PLANE}.name}}"},
        "arn": {"value": f"${{{CONTROL_PLANE}.arn}}"},
        "endpoint": {"value": f"${{{CONTROL_PLANE}.endpoint}}"},
        "issuer_url": {"value": f"${{{CONTROL_PLANE}.identity[0].oidc[0].issuer}}"},
        "certificate_authority_data": {"value": f"${{{CONTROL_PLANE}.certificate_authority[0].data}}"},
        "security_group_id": {"value": f"${{{CONTROL_PLANE}.vpc_config[0].cluster_security_group_id}}"},
    }


def test_an_ipv6_cluster_has_the_range_of_services_that_eks_chooses() -> None:
    ipv6 = PRIVATE.model_copy(update={"ip_family": "ipv6"})

    assert _control_plane(_synthesize(ipv6))["kubernetes_network_config"] == {"ip_family": "ipv6"}
