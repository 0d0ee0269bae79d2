"""Cutting the edges between the resources of a stack: what a copy of its Terraform JSON looks like without them."""

import json
import re
from collections.abc import Collection, Iterator, Mapping

from rehearsal.engine.values import State
from tests.synthesis import Json


def cut(stack: Json, *, after: Collection[str], before: Collection[str], values: Mapping[str, State]) -> None:
    """Let nothing of `after` wait for anything of `before` (addresses), whichever way the wait comes about.

    `depends_on` loses what leads there. An argument that refers there becomes what it was in `values`, the attributes
    of each resource in the state of an earlier apply.
    """
    waiting = dict(waits(stack))
    leading = {node for node in waiting if any(node == target or target in behind(node, waiting) for target in before)}
    for address in after:
        type_name, name = address.split(".")
        resource = stack["resource"][type_name][name]
        if "depends_on" in resource:
            resource["depends_on"] = [node for node in resource["depends_on"] if node not in leading]
        for argument, value in resource.items():
            if argument != "depends_on" and leading & set(_mentioned(value, waiting)):
                resource[argument] = _literal(values[address][argument])


def waits(stack: Json) -> Iterator[tuple[str, set[str]]]:
    """Address of each resource and data source to the addresses that it mentions."""
    blocks = {
        f"{prefix}{type_name}.{name}": block
        for kind, prefix in (("resource", ""), ("data", "data."))
        for type_name, named in stack.get(kind, {}).items()
        for name, block in named.items()
    }
    for address, block in blocks.items():
        yield address, set(_mentioned(block, blocks)) - {address}


def _mentioned(value: Json, addresses: Collection[str]) -> Iterator[str]:
    text = json.dumps(value)
    for address in addresses:
        if re.search(rf"(?<![\w.-]){re.escape(address)}(?![\w-])", text):
            yield address


def behind(node: str, waiting: Mapping[str, set[str]]) -> set[str]:
    """Everything that a node waits for."""
    found: set[str] = set()
    ahead = [node]
    while ahead:
        new = waiting[ahead.pop()] - found
        found |= new
        ahead += new
    return found


def _literal(value: Json) -> Json:
    """A value as Terraform reads it unchanged."""
    return json.loads(json.dumps(value).replace("${", "$${"))
