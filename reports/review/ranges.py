"""How far an address range reaches."""

from collections.abc import Iterable
from functools import cache
from ipaddress import IPv4Network, IPv6Network, collapse_addresses, ip_network

_PRIVATE_AT_MOST = {4: 8, 6: 16}
"""Length of the prefix of ranges that no private network is larger than: 10.0.0.0/8, and nobody has an IPv6 /16."""


def is_everybody(ranges: Iterable[str]) -> bool:
    """Whether some ranges together are all addresses of IPv4 or of IPv6, however they are written."""
    found = [it for it in map(_network, ranges) if it]
    four = collapse_addresses([it for it in found if isinstance(it, IPv4Network)])
    six = collapse_addresses([it for it in found if isinstance(it, IPv6Network)])
    return any(it.prefixlen == 0 for it in four) or any(it.prefixlen == 0 for it in six)


def is_wide(text: str) -> bool:
    """Whether a text is a range with more addresses than any private network has, so that strangers are in it."""
    network = _network(text)
    return network is not None and network.prefixlen < _PRIVATE_AT_MOST[network.version]


@cache
def _network(text: str) -> IPv4Network | IPv6Network | None:
    if "/" not in text or len(text) > len("ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255/128"):
        return None
    try:
        return ip_network(text.strip(), strict=False)
    except ValueError:
        return None
