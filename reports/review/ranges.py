"""How far an address range reaches."""

from collections.abc import Iterable, Iterator
from functools import cache
from ipaddress import IPv4Network, IPv6Network, collapse_addresses, ip_network
from typing import Final

# https://www.iana.org/assignments/iana-ipv4-special-registry and
# https://www.iana.org/assignments/iana-ipv6-special-registry.
_MOST: Final = {4: 1 << (32 - 16), 6: 1 << (128 - 32)}
"""Addresses of the widest range that somebody has for himself: a /16 of IPv4, a /32 of IPv6."""
_PRIVATE_4: Final = tuple(
    map(IPv4Network, ("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "198.18.0.0/15"))
)
_PRIVATE_6: Final = IPv6Network("fc00::/7")


def is_everybody(ranges: Iterable[str]) -> bool:
    """Whether some ranges together are all addresses of IPv4 or of IPv6, however they are written."""
    return any(it.prefixlen == 0 for it in _collapsed(ranges))


def is_wide(text: str) -> bool:
    """Whether a text is a range of public addresses beyond a /16, or a /32 of IPv6, so that strangers are in it."""
    return are_wide([text])


def are_wide(ranges: Iterable[str]) -> bool:
    """Whether some ranges together have more public addresses than a /16 of IPv4 or a /32 of IPv6."""
    public = list(_collapsed(it for it in ranges if not _is_private(_network(it))))
    return any(sum(it.num_addresses for it in public if it.version == version) > _MOST[version] for version in _MOST)


def _collapsed(ranges: Iterable[str]) -> Iterator[IPv4Network | IPv6Network]:
    found = [it for it in map(_network, ranges) if it]
    yield from collapse_addresses([it for it in found if isinstance(it, IPv4Network)])
    yield from collapse_addresses([it for it in found if isinstance(it, IPv6Network)])


def _is_private(network: IPv4Network | IPv6Network | None) -> bool:
    if isinstance(network, IPv4Network):
        return any(network.subnet_of(it) for it in _PRIVATE_4)
    return network is not None and network.subnet_of(_PRIVATE_6)


@cache
def _network(text: str) -> IPv4Network | IPv6Network | None:
    if "/" not in text or len(text) > len("ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255/128"):
        return None
    try:
        return ip_network(text.strip(), strict=False)
    except ValueError:
        return None
