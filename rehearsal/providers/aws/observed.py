"""What shows in an object because of other objects, when it is read.

A route table shows the routes that were made beside it, a role its attached policies, a subnet a tag that aws_ec2_tag
gave it. Two ways of saying the same thing therefore fight each other in every plan, as they do in AWS.
"""

from collections.abc import Callable
from typing import TypeAlias

from rehearsal.engine.values import State, Value, items, mapping, text, texts
from rehearsal.providers.aws.resource import Resource

Observe: TypeAlias = Callable[[Resource], State]
"""The attributes of a resource that others change."""


def observed(resource: Resource) -> State:
    """The resource with what others do to it."""
    state = resource.planned
    views = _VIEWS.get(resource.change.type_name)
    changed = {**state, **(views(resource) if views is not None else {})}
    return {**changed, **_tags(resource)} if "tags_all" in state else changed


def _routes(resource: Resource) -> State:
    routes = (route for route in resource.all("aws_route") if text(route, "route_table_id") == resource.text("id"))
    return {"route": [*items(resource.planned, "route"), *map(_route, routes)]}


def _route(route: State) -> Value:
    """A route as its table names the parts of it."""
    return {
        "cidr_block": text(route, "destination_cidr_block"),
        "ipv6_cidr_block": text(route, "destination_ipv6_cidr_block"),
        **{name: text(route, name) for name in _SAME_IN_BOTH},
    }


_SAME_IN_BOTH = (
    "carrier_gateway_id",
    "core_network_arn",
    "destination_prefix_list_id",
    "egress_only_gateway_id",
    "gateway_id",
    "local_gateway_id",
    "nat_gateway_id",
    "network_interface_id",
    "transit_gateway_id",
    "vpc_endpoint_id",
    "vpc_peering_connection_id",
)


def _rules(resource: Resource) -> State:
    def rules(direction: str) -> list[Value]:
        kind = f"aws_vpc_security_group_{direction}_rule"
        return [_rule(rule) for rule in resource.all(kind) if text(rule, "security_group_id") == resource.text("id")]

    own = resource.planned
    return {direction: [*items(own, direction), *rules(direction)] for direction in ("ingress", "egress")}


def _rule(rule: State) -> Value:
    def listed(name: str) -> list[str]:
        return [value] if (value := text(rule, name)) else []

    return {
        "cidr_blocks": listed("cidr_ipv4"),
        "description": text(rule, "description"),
        "from_port": rule.get("from_port") or 0,
        "ipv6_cidr_blocks": listed("cidr_ipv6"),
        "prefix_list_ids": listed("prefix_list_id"),
        "protocol": text(rule, "ip_protocol"),
        "security_groups": listed("referenced_security_group_id"),
        "self": False,
        "to_port": rule.get("to_port") or 0,
    }


def _attached_policies(resource: Resource) -> State:
    attachments = resource.all("aws_iam_role_policy_attachment")
    name = resource.text("name")
    attached = [text(attachment, "policy_arn") for attachment in attachments if text(attachment, "role") == name]
    return {"managed_policy_arns": [*dict.fromkeys([*texts(resource.planned, "managed_policy_arns"), *attached])]}


def _attachments(resource: Resource) -> State:
    attachments = resource.all("aws_iam_role_policy_attachment")
    return {"attachment_count": sum(text(it, "policy_arn") == resource.text("arn") for it in attachments)}


def _association(resource: Resource) -> State:
    for gateway in resource.all("aws_nat_gateway"):
        if text(gateway, "allocation_id") == resource.text("id"):
            return {
                "association_id": gateway["association_id"],
                "network_interface": gateway["network_interface_id"],
                "private_ip": gateway["private_ip"],
            }
    return {}


def _route_tables(resource: Resource) -> State:
    associated = [
        text(association, "route_table_id")
        for association in resource.all("aws_vpc_endpoint_route_table_association")
        if text(association, "vpc_endpoint_id") == resource.text("id")
    ]
    return {"route_table_ids": [*dict.fromkeys([*texts(resource.planned, "route_table_ids"), *associated])]}


def _policy_of(type_name: str, reference: str) -> Observe:
    """The policy that a resource of another type sets."""

    def observe(resource: Resource) -> State:
        others = (other for other in resource.all(type_name) if text(other, reference) == resource.text("id"))
        return {"policy": other["policy"]} if (other := next(others, None)) is not None else {}

    return observe


def _tags(resource: Resource) -> State:
    given = {
        text(tag, "key"): tag["value"]
        for tag in resource.all("aws_ec2_tag")
        if text(tag, "resource_id") == resource.text("id")
    }
    if not given:
        return {}
    defaults = resource.account.default_tags
    own = {key: value for key, value in given.items() if defaults.get(key) != value}
    return {
        "tags": {**mapping(resource.planned, "tags"), **own},
        "tags_all": {**mapping(resource.planned, "tags_all"), **given},
    }


_VIEWS: dict[str, Observe] = {
    "aws_default_security_group": _rules,
    "aws_eip": _association,
    "aws_iam_policy": _attachments,
    "aws_iam_role": _attached_policies,
    "aws_kms_key": _policy_of("aws_kms_key_policy", "key_id"),
    "aws_route_table": _routes,
    "aws_s3_bucket": _policy_of("aws_s3_bucket_policy", "bucket"),
    "aws_security_group": _rules,
    "aws_vpc_endpoint": _route_tables,
}
