"""A managed node group."""

from collections.abc import Mapping
from types import MappingProxyType

import pytest
from cdktf import TerraformResource
from cdktf_cdktf_provider_aws.eks_addon import EksAddon
from constructs import Construct

from config.names import LAUNCH_TEMPLATE_LIMIT, ClusterNames
from config.node_group import DesiredSizeOwner
from config.node_group import NodeGroup as NodeGroupSettings
from modules.node_group import NodeGroup
from tests.synthesis import Json, synthesize_stack

NODES = "aws_eks_node_group"
TEMPLATE = "aws_launch_template"


def _synthesize(
    settings: Mapping[str, object] = MappingProxyType({}), *, cluster: str = "test", name: str = "system"
) -> Json:
    def build(stack: Construct) -> None:
        NodeGroup(
            stack,
            f"node-group-{name}",
            name=name,
            cluster_name=cluster,
            names=ClusterNames(cluster),
            settings=NodeGroupSettings.model_validate({"availability_zones": ("eu-central-1a",), **settings}),
            kubernetes_version="1.35",
            role_arn="arn:aws:iam::111122223333:role/test-node",
            subnet_ids=["subnet-1", "subnet-2"],
            tags={"team": "platform"},
            depends_on=[_network_addon(stack)],
        )

    return synthesize_stack(build)["resource"]


def _network_addon(stack: Construct) -> TerraformResource:
    return EksAddon(stack, "vpc-cni", cluster_name="test", addon_name="vpc-cni")


def test_nodes_are_what_the_settings_say_and_no_more() -> None:
    assert _synthesize()[NODES] == {
        "node-group-system_nodes": {
            "cluster_name": "test",
            "node_group_name": "system",
            "version": "1.35",
            "node_role_arn": "arn:aws:iam::111122223333:role/test-node",
            "subnet_ids": ["subnet-1", "subnet-2"],
            "ami_type": "AL2023_x86_64_STANDARD",
            "instance_types": ["m6i.large"],
            "capacity_type": "ON_DEMAND",
            "launch_template": {
                "id": "${aws_launch_template.node-group-system_launch-template.id}",
                "version": "${aws_launch_template.node-group-system_launch-template.latest_version}",
            },
            "scaling_config": {"min_size": 2, "max_size": 4, "desired_size": 2},
            "update_config": {"max_unavailable_percentage": 33},
            "depends_on": ["aws_eks_addon.vpc-cni"],
        }
    }


def test_the_launch_template_hides_the_nodes_credentials_and_tags_what_the_provider_does_not() -> None:
    """No security group: nodes are in the one that EKS makes, alone."""
    tags = {"team": "platform", "Name": "test-system"}

    assert _synthesize()[TEMPLATE] == {
        "node-group-system_launch-template": {
            "name": "test/system",
            "update_default_version": True,
            "metadata_options": {
                "http_endpoint": "enabled",
                "http_tokens": "required",
                "http_put_response_hop_limit": 1,
            },
            "block_device_mappings": [_volume("/dev/xvda", 50)],
            "tag_specifications": [
                {"resource_type": resource_type, "tags": tags}
                for resource_type in ("instance", "volume", "network-interface")
            ],
        }
    }


@pytest.mark.parametrize(
    ("ami_type", "volumes"),
    [
        ("AL2023_x86_64_STANDARD", [("/dev/xvda", 120)]),
        ("AL2023_ARM_64_STANDARD", [("/dev/xvda", 120)]),
        ("BOTTLEROCKET_x86_64", [("/dev/xvda", 4), ("/dev/xvdb", 120)]),
        ("BOTTLEROCKET_ARM_64_FIPS", [("/dev/xvda", 4), ("/dev/xvdb", 120)]),
    ],
)
def test_disk_size_is_that_of_the_volume_which_holds_images_and_pods(
    ami_type: str, volumes: list[tuple[str, int]]
) -> None:
    instance_types = ("m7g.large",) if "_ARM_" in ami_type else ("m6i.large",)

    settings = {"ami_type": ami_type, "instance_types": instance_types, "disk_size": 120}
    template = _synthesize(settings)[TEMPLATE]

    assert template["node-group-system_launch-template"]["block_device_mappings"] == [
        _volume(device, size) for device, size in volumes
    ]


def test_labels_taints_and_capacity_go_to_eks_in_its_own_words() -> None:
    settings = {
        "labels": {"example.com/pool": "batch"},
        "taints": (
            {"key": "dedicated", "value": "batch", "effect": "NO_SCHEDULE"},
            {"key": "example.com/slow", "effect": "PREFER_NO_SCHEDULE"},
        ),
        "capacity_type": "SPOT",
        "instance_types": ("m6i.large", "m5.large"),
        "max_unavailable_percentage": 50,
    }
    nodes = _synthesize(settings)[NODES]["node-group-system_nodes"]

    assert {name: nodes[name] for name in ("labels", "taint", "capacity_type", "instance_types", "update_config")} == {
        "labels": {"example.com/pool": "batch"},
        "taint": [
            {"key": "dedicated", "value": "batch", "effect": "NO_SCHEDULE"},
            {"key": "example.com/slow", "effect": "PREFER_NO_SCHEDULE"},
        ],
        "capacity_type": "SPOT",
        "instance_types": ["m6i.large", "m5.large"],
        "update_config": {"max_unavailable_percentage": 50},
    }


@pytest.mark.parametrize(
    ("sizes", "desired"),
    [
        ({"min_size": 3, "max_size": 6}, 3),
        ({"min_size": 3, "max_size": 6, "desired_size": 5}, 5),
        ({"min_size": 0, "max_size": 6, "desired_size": 0}, 0),
    ],
    ids=["left out", "given", "zero"],
)
def test_the_desired_size_is_the_least_one_where_it_is_left_out(sizes: dict[str, int], desired: int) -> None:
    nodes = _synthesize(sizes)[NODES]["node-group-system_nodes"]

    assert nodes["scaling_config"] == {
        "min_size": sizes["min_size"],
        "max_size": sizes["max_size"],
        "desired_size": desired,
    }


def test_only_an_autoscaler_keeps_terraform_from_setting_the_size() -> None:
    lifecycles = {
        owner: _synthesize({"desired_size_owner": owner})[NODES]["node-group-system_nodes"].get("lifecycle")
        for owner in DesiredSizeOwner
    }

    assert lifecycles == {
        DesiredSizeOwner.TERRAFORM: None,
        DesiredSizeOwner.AUTOSCALER: {"ignore_changes": ["scaling_config[0].desired_size"]},
    }


def test_the_name_of_the_launch_template_fits_for_the_longest_names() -> None:
    template = _synthesize(cluster="c" * 100, name="g" * 63)[TEMPLATE]

    name = template[f"node-group-{'g' * 63}_launch-template"]["name"]
    assert (len(name), name) == (LAUNCH_TEMPLATE_LIMIT, ClusterNames("c" * 100).launch_template("g" * 63))


def _volume(device_name: str, volume_size: int) -> Json:
    return {
        "device_name": device_name,
        "ebs": {
            "volume_size": volume_size,
            "volume_type": "gp3",
            "encrypted": "true",
            "delete_on_termination": "true",
        },
    }
