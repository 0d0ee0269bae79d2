"""Who can reach what after a change and could not before, and the other way round.

An address range is said to reach something only where the change itself opens it; what else stands in the way is not
asked.
"""

from collections.abc import Iterator, Mapping

from reports.review.document import Level, Sentence
from reports.review.meanings.openings import Opening, Openings, openings
from reports.review.plan import Action, Change
from reports.review.ranges import are_wide, is_everybody, is_wide
from reports.review.values import UNKNOWN, Hidden, Value, items, mapping, text
from reports.review.words import Words

_SILENT = {Action.FORGET, Action.READ, Action.NOTHING}
_ROUTES = {"aws_route_table", "aws_default_route_table"}


def exposure_sentences(change: Change, words: Words) -> Iterator[Sentence]:
    """What opens and what closes."""
    if change.action in _SILENT:
        return
    before, after = openings(change.type, mapping(change.before)), openings(change.type, _known(change))
    yield from (_opened(it, words) for it in sorted(after - before))
    yield from _together(before, after)
    yield from (_closed(it, words) for it in sorted(before - after))
    for gateway in sorted(_public_routes(change.type, change.after) - _public_routes(change.type, change.before)):
        leads = "" if gateway else ", if it leads to an internet gateway; to what it leads is known after apply"
        behind = "what has a public address behind this route **can be reached from the internet**"
        yield Sentence(Level.REACH, f"{behind}{leads}")


def _known(change: Change) -> Mapping[str, Value]:
    """What comes; lists of rules that AWS gives to something new by itself are left out."""
    after = mapping(change.after)
    if change.action is Action.CREATE and UNKNOWN in (after.get("ingress"), after.get("egress")):
        return {name: it for name, it in after.items() if it != UNKNOWN}
    return after


def _opened(opening: Opening, words: Words) -> Sentence:
    who = _who(opening, words)
    if opening.denied:
        return Sentence(Level.NOTE, f"{who} {_no_longer(opening)} {opening.ports}")
    way = "can now reach" if opening.inbound else "can now be reached on"
    far = opening.is_range and (is_wide(opening.other) or bool(opening.why_hidden))
    return Sentence(Level.REACH if far and opening.inbound else Level.NOTE, f"{who} {way} {opening.ports}")


def _closed(opening: Opening, words: Words) -> Sentence:
    who = _who(opening, words)
    if opening.denied:
        return Sentence(Level.REACH, f"{who} is **no longer denied** {opening.ports}")
    return Sentence(Level.NOTE, f"{who} {_no_longer(opening)} {opening.ports}")


def _no_longer(opening: Opening) -> str:
    return f"can no longer {'reach' if opening.inbound else 'be reached on'}"


def _who(opening: Opening, words: Words) -> str:
    if opening.why_hidden:
        return f"{'an address range' if opening.is_range else 'a security group'} ({opening.why_hidden})"
    shown = words.value(opening.other)
    if is_everybody([opening.other]):
        return f"**{shown}** (everybody)"
    return f"**{shown}** (strangers are in it)" if is_wide(opening.other) else shown


def _together(before: Openings, after: Openings) -> Iterator[Sentence]:
    """Ports that several ranges open to everybody or to strangers, none of which does it alone."""
    for inbound, ports in sorted({(it.inbound, it.ports) for it in after - before if it.inbound and not it.denied}):
        old, new = (
            [it.other for it in side if (it.inbound, it.ports, it.denied) == (inbound, ports, False)]
            for side in (before, after)
        )
        if is_everybody(new) and not is_everybody(old) and not any(is_everybody([it]) for it in new):
            yield Sentence(Level.REACH, f"these ranges together are **everybody**, who can now reach {ports}")
        elif are_wide(new) and not are_wide(old) and not any(map(is_wide, new)):
            yield Sentence(Level.REACH, f"these ranges together **have strangers in them**, who can now reach {ports}")


def _public_routes(type_name: str, resource: Value) -> set[str]:
    """The internet gateways to which routes from everywhere lead; empty text for one that is not known yet."""
    values = mapping(resource)
    routes = [values] if type_name == "aws_route" else map(mapping, items(values.get("route")))
    if type_name != "aws_route" and type_name not in _ROUTES:
        return set()
    return {gateway for it in routes if _leads_far(it) and (gateway := _internet_gateway(it)) is not None}


def _leads_far(route: Mapping[str, Value]) -> bool:
    names = ("destination_cidr_block", "destination_ipv6_cidr_block", "cidr_block", "ipv6_cidr_block")
    ends = [route.get(it) for it in names]
    return bool(route.get("destination_prefix_list_id")) or any(
        isinstance(it, Hidden) or is_wide(text(it)) for it in ends
    )


def _internet_gateway(route: Mapping[str, Value]) -> str | None:
    gateway = route.get("gateway_id")
    if isinstance(gateway, Hidden):
        return ""
    return text(gateway) if text(gateway).startswith("igw-") else None
