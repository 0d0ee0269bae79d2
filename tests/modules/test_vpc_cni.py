"""What the VPC CNI may do, and how it gives addresses to pods."""

import json

import pytest

from config.regions import Region
from config.vpc_cni import VpcCni
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


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (VpcCni(), {}),
        (VpcCni(enable_prefix_delegation=True), {"env": {"ENABLE_PREFIX_DELEGATION": "true"}}),
        (
            VpcCni(enable_prefix_delegation=True, warm_prefix_target=2),
            {"env": {"ENABLE_PREFIX_DELEGATION": "true", "WARM_PREFIX_TARGET": "2"}},
        ),
    ],
    ids=["as it is", "prefixes", "warm prefixes"],
)
def test_the_addon_is_told_only_what_differs(settings: VpcCni, expected: dict[str, object]) -> None:
    assert configuration(settings) == expected
