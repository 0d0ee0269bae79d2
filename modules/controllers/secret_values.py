"""Secrets in values: they would lie in Git, in the state of Terraform and in what Helm keeps of a release."""

import re
from collections.abc import Iterator, Mapping

from config.rules.problem import NOT_SHOWN, KeyPath, Problem

# Ends of names, so that what only leads to a secret passes: existingSecret, passwordKey, tokenFile, bearerTokenSecret.
_NAME = re.compile(
    r"(passw(or)?d|passphrase|token|api_?key|private_?key|secret_?access_?key|access_?key_?id|client_?secret"
    r"|secret_key|routing_?key|service_?key)$",
    re.IGNORECASE,
)
# A key of AWS or of TLS, an address with which anybody writes to Slack, and a password in an address. Over HTTP what
# stands alone before the @ is one as well, such as the token of a Git server; over SSH it is a name.
_TEXT = re.compile(
    r"\bAKIA[0-9A-Z]{16}\b|-----BEGIN [A-Z ]*PRIVATE KEY|://hooks\.slack\.com/services/"
    r"|://[^/?#\s:@]*:(?!\$|\{\{)[^/?#\s@]+@|\bhttps?://(?!\$|\{\{)[^/?#\s:@]+@",
    re.IGNORECASE,
)
# What software reads from elsewhere: $VARIABLE, $(VARIABLE), $__file{path}, $secret:key, {{ template }}.
_ELSEWHERE = re.compile(r"\$|\{\{")


def secret_problems(values: Mapping[str, object], known: Mapping[str, str], namespace: str) -> Iterator[Problem]:
    """Secrets in values, which are not shown; `known` maps the path of a chart's secret to what to write instead."""
    for path, name, value in _leaves(values, ()):
        if isinstance(value, str) and value and not _ELSEWHERE.match(value):
            dotted = f"{'.'.join(map(str, path))}."
            remedy = next((known[it] for it in known if dotted.startswith(f"{it}.")), None)
            if remedy is not None or _NAME.search(name) or _TEXT.search(value):
                instead = remedy or (
                    f"let somebody else make a Secret in the namespace {namespace}, "
                    "and name it where the chart has a key for it"
                )
                reason = f"is a secret, and whoever reads the state of Terraform would see it; {instead}"
                yield Problem(("values", *path), NOT_SHOWN, reason)


def _leaves(value: object, path: KeyPath, name: str = "") -> Iterator[tuple[KeyPath, str, object]]:
    """Path, name and value of all that is no map and no list; a map `{name: A, value: B}` calls B by the name of A."""
    if isinstance(value, Mapping):
        called = value.get("name")
        for key, below in value.items():
            yield from _leaves(below, (*path, key), called if key == "value" and isinstance(called, str) else key)
    elif isinstance(value, list | tuple):
        for index, below in enumerate(value):
            yield from _leaves(below, (*path, index), name)
    else:
        yield path, name, value
