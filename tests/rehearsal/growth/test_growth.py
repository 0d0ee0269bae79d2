"""What comes to an environment is created, what is edited is updated in place, and what stays is left alone."""

import pytest

from tests.rehearsal.changing import Platform, Settings, committed, edited, in_state

pytestmark = pytest.mark.slow

DEV = committed("dev")
NODES = {"availability_zones": ["eu-central-1a", "eu-central-1b"]}
DEPLOYER = "arn:aws:iam::111122223333:role/platform-deployer"
LOAD_BALANCERS = "aws-load-balancer-controller"


def of_controller(name: str, purpose: str) -> set[str]:
    """The addresses of everything that a controller with one policy has."""
    return {
        f"aws_iam_policy.{name}_identity_{purpose}-policy",
        f"aws_iam_role.{name}_identity_role",
        f"aws_iam_role_policy_attachment.{name}_identity_{purpose}",
        f"helm_release.{name}_helm_release",
    }


def test_node_groups_and_people_come_and_go(dev: Platform) -> None:
    """In front of those that are there, and behind them."""
    before = dev.objects()
    new = {
        "aws_eks_node_group.node-group-front_nodes",
        "aws_launch_template.node-group-front_launch-template",
        "aws_eks_node_group.node-group-zeta_nodes",
        "aws_launch_template.node-group-zeta_launch-template",
        "aws_eks_access_entry.access_111122223333-role-builder",
        "aws_eks_access_policy_association.access_111122223333-role-builder_AmazonEKSClusterAdminPolicy",
        "aws_eks_access_entry.access_111122223333-role-viewer",
        "aws_eks_access_policy_association.access_111122223333-role-viewer_AmazonEKSViewPolicy",
    }
    edits: Settings = {
        "cluster.node_groups": {"front": NODES, "system": NODES, "zeta": NODES},
        "cluster.deployers": ["arn:aws:iam::111122223333:role/builder", DEPLOYER],
        "cluster.viewers": ["arn:aws:iam::111122223333:role/viewer"],
    }

    dev.change({"dev": edited(DEV, edits)})
    assert dev.apply("dev-cluster") == dict.fromkeys(new, "create")
    dev.change({"dev": DEV})
    assert dev.apply("dev-cluster") == dict.fromkeys(new, "delete")
    assert dev.objects() == before


def test_controllers_come_and_go(dev: Platform) -> None:
    """Also one that others come after, while they are there."""
    before = dev.objects()
    without_smoke_test = edited(DEV, {"smoke_test": None})
    stack = "dev-controllers"

    dev.change({"dev": edited(without_smoke_test, {"controllers.external-dns": None})})
    assert dev.apply(stack) == dict.fromkeys(of_controller("external-dns", "route53"), "delete")
    dev.change({"dev": DEV})
    assert dev.apply(stack) == dict.fromkeys(of_controller("external-dns", "route53"), "create")

    dev.change({"dev": edited(without_smoke_test, {f"controllers.{LOAD_BALANCERS}": None})})
    assert dev.apply(stack) == dict.fromkeys(of_controller(LOAD_BALANCERS, "load-balancing"), "delete")
    dev.change({"dev": DEV})
    assert dev.apply(stack) == dict.fromkeys(of_controller(LOAD_BALANCERS, "load-balancing"), "create")

    assert dev.plan("dev-smoke-test") == {}
    assert dev.objects() == before


def test_tags_change_in_place(dev: Platform) -> None:
    """Whatever has tags, and what hands them on: the nodes' launch template, the driver and the controller."""
    handing_on = {
        "aws_eks_node_group.node-group-system_nodes",
        "helm_release.aws-load-balancer-controller_helm_release",
    }
    tagged = {
        stack: {
            address: "update"
            for address, attributes in in_state(dev.rehearsal, stack).items()
            if "tags_all" in attributes or address in handing_on
        }
        for stack in dev.rehearsal.stacks
    }

    dev.change({"dev": edited(DEV, {"tags": {"team": "platform"}})})

    assert dev.plan_all() == {stack: updates for stack, updates in tagged.items() if updates}


def test_edits_in_place(dev: Platform) -> None:
    """Everything that an environment file may change without anything being replaced."""
    nodes: Settings = {
        **NODES,
        "min_size": 1,
        "max_size": 5,
        "desired_size": 3,
        "disk_size": 80,
        "labels": {"example.com/purpose": "system"},
        "taints": [{"key": "dedicated", "effect": "PREFER_NO_SCHEDULE"}],
        "max_unavailable_percentage": 50,
    }
    edits: Settings = {
        "network.nat_gateway": {"mode": "per-zone"},
        "network.flow_logs": {"retention_in_days": 90},
        "cluster.node_groups.system": nodes,
        "cluster.public_access_cidrs": ["198.51.100.0/24"],
        "cluster.enabled_cluster_log_types": ["audit"],
        "cluster.log_retention_in_days": 30,
        "cluster.support_type": "EXTENDED",
        "cluster.addon_versions": {"coredns": "v1.13.2-eksbuild.9"},
        "cluster.oidc_thumbprint": "left-out",
        "deletion_protection": True,
        "hosted_zones": [{"name": "dev.example.com", "id": "Z0DEVEXAMPLE0000002"}],
        "controllers.external-dns": {"policy": "upsert-only"},
        "controllers.aws-load-balancer-controller": {"replica_count": 3},
        "smoke_test.service_hostname": "other.dev.example.com",
    }
    second_gateway = {
        "aws_eip.network_nat_eu-central-1b-address": "create",
        "aws_nat_gateway.network_nat_eu-central-1b-gateway": "create",
        "aws_route.network_private_eu-central-1b-nat-route": "update",
    }

    dev.change({"dev": edited(DEV, edits)})

    assert dev.plan_all() == {
        "dev-network": {**second_gateway, "aws_cloudwatch_log_group.network_flow-logs_logs": "update"},
        "dev-cluster": dict.fromkeys(
            (
                "aws_cloudwatch_log_group.cluster_logs",
                "aws_eks_addon.addons-after-nodes_coredns",
                "aws_eks_cluster.cluster_control-plane",
                "aws_eks_node_group.node-group-system_nodes",
                "aws_launch_template.node-group-system_launch-template",
            ),
            "update",
        ),
        "dev-controllers": dict.fromkeys(
            (
                "aws_iam_policy.external-dns_identity_route53-policy",
                "helm_release.aws-load-balancer-controller_helm_release",
                "helm_release.external-dns_helm_release",
            ),
            "update",
        ),
        "dev-smoke-test": {"helm_release.web_release": "update"},
    }
