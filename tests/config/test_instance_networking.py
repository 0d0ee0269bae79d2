"""The limits of instance types."""

import pytest

from config.compute.instance_networking import InstanceNetworking, is_nitro, networking_of


# https://docs.aws.amazon.com/ec2/latest/instancetypes/: "Network specifications" of each family.
@pytest.mark.parametrize(
    ("instance_type", "limits"),
    [
        ("m6i.large", InstanceNetworking(3, 10)),
        ("m7g.medium", InstanceNetworking(2, 4)),
        ("c5.18xlarge", InstanceNetworking(15, 50)),
        ("r6in.32xlarge", InstanceNetworking(8, 50)),
        ("t3.medium", InstanceNetworking(3, 6)),
        ("t3a.small", InstanceNetworking(2, 4)),
        ("g4dn.xlarge", InstanceNetworking(3, 10)),
        ("m8i.4xlarge", InstanceNetworking(8, 50)),
        ("m7i.metal-24xl", InstanceNetworking(15, 50)),
        ("m4.large", None),
        ("z9.large", None),
    ],
)
def test_the_limits_of_a_type(instance_type: str, limits: InstanceNetworking | None) -> None:
    assert networking_of(instance_type) == limits


def test_only_xen_is_not_nitro() -> None:
    types = ("t3.large", "t2.large", "i3.large", "i3.metal", "p3.2xlarge", "p3dn.24xlarge", "z9.large")

    assert [is_nitro(one) for one in types] == [True, False, False, True, False, True, True]
