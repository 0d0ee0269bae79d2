"""Values that Terraform does not call sensitive, and whose name says that they are."""

import re
from typing import Final

from reports.review.values import Value, named_secret

SECRET: Final = re.compile(
    r"passw(or)?d|passphrase|secret|token|credential|private_?-?key|api_?-?key|access_?-?key|auth$|dsn$|connection_?-?string",
    re.IGNORECASE,
)
# Names and places of secrets, and switches, are not secrets.
_HARMLESS = re.compile(r"(name|names|ref|arn|path|file|mount|enabled|expiration|audience|s)$", re.IGNORECASE)


def is_secret_name(name: str) -> bool:
    """Whether something so called is probably a secret itself."""
    return bool(SECRET.search(name)) and not _HARMLESS.search(name)


def without_named_secrets(value: Value, name: str = "") -> Value:
    """A value with a mark for each text below such a name, also in lists of `name` and `value`."""
    if isinstance(value, dict):
        called = value.get("name", value.get("key"))
        return {
            key: without_named_secrets(inner, called if key == "value" and isinstance(called, str) else key)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [without_named_secrets(it, name) for it in value]
    return named_secret(value) if isinstance(value, str) and value and is_secret_name(name) else value
