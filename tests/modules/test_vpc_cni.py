"""What the VPC CNI may do, and how it gives addresses to pods."""

import json

import pytest

from config.cluster.vpc_cni import VpcCni
from config.regions import Region
from modules.vpc_cni import configuration, managed_policy_arns, policies

GOV = Region("us-gov-west-1")
EC2 = "arn:aws-us-gov:ec2:us-gov-west-1:111122223333"


def test_ipv4_addresses_are_given_with_the_policy_of_aws() -> None:
    assert managed_policy_arns("ipv4", GOV) == ["arn:aws-us-gov:iam::aws:policy/AmazonEKS_CNI_Policy"]
    assert policies("ipv4", region=GOV, account_id="111122223333") == {}


def test_ipv6_prefixes_are_given_with_a_policy_of_our_own() -> None:
    (policy,) = policies("ipv6", region=GOV, account_id="111122223333").values()

    assert managed_policy_arns("ipv6", GOV) == []
    assert {
        action: statement["Resource"]
        for statement in json.loads(policy.json())["Statement"]
        for action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])
    } == {
        "ec2:AssignIpv6Addresses": f"{EC2}:network-interface/*",
        "ec2:CreateTags": f"{EC2}:network-interface/*",
        "ec2:ModifyNetworkInterfaceAttribute": [
            f"{EC2}:instance/*",
            f"{EC2}:network-interface/*",
            f"{EC2}:security-group/*",
        ],
        **dict.fromkeys(
            (
                "ec2:DescribeInstances",
                "ec2:DescribeInstanceTypes",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeSecurityGroups",
                "ec2:DescribeSubnets",
                "ec2:DescribeTags",
            ),
            "*",
        ),
    }


PODS = {"eu-central-1a": "subnet-1", "eu-central-1b": "subnet-2"}


@pytest.mark.parametrize(
    ("settings", "pod_subnet_ids", "expected"),
    [
        (VpcCni(), {}, {}),
        (VpcCni(enable_prefix_delegation=True), {}, {"env": {"ENABLE_PREFIX_DELEGATION": "true"}}),
        (
            VpcCni(enable_prefix_delegation=True, warm_prefix_target=2),
            {},
            {"env": {"ENABLE_PREFIX_DELEGATION": "true", "WARM_PREFIX_TARGET": "2"}},
        ),
        (
            VpcCni(),
            PODS,
            {
                "env": {
                    "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG": "true",
                    "ENI_CONFIG_LABEL_DEF": "topology.kubernetes.io/zone",
                },
                "eniConfig": {
                    "create": True,
                    "region": "eu-central-1",
                    "subnets": {
                        "eu-central-1a": {"id": "subnet-1", "securityGroups": ["sg-1"]},
                        "eu-central-1b": {"id": "subnet-2", "securityGroups": ["sg-1"]},
                    },
                },
            },
        ),
    ],
    ids=["as it is", "prefixes", "warm prefixes", "subnets for pods"],
)
def test_the_addon_is_told_only_what_differs(
    settings: VpcCni, pod_subnet_ids: dict[str, str], expected: dict[str, object]
) -> None:
    told = configuration(
        settings, region=Region("eu-central-1"), pod_subnet_ids=pod_subnet_ids, security_group_id="sg-1"
    )

    assert told == expected
