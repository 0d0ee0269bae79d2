"""Rules that let traffic into a security group."""

from ipaddress import IPv4Network

from constructs import Construct

from config.cluster.security_group_rules import IngressRule
from modules.ingress_rules import IngressRules
from tests.synthesis import Json, synthesize_stack


def _synthesize(**rules: IngressRule) -> Json:
    def build(stack: Construct) -> None:
        IngressRules(stack, "ingress", security_group_id="sg-1", rules=rules)

    return synthesize_stack(build)["resource"]


def test_each_rule_is_a_resource_of_its_own_under_its_name() -> None:
    vpn = IngressRule(description="API from the VPN", from_port=443, cidr_ipv4=IPv4Network("10.200.0.0/16"))
    peer = IngressRule(
        description="Probes",
        ip_protocol="udp",
        from_port=8000,
        to_port=8080,
        referenced_security_group_id="sg-0123456789abcdef0",
    )

    assert _synthesize(vpn=vpn, peer=peer) == {
        "aws_vpc_security_group_ingress_rule": {
            "ingress_vpn": {
                "security_group_id": "sg-1",
                "description": "API from the VPN",
                "ip_protocol": "tcp",
                "from_port": 443,
                "to_port": 443,
                "cidr_ipv4": "10.200.0.0/16",
                "tags": {"Name": "vpn"},
            },
            "ingress_peer": {
                "security_group_id": "sg-1",
                "description": "Probes",
                "ip_protocol": "udp",
                "from_port": 8000,
                "to_port": 8080,
                "referenced_security_group_id": "sg-0123456789abcdef0",
                "tags": {"Name": "peer"},
            },
        }
    }
