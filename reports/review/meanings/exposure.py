"""Who can reach what: security groups, the Kubernetes API, subnets and buckets.

An address range is said to reach something only where the change itself opens it; what else
stands in the way is not asked.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from reports.review.document import Level, Sentence
from reports.review.plan import Action, Change
from reports.review.values import UNKNOWN, Value, block, items, mapping, text, texts
from reports.review.words import Words, code

_WORLD: Final = {"0.0.0.0/0", "::/0"}
_INBOUND = {"ingress", "aws_vpc_security_group_ingress_rule"}


class Opening(NamedTuple):
    """A way from or to some addresses."""

    inbound: bool
    other: str
    """An address range, or the id of a group or prefix list."""
    ports: str


def exposure_sentences(change: Change, words: Words) -> Iterator[Sentence]:
    """What can be reached after a change and could not be before, and the other way round."""
    if change.action in {Action.FORGET, Action.READ, Action.NOTHING}:
        return
    openings = _OPENINGS.get(change.type)
    if openings:
        before, after = openings(mapping(change.before)), openings(mapping(change.after))
        for opening in sorted(after - before):
            yield _opened(opening, words)
        for opening in sorted(before - after):
            way = "reach" if opening.inbound else "be reached"
            yield Sentence(Level.NOTE, f"{words.value(opening.other)} can no longer {way} {opening.ports}")
    if (
        change.type == "aws_route"
        and not _is_public_route(mapping(change.before))
        and _is_public_route(mapping(change.after))
    ):
        yield Sentence(Level.REACH, "what has a public address behind this route **can be reached from the internet**")


def _opened(opening: Opening, words: Words) -> Sentence:
    is_world = opening.other in _WORLD
    who = f"**{words.value(opening.other)}** (everybody)" if is_world else words.value(opening.other)
    way = "can now reach" if opening.inbound else "can now be reached on"
    level = Level.REACH if is_world and opening.inbound else Level.NOTE
    return Sentence(level, f"{who} {way} {opening.ports}")


def _rule(rule: Mapping[str, Value], *, inbound: bool) -> Iterator[Opening]:
    ports = _ports(rule)
    ranges = [*texts(rule.get("cidr_blocks")), *texts(rule.get("ipv6_cidr_blocks"))]
    groups = [*texts(rule.get("security_groups")), *texts(rule.get("prefix_list_ids"))]
    single = ("cidr_ipv4", "cidr_ipv6", "referenced_security_group_id", "source_security_group_id", "prefix_list_id")
    others = [*ranges, *groups, *(text(rule.get(name)) for name in single)]
    if rule.get("self") is True:
        others.append("the group itself")
    unknown = [name for name in ("cidr_blocks", *single) if rule.get(name) == UNKNOWN]
    if unknown and not any(others):
        others.append("(known after apply)")
    yield from (Opening(inbound, other, ports) for other in others if other)


def _ports(rule: Mapping[str, Value]) -> str:
    protocol = str(rule.get("protocol", rule.get("ip_protocol")) or "")
    first, last = rule.get("from_port"), rule.get("to_port")
    if protocol in {"-1", "all"}:
        return "**every port**"
    if UNKNOWN in (first, last):
        return "ports (known after apply)"
    both = f"{first}" if first == last else f"{first} to {last}"
    return code(f"{protocol} {both}")


def _of_group(group: Mapping[str, Value]) -> frozenset[Opening]:
    return frozenset(
        opening
        for name in ("ingress", "egress")
        for rule in items(group.get(name))
        for opening in _rule(mapping(rule), inbound=name in _INBOUND)
    )


def _of_rule(rule: Mapping[str, Value]) -> frozenset[Opening]:
    return frozenset(_rule(rule, inbound=rule.get("type") == "ingress"))


def _of_endpoint(cluster: Mapping[str, Value]) -> frozenset[Opening]:
    config = block(cluster.get("vpc_config"))
    if config.get("endpoint_public_access") is not True:
        return frozenset()
    # AWS opens the endpoint to everybody where it is public and no range is given.
    ranges = texts(config.get("public_access_cidrs")) or ("0.0.0.0/0",)
    if config.get("public_access_cidrs") == UNKNOWN:
        ranges = ("(known after apply)",)
    return frozenset(Opening(inbound=True, other=it, ports="the **Kubernetes API**") for it in ranges)


_OPENINGS: Final[Mapping[str, Callable[[Mapping[str, Value]], frozenset[Opening]]]] = {
    "aws_default_security_group": _of_group,
    "aws_eks_cluster": _of_endpoint,
    "aws_security_group": _of_group,
    "aws_security_group_rule": _of_rule,
    "aws_vpc_security_group_egress_rule": lambda rule: frozenset(_rule(rule, inbound=False)),
    "aws_vpc_security_group_ingress_rule": lambda rule: frozenset(_rule(rule, inbound=True)),
}


def _is_public_route(route: Mapping[str, Value]) -> bool:
    to = {text(route.get("destination_cidr_block")), text(route.get("destination_ipv6_cidr_block"))}
    return text(route.get("gateway_id")).startswith("igw-") and not to.isdisjoint(_WORLD)
