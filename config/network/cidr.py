"""IPv4 address ranges as an environment file writes them."""

import re
from collections.abc import Iterable
from ipaddress import IPv4Network, collapse_addresses
from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from config.rules.problem import Problem, refuse

PRIVATE_RANGES = tuple(IPv4Network(block) for block in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"))
"""RFC 1918."""
SHARED_RANGE = IPv4Network("100.64.0.0/10")
"""RFC 6598: for networks between private and public ones."""
ANYWHERE = IPv4Network("0.0.0.0/0")
"""Every address."""
DOCUMENTATION_RANGES = tuple(IPv4Network(block) for block in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"))
"""RFC 5737: addresses for examples, which belong to nobody."""

_PATTERN = r"^[0-9]{1,3}(\.[0-9]{1,3}){3}/[0-9]{1,2}$"
_FORM = "is not an IPv4 address range; write one such as 10.0.0.0/16"


def within(cidr_block: IPv4Network, ranges: Iterable[IPv4Network]) -> bool:
    """Whether the whole of `cidr_block` lies in one of `ranges`."""
    return any(cidr_block.subnet_of(one) for one in ranges)


def are_everything(ranges: Iterable[IPv4Network]) -> bool:
    """Whether ranges hold every address when taken together, such as the two halves of the internet."""
    return ANYWHERE in collapse_addresses(ranges)


def _cidr(value: object) -> IPv4Network:
    if isinstance(value, IPv4Network):
        return value
    if not isinstance(value, str):
        raise PydanticCustomError("string_type", "{remedy}", {"remedy": _FORM})
    try:
        network = IPv4Network(value, strict=False)
    except ValueError:
        refuse([Problem((), value, _FORM)])
        raise
    if not re.fullmatch(_PATTERN, value):
        refuse([Problem((), value, f"has no prefix length; write one, such as {network.network_address}/16")])
    if value != str(network):
        refuse([Problem((), value, f"has address bits set behind its prefix; write {network}")])
    return network


Cidr = Annotated[
    IPv4Network,
    PlainValidator(_cidr),
    WithJsonSchema({"type": "string", "pattern": _PATTERN}),
]
