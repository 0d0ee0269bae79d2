"""Everything carries the platform's tags, and nothing a tag that misleads others."""

import json
import re
from collections.abc import Iterator

from config.environment import Environment
from tests.synthesis import Synthesized, helm_values

DISCOVERY = "karpenter.sh/discovery"


def default_tags(synthesized: Synthesized, id: str) -> dict[str, str]:
    tags: dict[str, str] = synthesized.stack(id)["provider"]["aws"][0]["default_tags"][0]["tags"]
    return tags


def test_default_tags_say_environment_and_stack(synthesized: Synthesized, environments: dict[str, Environment]) -> None:
    for name, environment in environments.items():
        for id in (it for it in synthesized.manifest if it.startswith(f"{name}-")):
            kind = id.removeprefix(f"{name}-")
            asked = dict(environment.settings.tags)
            if environment.settings.repository is not None:
                asked["repository"] = environment.settings.repository
            assert default_tags(synthesized, id) == {**asked, "environment": name, "stack": kind}


def test_what_eks_makes_from_launch_templates_carries_them(synthesized: Synthesized) -> None:
    templates = list(synthesized.resources("aws_launch_template"))
    assert templates
    for id, _, template in templates:
        assert [it["resource_type"] for it in template["tag_specifications"]] == [
            "instance",
            "volume",
            "network-interface",
        ]
        for specification in template["tag_specifications"]:
            tags = {key: value for key, value in specification["tags"].items() if key != "Name"}
            assert tags == default_tags(synthesized, id)


def test_what_the_ebs_csi_driver_makes_carries_them(synthesized: Synthesized) -> None:
    configured = {
        id: json.loads(it["configuration_values"])["controller"]["extraVolumeTags"]
        for id, _, it in synthesized.resources("aws_eks_addon")
        if it["addon_name"] == "aws-ebs-csi-driver"
    }
    with_node_groups = {id for id, _, _ in synthesized.resources("aws_eks_node_group")}
    assert configured == {id: default_tags(synthesized, id) for id in with_node_groups}


def test_what_the_load_balancer_controller_makes_carries_them(synthesized: Synthesized) -> None:
    configured = {
        id: helm_values(release)["defaultTags"]
        for id, _, release in synthesized.resources("helm_release")
        if release["name"] == "aws-load-balancer-controller"
    }
    assert configured == {id: default_tags(synthesized, id) for id in configured}


def subnet_tags(synthesized: Synthesized) -> Iterator[tuple[str, str]]:
    """Tier and tag of every subnet: of those that are made, and of those that someone else made."""
    for _, name, subnet in synthesized.resources("aws_subnet"):
        yield from ((name.split("_")[1], key) for key in subnet["tags"])
    for _, _, tag in synthesized.resources("aws_ec2_tag"):
        existing = re.match(r"\$\{data\.aws_subnet\.network_([a-z]+)-", tag["resource_id"])
        if existing:
            yield existing[1], tag["key"]


def test_load_balancers_find_the_right_subnets(synthesized: Synthesized) -> None:
    roles = {(tier, key) for tier, key in subnet_tags(synthesized) if key.startswith("kubernetes.io/role/")}

    assert roles == {("public", "kubernetes.io/role/elb"), ("private", "kubernetes.io/role/internal-elb")}


def test_every_public_and_private_subnet_says_which_load_balancers_it_takes(synthesized: Synthesized) -> None:
    untagged = [
        (id, name)
        for id, name, subnet in synthesized.resources("aws_subnet")
        if name.split("_")[1] in {"public", "private"} and not any("kubernetes.io/role/" in it for it in subnet["tags"])
    ]

    assert untagged == []


def test_node_classes_find_the_private_subnets(synthesized: Synthesized) -> None:
    assert {tier for tier, key in subnet_tags(synthesized) if key == DISCOVERY} == {"private"}


def test_node_classes_find_exactly_one_security_group_of_each_cluster(synthesized: Synthesized) -> None:
    """The one that EKS makes, and none of ours: nodes with two could not be told apart by the load balancer's rules."""
    made = [
        (id, f"{kind}.{name}")
        for kind in ("aws_security_group", "aws_default_security_group")
        for id, name, group in synthesized.resources(kind)
        if DISCOVERY in group.get("tags", {})
    ]
    tagged = [
        (id, tag["resource_id"])
        for id, _, tag in synthesized.resources("aws_ec2_tag")
        if tag["key"] == DISCOVERY and "aws_subnet" not in tag["resource_id"]
    ]
    group = "${aws_eks_cluster.cluster_control-plane.vpc_config[0].cluster_security_group_id}"

    assert made == []
    assert tagged == [(id, group) for id, _, _ in synthesized.resources("aws_eks_cluster")]


def test_no_tag_claims_what_eks_tags_itself(synthesized: Synthesized) -> None:
    """Two security groups with `kubernetes.io/cluster/<name>` on one interface stop the load balancer controller."""
    claimed = [
        (id, name)
        for id, stack in synthesized.stacks.items()
        for instances in stack.get("resource", {}).values()
        for name, resource in instances.items()
        if "kubernetes.io/cluster/" in json.dumps([resource.get("tags"), resource.get("tag_specifications")])
    ]
    assert claimed == []
