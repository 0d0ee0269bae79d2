"""What can be reached, and from where; what is encrypted; what is tagged."""

import json

from config.cluster.encryption import GivenKey, OwnKey
from config.environment import Environment
from tests.made import made_cluster, made_network
from tests.synthesis import Synthesized, helm_values

Environments = dict[str, Environment]

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


def test_only_public_subnets_are_reached_from_the_internet(synthesized: Synthesized) -> None:
    """An internet gateway lets both ways; NAT and egress-only gateways answer only who has asked."""
    both_ways = {
        (route["route_table_id"].partition(".network_")[2].partition("_")[0], destination)
        for _, _, route in synthesized.resources("aws_route")
        for destination in (route.get("destination_cidr_block"), route.get("destination_ipv6_cidr_block"))
        if "gateway_id" in route and destination is not None
    }

    assert both_ways == {("public", "0.0.0.0/0"), ("public", "::/0")}


def test_the_public_api_endpoint_names_who_may_come(synthesized: Synthesized, environments: Environments) -> None:
    endpoints = {
        id: (it["vpc_config"]["endpoint_public_access"], it["vpc_config"].get("public_access_cidrs"))
        for id, _, it in synthesized.resources("aws_eks_cluster")
    }
    asked = {f"{name}-cluster": made_cluster(it) for name, it in environments.items() if it.settings.cluster}
    assert endpoints == {
        id: (it.endpoint_public_access, [str(cidr) for cidr in it.public_access_cidrs] or None)
        for id, it in asked.items()
    }
    assert [id for id, (public, cidrs) in endpoints.items() if public != bool(cidrs)] == []


def test_the_private_api_endpoint_is_always_there(synthesized: Synthesized) -> None:
    clusters = synthesized.resources("aws_eks_cluster")
    assert {it["vpc_config"]["endpoint_private_access"] for _, _, it in clusters} == {True}


def test_the_smoke_test_is_open_to_those_who_may_reach_the_api(
    synthesized: Synthesized, environments: Environments
) -> None:
    values = {id: helm_values(it) for id, _, it in synthesized.resources("helm_release") if id.endswith("-smoke-test")}
    allowed = {
        f"{name}-smoke-test": [str(cidr) for cidr in it.platform.public_access_cidrs]
        for name, it in environments.items()
        if it.settings.smoke_test is not None
    }
    assert {id: (it["scheme"], it["allowedCidrs"]) for id, it in values.items()} == {
        id: ("internet-facing" if cidrs else "internal", cidrs) for id, cidrs in allowed.items()
    }


def test_no_security_group_is_for_nodes(synthesized: Synthesized) -> None:
    """Nodes live in the group that EKS makes; the default group of the VPC is taken over without a rule.

    The group that EKS makes may get rules that a file asks for. Interface endpoints have a group of their own.
    """
    groups = {
        (kind, tuple(sorted(resource)))
        for stack in synthesized.stacks.values()
        for kind, instances in stack.get("resource", {}).items()
        for resource in instances.values()
        if "security_group" in kind and kind != "aws_vpc_security_group_ingress_rule"
    }
    assert groups == {
        ("aws_default_security_group", ("egress", "ingress", "tags", "vpc_id")),
        ("aws_security_group", ("description", "name", "tags", "vpc_id")),
    }


def test_endpoints_take_https_from_the_vpc_and_nothing_else(synthesized: Synthesized) -> None:
    rules = [
        (it["cidr_ipv4"], it["from_port"], it["to_port"])
        for id, _, it in synthesized.resources("aws_vpc_security_group_ingress_rule")
        if id.endswith("-network")
    ]
    assert set(rules) == {("${aws_vpc.network_vpc.cidr_block}", 443, 443)}


def test_only_what_the_file_names_is_let_in_to_the_control_plane(
    synthesized: Synthesized, environments: Environments
) -> None:
    rules = {
        (id, it["description"], it["from_port"], it.get("cidr_ipv4"), it.get("referenced_security_group_id"))
        for id, _, it in synthesized.resources("aws_vpc_security_group_ingress_rule")
        if id.endswith("-cluster")
    }
    assert rules == {
        (
            f"{name}-cluster",
            rule.description,
            rule.from_port,
            None if rule.cidr_ipv4 is None else str(rule.cidr_ipv4),
            rule.referenced_security_group_id,
        )
        for name, it in environments.items()
        if it.settings.cluster is not None
        for rule in it.settings.cluster.security_group_ingress_rules.values()
    }


def test_nobody_gets_rights_for_having_made_the_cluster(synthesized: Synthesized) -> None:
    assert {
        json.dumps(it["access_config"], sort_keys=True) for _, _, it in synthesized.resources("aws_eks_cluster")
    } == {'{"authentication_mode": "API", "bootstrap_cluster_creator_admin_permissions": false}'}


def test_secrets_and_control_plane_logs_are_encrypted_with_the_key_of_the_cluster(
    synthesized: Synthesized, environments: Environments
) -> None:
    """Its own key, or the one that the file gives it."""
    keys = {
        f"{name}-cluster": given.key_arn
        if isinstance(given := it.settings.cluster.encryption, GivenKey)
        else "${aws_kms_key.encryption_key.arn}"
        for name, it in environments.items()
        if it.settings.cluster is not None
    }
    assert {id: it["encryption_config"] for id, _, it in synthesized.resources("aws_eks_cluster")} == {
        id: {"provider": {"key_arn": key}, "resources": ["secrets"]} for id, key in keys.items()
    }
    groups = {(id, it.get("kms_key_id")) for id, _, it in synthesized.resources("aws_cloudwatch_log_group")}
    assert groups == {(id, keys.get(id)) for id, _ in groups}


def test_every_log_group_forgets(synthesized: Synthesized, environments: Environments) -> None:
    retention = {it["name"]: it["retention_in_days"] for _, _, it in synthesized.resources("aws_cloudwatch_log_group")}
    asked = environments.values()
    assert retention == {
        **{
            f"/aws/eks/{it.cluster_name}/cluster": made_cluster(it).log_retention_in_days
            for it in asked
            if it.settings.cluster
        },
        **{
            f"/aws/vpc/{it.cluster_name}/flow-logs": made_network(it).flow_logs.retention_in_days
            for it in asked
            if it.settings.network
        },
    }


def test_keys_rotate(synthesized: Synthesized) -> None:
    assert {it["enable_key_rotation"] for _, _, it in synthesized.resources("aws_kms_key")} == {True}


def test_nodes_hide_their_credentials_and_encrypt_their_disks(synthesized: Synthesized) -> None:
    for _, _, template in synthesized.resources("aws_launch_template"):
        options = dict(template["metadata_options"])
        assert options.pop("http_protocol_ipv6", "disabled") == "disabled"
        assert options == {
            "http_endpoint": "enabled",
            "http_tokens": "required",
            "http_put_response_hop_limit": 1,
        }
        assert {(it["ebs"]["encrypted"], it["ebs"]["volume_type"]) for it in template["block_device_mappings"]} == {
            ("true", "gp3")
        }
        assert "vpc_security_group_ids" not in template
        assert "network_interfaces" not in template


def test_what_must_not_be_lost_is_protected_unless_the_file_says_otherwise(
    synthesized: Synthesized, environments: Environments
) -> None:
    protected = {
        (id, kind)
        for id, stack in synthesized.stacks.items()
        for kind, instances in stack.get("resource", {}).items()
        for resource in instances.values()
        if resource.get("lifecycle", {}).get("prevent_destroy") or resource.get("deletion_protection")
    }
    precious = {"aws_eks_cluster": "cluster", "aws_kms_key": "cluster", "aws_s3_bucket": "state-bucket"}
    assert protected == {
        (f"{name}-{stack}", kind)
        for name, it in environments.items()
        for kind, stack in precious.items()
        if it.settings.deletion_protection and f"{name}-{stack}" in synthesized.manifest
        if stack == "state-bucket" or it.settings.cluster
        if kind != "aws_kms_key" or isinstance(made_cluster(it).encryption, OwnKey)
    }
