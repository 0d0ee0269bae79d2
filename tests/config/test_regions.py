"""Regions: what they say of the partition that they lie in."""

import pytest

from config.regions import Region


@pytest.mark.parametrize(
    ("region", "ec2", "logs"),
    [
        ("eu-central-1", "ec2.amazonaws.com", "logs.eu-central-1.amazonaws.com"),
        ("us-gov-west-1", "ec2.amazonaws.com", "logs.us-gov-west-1.amazonaws.com"),
        ("cn-north-1", "ec2.amazonaws.com.cn", "logs.cn-north-1.amazonaws.com.cn"),
    ],
)
def test_services_have_the_principals_of_the_partition(region: str, ec2: str, logs: str) -> None:
    services = ("ec2", "logs", "eks", "vpc-flow-logs")
    alike = ["eks.amazonaws.com", "vpc-flow-logs.amazonaws.com"]

    assert [Region(region).service_principal(service) for service in services] == [ec2, logs, *alike]
