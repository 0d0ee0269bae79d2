"""Rules that let traffic into a security group, each under its name."""

from collections.abc import Mapping

from cdktf_cdktf_provider_aws.vpc_security_group_ingress_rule import VpcSecurityGroupIngressRule
from constructs import Construct

from config.cluster.security_group_rules import IngressRule
from modules.template_text import literal


class IngressRules(Construct):
    """One resource for each rule, so that a rule that comes or goes leaves the others and EKS's own alone."""

    def __init__(self, scope: Construct, id: str, *, security_group_id: str, rules: Mapping[str, IngressRule]) -> None:
        super().__init__(scope, id)
        for name, rule in rules.items():
            VpcSecurityGroupIngressRule(
                self,
                name,
                security_group_id=security_group_id,
                description=literal(rule.description),
                ip_protocol=rule.ip_protocol,
                from_port=rule.from_port,
                to_port=rule.from_port if rule.to_port is None else rule.to_port,
                cidr_ipv4=None if rule.cidr_ipv4 is None else str(rule.cidr_ipv4),
                referenced_security_group_id=rule.referenced_security_group_id,
                tags={"Name": name},
            )
