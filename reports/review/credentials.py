"""Texts that by their look hold a secret, whatever they are called."""

import re
from typing import Final

# Each with a text that stands in all that it finds: most texts are passed by without a pattern. All in lower case.
_LOOKS: Final = (
    # https://datatracker.ietf.org/doc/html/rfc7468#section-10, and of OpenSSH and PGP; certificates are public.
    ("private key", re.compile(r"-----begin [a-z0-9 ]*private key")),
    # https://datatracker.ietf.org/doc/html/rfc3986#section-3.2.1; not the digest in `docker://image:tag@sha256:...`.
    ("://", re.compile(r"://[^\s/:@]*:[^\s/@]+@(?!sha\d+:)|https?://[\w-]{20,}@")),
    # https://datatracker.ietf.org/doc/html/rfc9110#section-11.6.2; not the mode in `authorization: webhook`.
    ("authorization", re.compile(r"authorization\W{1,6}((bearer|basic|digest|token|apikey)\s+\S|(?=\S*\d)\S{16,})")),
    ("bearer", re.compile(r"bearer\s+(?=\S*\d)\S{16,}")),
)
_SIGNS: Final = tuple(sign for sign, _ in _LOOKS)


def holds_credentials(text: str) -> bool:
    """Whether a private key, a password in a URL, or an `Authorization` stands in a text."""
    lower = text.lower()
    return any(map(lower.__contains__, _SIGNS)) and any(pattern.search(lower) for _, pattern in _LOOKS)
