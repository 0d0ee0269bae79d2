"""A managed node group."""

import tomllib
from base64 import b64decode
from collections.abc import Iterator
from email import message_from_string
from email.message import Message

import pytest
import yaml

from config.compute.node_group import DesiredSizeOwner
from config.names import LAUNCH_TEMPLATE_LIMIT, NODE_GROUP_LIMIT
from tests.modules.node_groups import NODES, TEMPLATE, synthesize_node_group
from tests.synthesis import Json


def test_nodes_are_what_the_settings_say_and_no_more() -> None:
    assert synthesize_node_group()[NODES] == {
        "node-group-system_nodes": {
            "cluster_name": "test",
            "node_group_name": "system-e93d71f9",
            "version": "1.35",
            "node_role_arn": "arn:aws:iam::111122223333:role/test-node",
            "subnet_ids": ["subnet-eu-central-1a"],
            "ami_type": "AL2023_x86_64_STANDARD",
            "instance_types": ["m6i.large"],
            "capacity_type": "ON_DEMAND",
            "launch_template": {
                "id": "${aws_launch_template.node-group-system_launch-template.id}",
                "version": "${aws_launch_template.node-group-system_launch-template.latest_version}",
            },
            "scaling_config": {"min_size": 2, "max_size": 4, "desired_size": 2},
            "update_config": {"max_unavailable_percentage": 33},
            "lifecycle": {"create_before_destroy": True},
            "depends_on": ["aws_eks_addon.vpc-cni"],
        }
    }


def test_the_launch_template_hides_the_nodes_credentials_and_tags_what_the_provider_does_not() -> None:
    """No security group: nodes are in the one that EKS makes, alone."""
    tags = {"team": "platform", "Name": "test-system"}

    assert synthesize_node_group()[TEMPLATE] == {
        "node-group-system_launch-template": {
            "name": "test/system-e93d71f9",
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
            "lifecycle": {"create_before_destroy": True},
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
    template = synthesize_node_group(settings)[TEMPLATE]

    assert template["node-group-system_launch-template"]["block_device_mappings"] == [
        _volume(device, size) for device, size in volumes
    ]


def test_the_disk_is_as_it_is_asked_for() -> None:
    """The key is for both volumes of Bottlerocket, the performance for the one with images and pods."""
    key = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    disk = {"iops": 6000, "throughput": 500, "kms_key_id": key}
    (template,) = synthesize_node_group({"ami_type": "BOTTLEROCKET_x86_64", "disk": disk})[TEMPLATE].values()

    system, data = (it["ebs"] for it in template["block_device_mappings"])
    assert system == {**_volume("", 4)["ebs"], "kms_key_id": key}
    assert data == {**_volume("", 50)["ebs"], **disk}


NODE_CONFIG = "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec: {kubelet: {flags: [--v=2]}}\n"


def test_user_data_of_amazon_linux_is_a_part_for_each_document() -> None:
    text = message_from_string(_user_data({"user_data": NODE_CONFIG, "max_pods": 110}))

    assert [(it.get_content_type(), yaml.safe_load(str(it.get_payload()))["spec"]) for it in parts(text)] == [
        ("application/node.eks.aws", {"kubelet": {"flags": ["--v=2"]}}),
        ("application/node.eks.aws", {"kubelet": {"config": {"maxPods": 110}}}),
    ]


@pytest.mark.parametrize(
    ("user_data", "whole"),
    [
        (None, {"kubernetes": {"max-pods": 110}}),
        ("[settings.kubernetes]\nlog-level = 3\n", {"kubernetes": {"max-pods": 110, "log-level": 3}}),
        ('[settings.motd]\na = "b"\n', {"kubernetes": {"max-pods": 110}, "motd": {"a": "b"}}),
    ],
    ids=["nothing else", "the same section", "another section"],
)
def test_user_data_of_bottlerocket_is_one_text(user_data: str | None, whole: Json) -> None:
    text = _user_data({"ami_type": "BOTTLEROCKET_x86_64", "user_data": user_data, "max_pods": 110})

    assert tomllib.loads(text) == {"settings": whole}


def test_without_anything_to_say_there_is_no_user_data() -> None:
    (template,) = synthesize_node_group()[TEMPLATE].values()

    assert "user_data" not in template


def test_a_release_is_pinned_or_looked_up() -> None:
    """Looked up under a name that says what it does."""
    (pinned,) = synthesize_node_group({"release_version": "1.35.2-20260801"})[NODES].values()
    (latest,) = synthesize_node_group({"release_version": "latest"})[NODES].values()

    assert (pinned["release_version"], latest["release_version"]) == (
        "1.35.2-20260801",
        "${data.aws_ssm_parameter.node-group-system_release-moves-by-itself.insecure_value}",
    )


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
        "node_repair_config": {"max_unhealthy_node_threshold_percentage": 20, "max_parallel_nodes_repaired_count": 1},
    }
    nodes = synthesize_node_group(settings)[NODES]["node-group-system_nodes"]

    assert {
        name: nodes[name]
        for name in ("labels", "taint", "capacity_type", "instance_types", "update_config", "node_repair_config")
    } == {
        "labels": {"example.com/pool": "batch"},
        "taint": [
            {"key": "dedicated", "value": "batch", "effect": "NO_SCHEDULE"},
            {"key": "example.com/slow", "effect": "PREFER_NO_SCHEDULE"},
        ],
        "capacity_type": "SPOT",
        "instance_types": ["m6i.large", "m5.large"],
        "update_config": {"max_unavailable_percentage": 50},
        "node_repair_config": {
            "enabled": True,
            "max_unhealthy_node_threshold_percentage": 20,
            "max_parallel_nodes_repaired_count": 1,
        },
    }


def test_an_update_takes_away_a_number_of_nodes_or_a_share() -> None:
    (nodes,) = synthesize_node_group({"max_unavailable": 2})[NODES].values()

    assert nodes["update_config"] == {"max_unavailable": 2}


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
    nodes = synthesize_node_group(sizes)[NODES]["node-group-system_nodes"]

    assert nodes["scaling_config"] == {
        "min_size": sizes["min_size"],
        "max_size": sizes["max_size"],
        "desired_size": desired,
    }


def test_only_an_autoscaler_keeps_terraform_from_setting_the_size() -> None:
    lifecycles = {
        owner: synthesize_node_group({"desired_size_owner": owner})[NODES]["node-group-system_nodes"]["lifecycle"]
        for owner in DesiredSizeOwner
    }

    assert lifecycles == {
        DesiredSizeOwner.TERRAFORM: {"create_before_destroy": True},
        DesiredSizeOwner.AUTOSCALER: {
            "create_before_destroy": True,
            "ignore_changes": ["scaling_config[0].desired_size"],
        },
    }


def test_names_fit_for_the_longest_names() -> None:
    resources = synthesize_node_group(cluster="c" * 100, name="g" * 63)

    group = resources[NODES][f"node-group-{'g' * 63}_nodes"]["node_group_name"]
    template = resources[TEMPLATE][f"node-group-{'g' * 63}_launch-template"]["name"]
    assert (len(group), len(template)) == (NODE_GROUP_LIMIT, LAUNCH_TEMPLATE_LIMIT)


def _user_data(settings: Json) -> str:
    (template,) = synthesize_node_group(settings)[TEMPLATE].values()
    return b64decode(template["user_data"]).decode()


def parts(message: Message) -> Iterator[Message]:
    return (part for part in message.walk() if not part.is_multipart())


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


def test_the_metadata_of_an_ipv6_node_is_not_served_over_ipv6() -> None:
    template = synthesize_node_group(ip_family="ipv6")[TEMPLATE]["node-group-system_launch-template"]

    assert template["metadata_options"] == {
        "http_endpoint": "enabled",
        "http_tokens": "required",
        "http_put_response_hop_limit": 1,
        "http_protocol_ipv6": "disabled",
    }
