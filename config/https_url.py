"""Addresses that the platform reads from or writes to over TLS."""

import re
from collections.abc import Iterator
from typing import Annotated

from config.rules.problem import NOT_SHOWN, Problem
from config.rules.rule import Rule

# RFC 3986 without its user information: a host or an IPv6 address, a port, a path, a query.
_PATTERN = (
    r"^https://([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(:[1-9][0-9]{0,4})?"
    r"(/[A-Za-z0-9._~:@!$&'()*+,;=%/-]*)?(\?[A-Za-z0-9._~:@!$&'()*+,;=%/?-]*)?$"
)
_WITH_A_USER = re.compile(r"[^/?#]*//[^/?#]*@")


def _problems(url: str) -> Iterator[Problem]:
    if _WITH_A_USER.match(url):
        remedy = (
            "has a user or a password in it, and whoever reads the state of Terraform would see them; "
            "write the address without what stands before its @"
        )
        yield Problem((), NOT_SHOWN, remedy)
    elif not re.fullmatch(_PATTERN, url):
        yield Problem((), url, "is no address of a server; write one like https://metrics.example.com/api")


HttpsUrl = Annotated[str, Rule(_problems, {"pattern": _PATTERN})]
"""An address that begins with https://, without a user and without a password."""
