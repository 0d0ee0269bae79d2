"""Values that Terraform does not call sensitive, and whose name says that they are."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from reports.review.credentials import holds_credentials
from reports.review.values import Value, named_secret

# All in lower case, as are the names and texts that are compared: that is faster than to leave case aside.
_WORDS = (
    "passw(or)?d|passphrase|secret|token|credential|bearer|docker_?config|connection_?-?(string|ur[il])"
    "|(private|api|access|signing|shared|master|account|encryption)_?-?key|(database|webhook|slack_?api)_?-?ur[il]"
)
# One of these stands in all that the two patterns find: to look for a text takes a tenth of the time of a pattern.
_STEMS: Final = (
    *("pass", "secret", "token", "credential", "bearer", "docker", "connection", "key", "database", "webhook"),
    *("slack", "auth", "dsn", "data", "kube", "pw", "jwt", "cookie"),
)
_SECRET: Final = re.compile(
    rf"{_WORDS}|auth$|authorization$|dsn$|^(user|custom)_?data|^kube_?config(_?raw)?$|pw$|(?<!by)(?<!com)pass$"
    r"|jwt$|cookie$"
)
# Names and places of secrets, measures of them, and switches, are not secrets.
_HARMLESS = re.compile(
    r"(name|ref|arn|path|file|mount|audience)s?$|(enabled|expiration|seconds|minutes|hours|days|ttl|length|count"
    r"|validity|type|mode|version|policy|replace_on_change)$|(http|max)_?-?tokens$|(existing|pull)_?-?secrets$"
)
# What stands in a map or a list so called is a secret, whatever its own name is.
_HOLDS_SECRETS = re.compile(
    r"^string_?data$|credentials?$|(?<!external)(?<!external[_-])(?<!sealed)(?<!sealed[_-])secrets$"
    r"|passwords$|tokens$|(api|access|private)_?-?keys$"
)
_VALUE = {"value", "data", "content", "text", "default", "raw"}
# `PASSWORD=...` and `"password": ...` in a script or in a file of settings; not `arn:...:secret:...`. And
# `--password x`, also as items of a list.
_ASSIGNED = re.compile(rf"(?<!:)(?:{_WORDS})[\"']?\s*[:=]|--[\w-]*(?:{_WORDS})[\"']?(?:,\s*[\"']|\s+)[^\s-]")
# The name of something in AWS, such as the key that encrypts: never a secret.
_ARN: Final = re.compile(r"arn:[\w-]+:[\w-]+:[\w-]*:\d*:[\w/:.+=@*-]+")


@cache
def is_secret_name(name: str) -> bool:
    """Whether something so called is probably a secret itself."""
    return speaks_of_secret(name) and not _HARMLESS.search(name.lower())


def speaks_of_secret(text: str) -> bool:
    """Whether such a name stands in a text."""
    return _found(_SECRET, text)


def assigns_secret(text: str) -> bool:
    """Whether a text seems to give a value to something with such a name, or to hold a credential."""
    return _found(_ASSIGNED, text) or holds_credentials(text)


def without_named_secrets(value: Value, name: str = "", *, within: bool = False) -> Value:
    """A value with a mark for each text and number below such a name, also in lists of `name` and `value`.

    `within` says that it stands in a map of secrets.
    """
    if isinstance(value, dict):
        called = value.get("name", value.get("key"))
        is_secret = value.get("kind") == "Secret"
        found = {}
        for key, inner in value.items():
            its_name = called if key == "value" and isinstance(called, str) else name if key in _VALUE else key
            secret = within or _holds_secrets(key) or (is_secret and key in {"data", "stringData"})
            if secret or isinstance(inner, dict | list) or is_secret_name(its_name):
                found[key] = without_named_secrets(inner, its_name, within=secret)
            else:
                found[key] = inner  # most are plain
        return found
    if isinstance(value, list):
        return [without_named_secrets(it, its_name, within=within) for it, its_name in _named(value, name)]
    if isinstance(value, bool) or not isinstance(value, str | int | float) or value == "":
        return value
    return named_secret(value) if within or (is_secret_name(name) and not _is_arn(value)) else value


def _named(arguments: Sequence[Value], name: str) -> Iterator[tuple[Value, str]]:
    """The items of a list, each with its name: in `["--password", "x"]` the first names the second."""
    before: Value = None
    for it in arguments:
        follows = isinstance(before, str) and before.startswith("--") and "=" not in before
        yield it, str(before) if follows and isinstance(it, str) and not it.startswith("-") else name
        before = it


def _is_arn(value: Value) -> bool:
    return isinstance(value, str) and bool(_ARN.fullmatch(value))


@cache
def _holds_secrets(name: str) -> bool:
    return bool(_HOLDS_SECRETS.search(name.lower())) and not _HARMLESS.search(name.lower())


def _found(pattern: re.Pattern[str], text: str) -> bool:
    lower = text.lower()
    return any(map(lower.__contains__, _STEMS)) and bool(pattern.search(lower))
