"""What can be reached, and from where; what is encrypted; what is tagged."""

import json

from tests.synthesis import Synthesized, helm_values

ANYWHERE = ("0.0.0.0/0", "::/0")


def test_nothing_is_open_to_the_internet(synthesized: Synthesized) -> None:
    """The one way out is a route; nothing says that anyone may come in."""
    named = [
        (id, kind)
        for id, stack in synthesized.stacks.items()
        for kind, instances in stack.get("resource", {}).items()
        for resource in instances.values()
        if any(anywhere in json.dumps(resource) for anywhere in ANYWHERE)
    ]
    assert {kind for _, kind in named} == {"aws_route"}


def test_the_public_api_endpoint_names_who_may_come(synthesized: Synthesized) -> None:
    endpoints = {
        id: {
            key: it["vpc_config"].get(key)
            for key in ("endpoint_private_access", "endpoint_public_access", "public_access_cidrs")
        }
        for id, _, it in synthesized.resources("aws_eks_cluster")
    }
    assert endpoints == {
        "dev-cluster": {
            "endpoint_private_access": True,
            "endpoint_public_access": True,
            "public_access_cidrs": ["203.0.113.0/24"],
        },
        "prod-cluster": {
            "endpoint_private_access": True,
            "endpoint_public_access": False,
            "public_access_cidrs": None,
        },
    }


def test_the_smoke_test_is_open_to_those_who_may_reach_the_api(synthesized: Synthesized) -> None:
    ((_, _, release),) = [it for it in synthesized.resources("helm_release") if it[0] == "dev-smoke-test"]
    values = helm_values(release)
    assert (values["scheme"], values["allowedCidrs"]) == ("internet-facing", ["203.0.113.0/24"])


def test_no_security_group_of_ours_exists(synthesized: Synthesized) -> None:
    """Nodes live in the group that EKS makes; the default group of the VPC is taken over without a rule."""
    groups = {
        (kind, tuple(sorted(resource)))
        for stack in synthesized.stacks.values()
        for kind, instances in stack.get("resource", {}).items()
        for resource in instances.values()
        if "security_group" in kind
    }
    assert groups == {("aws_default_security_group", ("tags", "vpc_id"))}


def test_nobody_gets_rights_for_having_made_the_cluster(synthesized: Synthesized) -> None:
    assert {
        json.dumps(it["access_config"], sort_keys=True) for _, _, it in synthesized.resources("aws_eks_cluster")
    } == {'{"authentication_mode": "API", "bootstrap_cluster_creator_admin_permissions": false}'}


def test_secrets_and_control_plane_logs_are_encrypted_with_the_key_of_the_cluster(synthesized: Synthesized) -> None:
    for _, _, cluster in synthesized.resources("aws_eks_cluster"):
        assert cluster["encryption_config"] == {
            "provider": {"key_arn": "${aws_kms_key.encryption_key.arn}"},
            "resources": ["secrets"],
        }
    groups = {
        (id.split("-", 1)[1], it.get("kms_key_id")) for id, _, it in synthesized.resources("aws_cloudwatch_log_group")
    }
    assert groups == {("cluster", "${aws_kms_key.encryption_key.arn}"), ("network", None)}


def test_every_log_group_forgets(synthesized: Synthesized) -> None:
    retention = {it["name"]: it["retention_in_days"] for _, _, it in synthesized.resources("aws_cloudwatch_log_group")}
    assert retention == {
        "/aws/eks/dev/cluster": 90,
        "/aws/eks/prod/cluster": 90,
        "/aws/vpc/dev/flow-logs": 30,
        "/aws/vpc/prod/flow-logs": 30,
    }


def test_keys_rotate(synthesized: Synthesized) -> None:
    assert {it["enable_key_rotation"] for _, _, it in synthesized.resources("aws_kms_key")} == {True}


def test_nodes_hide_their_credentials_and_encrypt_their_disks(synthesized: Synthesized) -> None:
    for _, _, template in synthesized.resources("aws_launch_template"):
        assert template["metadata_options"] == {
            "http_endpoint": "enabled",
            "http_tokens": "required",
            "http_put_response_hop_limit": 1,
        }
        assert {(it["ebs"]["encrypted"], it["ebs"]["volume_type"]) for it in template["block_device_mappings"]} == {
            ("true", "gp3")
        }
        assert "vpc_security_group_ids" not in template
        assert "network_interfaces" not in template


def test_what_must_not_be_lost_is_protected_outside_dev(synthesized: Synthesized) -> None:
    protected = sorted(
        (id, kind)
        for id, stack in synthesized.stacks.items()
        for kind, instances in stack.get("resource", {}).items()
        for resource in instances.values()
        if resource.get("lifecycle", {}).get("prevent_destroy") or resource.get("deletion_protection")
    )
    assert protected == [
        ("prod-cluster", "aws_eks_cluster"),
        ("prod-cluster", "aws_kms_key"),
        ("prod-state-bucket", "aws_s3_bucket"),
    ]
