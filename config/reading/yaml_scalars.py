"""Which plain scalars of a YAML file are not text: the core schema of YAML 1.2 (https://yaml.org/spec/1.2.2/, 10.3.2).

PyYAML knows YAML 1.1, in which `no`, `on`, `1:20` and dates are not text either. Someone who writes them in an
environment file means text, and editors, which follow YAML 1.2, show it as text. Infinity and "not a number" stay text
too: nothing here could use them, and JSON doesn't know them.
"""

import re
from math import isfinite

NULL = re.compile(r"null|Null|NULL|~|")
BOOLEAN = re.compile(r"true|True|TRUE|false|False|FALSE")
INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")

_LONGEST_NUMBER = 18  # digits; a longer one is no number that anything here could use


def scalar(plain: str) -> bool | float | str | None:
    """The value of a plain scalar."""
    if NULL.fullmatch(plain):
        return None
    if BOOLEAN.fullmatch(plain):
        return plain.casefold() == "true"
    if len(plain) <= _LONGEST_NUMBER:
        if INTEGER.fullmatch(plain):
            return int(plain, 10 if plain.lstrip("+-").isdigit() else 0)
        if FLOAT.fullmatch(plain) and isfinite(number := float(plain)):
            return number
    return plain


def resolves_to_text(plain: str) -> bool:
    """Whether a plain scalar is text, so that text needs no quotes to be written like this."""
    return not any(pattern.fullmatch(plain) for pattern in (NULL, BOOLEAN, INTEGER, FLOAT))
