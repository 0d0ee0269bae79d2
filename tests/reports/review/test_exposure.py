"""Who can reach what: each sentence, with how much it deserves to be looked at."""

from pathlib import Path

import pytest

from reports.review.ranges import are_wide, is_everybody
from tests.reports.review.reviewing import change, gone, made, said, update
from tests.synthesis import Json

GROUP, RULE = "aws_security_group.x", "aws_vpc_security_group_ingress_rule.x"
CLUSTER, ACL = "aws_eks_cluster.x", "aws_network_acl.x"


@pytest.mark.parametrize(
    ("ranges", "everybody"),
    [
        (["0.0.0.0/0"], True),
        (["::/0"], True),
        (["0::0/0"], True),
        (["1.2.3.4/0"], True),
        (["0.0.0.0/1", "128.0.0.0/1"], True),
        (["0.0.0.0/1", "128.0.0.0/2", "10.0.0.0/8", "192.0.0.0/2"], True),
        (["::/1", "8000::/1"], True),
        (["0.0.0.0/1", "8000::/1"], False),
        (["0.0.0.0/1", "128.0.0.0/2"], False),
        (["10.0.0.1", "x/0", ""], False),
    ],
)
def test_everybody(ranges: list[str], *, everybody: bool) -> None:
    assert is_everybody(ranges) == everybody


@pytest.mark.parametrize(
    ("ranges", "wide"),
    [
        (["10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "198.18.0.0/15"], False),
        (["fc00::/7"], False),
        (["203.0.0.0/16"], False),
        (["2001:db8::/32"], False),
        (["sg-1", "a/b", ""], False),
        (["10.0.0.0/7"], True),
        (["52.0.0.0/8"], True),
        (["203.0.0.0/15"], True),
        (["0.0.0.0/1"], True),
        (["2000::/3"], True),
        (["2001:db8::/31"], True),
        (["192.168.0.0/16", "192.169.0.0/16"], False),
        (["203.0.0.0/16", "203.0.0.0/17", "203.0.0.1/32"], False),
        (["203.0.0.0/16", "198.51.100.1/32"], True),
    ],
)
def test_ranges_with_strangers(ranges: list[str], *, wide: bool) -> None:
    """More public addresses than a /16 has, or a /32 of IPv6."""
    assert are_wide(ranges) == wide


def rule(port: int, *ranges: str, protocol: str = "tcp") -> Json:
    return {"from_port": port, "to_port": port, "protocol": protocol, "cidr_blocks": list(ranges)}


def endpoint(*ranges: str, public: bool = True, private: bool = True) -> Json:
    config = {"endpoint_public_access": public, "endpoint_private_access": private, "public_access_cidrs": list(ranges)}
    return {"vpc_config": [config]}


def acl(*rules: Json) -> Json:
    return {"ingress": [{"from_port": 22, "to_port": 22, "protocol": "6", "action": "allow", **it} for it in rules]}


def route(**values: Json) -> Json:
    return {"destination_cidr_block": "0.0.0.0/0", **values}


@pytest.mark.parametrize(
    ("done", "sentences"),
    [
        (
            update(GROUP, {"ingress": [rule(22, "10.0.0.0/8")]}, {"ingress": [rule(22, "10.0.0.0/8", "0.0.0.0/0")]}),
            ["reach: **`0.0.0.0/0`** (everybody) can now reach `tcp 22`"],
        ),
        (
            update(GROUP, {"ingress": [rule(22, "10.0.0.0/8")]}, {"ingress": []}),
            ["note: `10.0.0.0/8` can no longer reach `tcp 22`"],
        ),
        (
            change(GROUP, "create", after={"egress": [rule(0, "0.0.0.0/0", protocol="-1")]}),
            ["note: **`0.0.0.0/0`** (everybody) can now be reached on **every port**"],
        ),
        (
            change(RULE, "create", after={"cidr_ipv6": "::/0", "ip_protocol": "tcp", "from_port": 80, "to_port": 90}),
            ["reach: **`::/0`** (everybody) can now reach `tcp 80 to 90`"],
        ),
        (
            change(RULE, "create", after={"ip_protocol": "-1"}, after_unknown={"referenced_security_group_id": True}),
            ["note: a security group (known after apply) can now reach **every port**"],
        ),
        (
            update(CLUSTER, endpoint("203.0.113.0/24"), endpoint("203.0.113.0/24", "198.51.100.0/24")),
            ["note: `198.51.100.0/24` can now reach the **Kubernetes API**"],
        ),
        (
            update(CLUSTER, endpoint(public=False), endpoint()),
            [
                "reach: **`0.0.0.0/0`** (everybody) can now reach the **Kubernetes API**",
                "reach: `vpc_config.endpoint_public_access`: the Kubernetes API gets a **public** endpoint",
            ],
        ),
        (
            change("aws_route.x", "create", after={"gateway_id": "igw-1", "destination_cidr_block": "0.0.0.0/0"}),
            ["reach: what has a public address behind this route **can be reached from the internet**"],
        ),
        (
            update(GROUP, {"ingress": [rule(22)]}, {"ingress": [rule(22, "0.0.0.0/1", "128.0.0.0/1")]}),
            [
                "reach: **`0.0.0.0/1`** (strangers are in it) can now reach `tcp 22`",
                "reach: **`128.0.0.0/1`** (strangers are in it) can now reach `tcp 22`",
                "reach: these ranges together are **everybody**, who can now reach `tcp 22`",
            ],
        ),
        (
            update(CLUSTER, endpoint("203.0.113.0/24"), endpoint("203.0.113.0/24", "52.0.0.0/8")),
            ["reach: **`52.0.0.0/8`** (strangers are in it) can now reach the **Kubernetes API**"],
        ),
        (
            made(GROUP, ingress=[rule(22, "198.50.0.0/16", "203.0.0.0/16")]),
            [
                "note: `198.50.0.0/16` can now reach `tcp 22`",
                "note: `203.0.0.0/16` can now reach `tcp 22`",
                "reach: these ranges together **have strangers in them**, who can now reach `tcp 22`",
            ],
        ),
        (
            update(
                GROUP,
                {"ingress": [rule(22, "0.0.0.0/1", "128.0.0.0/1")]},
                {"ingress": [rule(22, "0.0.0.0/1", "128.0.0.0/1", "10.0.0.0/8")]},
            ),
            ["note: `10.0.0.0/8` can now reach `tcp 22`"],
        ),
        (
            update(GROUP, {"ingress": []}, {"ingress": [{**rule(0, "0::0/0"), "to_port": 65535}]}),
            ["reach: **`0::0/0`** (everybody) can now reach **every port** of `tcp`"],
        ),
        (
            update(
                GROUP,
                {"ingress": [rule(22, "10.0.0.0/8")]},
                {"ingress": [rule(22, "10.0.0.0/8", "")]},
                after_unknown={"ingress": [{"cidr_blocks": [False, True]}]},
            ),
            ["reach: an address range (known after apply) can now reach `tcp 22`"],
        ),
        (
            update(GROUP, {"ingress": [rule(22, "10.0.0.0/8")]}, {}, after_unknown={"ingress": True}),
            [
                "reach: an address range (known after apply) can now reach some ports",
                "note: `10.0.0.0/8` can no longer reach `tcp 22`",
            ],
        ),
        (change(GROUP, "create", after={}, after_unknown={"ingress": True, "egress": True}), []),
        (
            change(RULE, "create", after={"ip_protocol": "-1"}, after_unknown={"cidr_ipv4": True}),
            ["reach: an address range (known after apply) can now reach **every port**"],
        ),
        (
            change(
                "aws_security_group_rule.x",
                "create",
                after={"type": "ingress", **rule(22, "10.0.0.0/8")},
                after_unknown={"source_security_group_id": True},
            ),
            ["note: `10.0.0.0/8` can now reach `tcp 22`"],
        ),
        (
            update(
                CLUSTER,
                endpoint(public=False),
                {"vpc_config": [{"endpoint_public_access": True, "endpoint_private_access": True}]},
                after_unknown={"vpc_config": [{"public_access_cidrs": True}]},
            ),
            [
                "reach: an address range (known after apply) can now reach the **Kubernetes API**",
                "reach: `vpc_config.endpoint_public_access`: the Kubernetes API gets a **public** endpoint",
            ],
        ),
        (
            update(ACL, acl(), acl({"cidr_block": "0.0.0.0/0"})),
            ["reach: **`0.0.0.0/0`** (everybody) can now reach `tcp 22`, as far as the network ACL goes"],
        ),
        (
            update(ACL, acl({"cidr_block": "198.51.100.0/24", "action": "deny"}), acl()),
            ["reach: `198.51.100.0/24` is **no longer denied** `tcp 22`, as far as the network ACL goes"],
        ),
        (
            made("aws_network_acl_rule.x", rule_action="allow", egress=False, protocol="-1", ipv6_cidr_block="::/0"),
            ["reach: **`::/0`** (everybody) can now reach **every port**, as far as the network ACL goes"],
        ),
        (
            made("aws_network_acl_rule.x", rule_action="deny", egress=False, protocol="-1", cidr_block="10.0.0.0/8"),
            ["note: `10.0.0.0/8` can no longer reach **every port**, as far as the network ACL goes"],
        ),
        (
            update("aws_ec2_managed_prefix_list.x", {"entry": []}, {"entry": [{"cidr": "0.0.0.0/0"}]}),
            ["reach: **`0.0.0.0/0`** (everybody) can now reach **whatever lets in this prefix list**"],
        ),
        (
            gone("aws_ec2_managed_prefix_list_entry.x", cidr="10.0.0.0/8"),
            ["note: `10.0.0.0/8` can no longer reach **whatever lets in this prefix list**"],
        ),
        (
            update("aws_route.x", route(nat_gateway_id="nat-1"), route(gateway_id="igw-1")),
            ["reach: what has a public address behind this route **can be reached from the internet**"],
        ),
        (
            change("aws_route.x", "create", after=route(), after_unknown={"gateway_id": True}),
            [
                (
                    "reach: what has a public address behind this route **can be reached from the internet**, if it "
                    "leads to an internet gateway; to what it leads is known after apply"
                )
            ],
        ),
        (
            update(
                "aws_route_table.x",
                {"route": []},
                {"route": [{"cidr_block": "128.0.0.0/1", "gateway_id": "igw-1"}]},
            ),
            ["reach: what has a public address behind this route **can be reached from the internet**"],
        ),
        (update("aws_route.x", route(), route(nat_gateway_id="nat-1")), []),
        (update("aws_route.x", route(gateway_id="vgw-1"), route(gateway_id="vgw-2")), []),
    ],
)
def test_sentences(tmp_path: Path, done: Json, sentences: list[str]) -> None:
    assert said(tmp_path, done) == sentences
