"""Ways from or to addresses, as the arguments of security groups, network ACLs and the Kubernetes API have them."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from reports.review.values import UNKNOWN, Hidden, Value, block, items, mapping
from reports.review.words import code

_RANGES = ("cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids", "cidr_ipv4", "cidr_ipv6", "prefix_list_id")
_GROUPS = ("security_groups", "referenced_security_group_id", "source_security_group_id")
_ACL_RANGES = ("cidr_block", "ipv6_cidr_block")
# https://www.iana.org/assignments/protocol-numbers: network ACLs have numbers.
_PROTOCOLS = {"1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6"}
_WHOLE = ((0, 65535), (1, 65535))


class Opening(NamedTuple):
    """A way from or to some addresses, or its denial."""

    inbound: bool
    other: str
    """An address range, or the id of a group or prefix list; empty where it is hidden."""
    ports: str
    """In Markdown."""
    why_hidden: str = ""
    is_range: bool = True
    denied: bool = False


Openings = frozenset[Opening]


def openings(type_name: str, resource: Mapping[str, Value]) -> Openings:
    """All ways that a resource opens or denies."""
    found = _OPENINGS.get(type_name)
    return frozenset(found(resource)) if found else frozenset()


def _rule(rule: Mapping[str, Value], *, inbound: bool) -> Iterator[Opening]:
    ports = _ports(rule, rule.get("protocol", rule.get("ip_protocol")))
    ranges = [it for name in _RANGES for it in _several(rule.get(name))]
    groups = [it for name in _GROUPS for it in _several(rule.get(name))]
    if rule.get("self") is True:
        groups.append("the group itself")
    known = [it for it in groups if isinstance(it, str)]
    yield from (_opening(it, ports, inbound=inbound) for it in ranges)
    # AWS computes the group where a rule is for something else: only alone it is a group that is not known yet.
    for it in known or ([] if ranges else groups):
        yield _opening(it, ports, inbound=inbound)._replace(is_range=False)


def _opening(other: str | Hidden, ports: str, *, inbound: bool) -> Opening:
    if isinstance(other, Hidden):
        return Opening(inbound, "", ports, why_hidden=other.why)
    return Opening(inbound, other, ports)


def _several(value: Value) -> Iterator[str | Hidden]:
    """The texts of an argument that has one or a list of them, with marks for those that are hidden."""
    for it in items(value) or (value,):
        if isinstance(it, Hidden) or (isinstance(it, str) and it):
            yield it


def _ports(rule: Mapping[str, Value], protocol: Value) -> str:
    name = _PROTOCOLS.get(_port(protocol), _port(protocol))
    first, last = rule.get("from_port"), rule.get("to_port")
    if name in {"-1", "all"}:
        return "**every port**"
    if UNKNOWN in (first, last, protocol):
        return "ports (known after apply)"
    if (first, last) in _WHOLE:
        return f"**every port** of {code(name)}"
    both = _port(first) if first == last else f"{_port(first)} to {_port(last)}"
    return code(f"{name} {both}")


def _port(value: Value) -> str:
    """Nothing where it is no port: a list could hold what is not shown."""
    return str(value) if isinstance(value, int | str | Hidden) else ""


def _of_group(group: Mapping[str, Value]) -> Iterator[Opening]:
    for name, inbound in (("ingress", True), ("egress", False)):
        rules = group.get(name)
        if isinstance(rules, Hidden):
            yield Opening(inbound, "", "some ports", why_hidden=rules.why)
        for rule in items(rules):
            yield from _rule(mapping(rule), inbound=inbound)


def _of_acl(acl: Mapping[str, Value]) -> Iterator[Opening]:
    for name, inbound in (("ingress", True), ("egress", False)):
        rules = acl.get(name)
        if isinstance(rules, Hidden):
            yield Opening(inbound, "", "some ports", why_hidden=rules.why)
        for rule in items(rules):
            yield from _of_acl_rule(mapping(rule), "action", inbound=inbound)


def _of_acl_rule(rule: Mapping[str, Value], action: str, *, inbound: bool) -> Iterator[Opening]:
    ports = f"{_ports(rule, rule.get('protocol'))}, as far as the network ACL goes"
    for it in (it for name in _ACL_RANGES for it in _several(rule.get(name))):
        yield _opening(it, ports, inbound=inbound)._replace(denied=rule.get(action) == "deny")


def _of_endpoint(cluster: Mapping[str, Value]) -> Iterator[Opening]:
    config = block(cluster.get("vpc_config"))
    is_public, ranges = config.get("endpoint_public_access"), config.get("public_access_cidrs")
    if is_public is True or isinstance(is_public, Hidden):
        # AWS opens the endpoint to everybody where it is public and no range is given.
        for it in [*_several(ranges)] or ["0.0.0.0/0"]:
            yield _opening(it, "the **Kubernetes API**", inbound=True)


def _of_prefix_list(entries: Value) -> Iterator[Opening]:
    for it in _several(entries):
        yield _opening(it, "**whatever lets in this prefix list**", inbound=True)


_OPENINGS: Final[Mapping[str, Callable[[Mapping[str, Value]], Iterator[Opening]]]] = {
    "aws_default_network_acl": _of_acl,
    "aws_default_security_group": _of_group,
    "aws_ec2_managed_prefix_list": lambda it: (
        opening for entry in items(it.get("entry")) for opening in _of_prefix_list(mapping(entry).get("cidr"))
    ),
    "aws_ec2_managed_prefix_list_entry": lambda it: _of_prefix_list(it.get("cidr")),
    "aws_eks_cluster": _of_endpoint,
    "aws_network_acl": _of_acl,
    "aws_network_acl_rule": lambda it: _of_acl_rule(it, "rule_action", inbound=it.get("egress") is not True),
    "aws_security_group": _of_group,
    "aws_security_group_rule": lambda it: _rule(it, inbound=it.get("type") == "ingress"),
    "aws_vpc_security_group_egress_rule": lambda it: _rule(it, inbound=False),
    "aws_vpc_security_group_ingress_rule": lambda it: _rule(it, inbound=True),
}
