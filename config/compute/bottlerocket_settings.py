"""TOML settings, the user data of Bottlerocket.

Source: https://bottlerocket.dev/en/os/latest/#/api/settings/, and for what EKS can't read
https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html#launch-template-user-data.
"""

import re
from collections.abc import Iterator, Mapping

from config.rules.problem import Problem

_HEADER = "[settings.kubernetes]"
_QUOTED_HEADER = re.compile(r"^\s*\[[^\]\n]*[\"']", re.MULTILINE)
_OF_EKS = ("api-server", "cluster-certificate", "cluster-dns-ip", "cluster-name")
_OF_THE_FILE = {"max-pods": "max_pods", "node-labels": "labels", "node-taints": "taints"}


def bottlerocket_problems(text: str, max_pods: int | None) -> Iterator[Problem]:
    """What Bottlerocket or EKS would not take, or what is not for the file to say."""
    remedy = next(_remedies(text, max_pods), None)
    if remedy is not None:
        yield Problem((), text, remedy)


def with_max_pods(text: str, max_pods: int | None) -> str:
    """The settings with `max-pods` in the section where it belongs."""
    if max_pods is None:
        return text
    line = f"max-pods = {max_pods}"
    lines = text.splitlines()
    if _HEADER in lines:
        lines.insert(lines.index(_HEADER) + 1, line)
        return "\n".join(lines) + "\n"
    return "\n".join([*lines, _HEADER, line]) + "\n"


def _remedies(text: str, max_pods: int | None) -> Iterator[str]:
    import tomllib  # noqa: PLC0415 - few files need it

    try:
        content: Mapping[str, object] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        yield f"is no TOML ({error})"
        return
    others = [key for key in content if key != "settings"]
    if others:
        yield f"has {others[0]} beside settings, which holds everything; write settings.{others[0]}, for instance"
    if not content:
        yield "has no settings; write a section of them, such as [settings.kernel.sysctl], or leave user_data out"
    if _QUOTED_HEADER.search(text):
        yield "has a header with quotes, which EKS can't read; write the key below a header without quotes"
    kubernetes = _section(_section(content.get("settings")).get("kubernetes"))
    for key in kubernetes:
        if key in _OF_EKS:
            yield f"has settings.kubernetes.{key}, which EKS writes; leave it out"
        if key in _OF_THE_FILE:
            yield f"has settings.kubernetes.{key}; write {_OF_THE_FILE[key]} of the node group instead"
    try:
        tomllib.loads(with_max_pods(text, max_pods))
    except tomllib.TOMLDecodeError:
        yield f"leaves no place for max_pods; write the header {_HEADER} as a line of its own, once"


def _section(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
