"""What the configuration in a plan says of where values come from."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from reports.review.plan import StateRead
from reports.review.values import Json, items, mapping, text, texts

MOVING = "moves-by-itself"
"""The end of the name of a data source of which somebody else decides the result: docs/architecture.md, "Pins"."""
_OUTPUT = re.compile(r"data\.terraform_remote_state\.([^.\[]+)\.outputs\.([^.\[]+)")


@dataclass(frozen=True)
class Configuration:
    """Where the values of a stack come from."""

    reads: tuple[StateRead, ...] = ()
    moving: tuple[str, ...] = ()
    moved_by: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    accounts: frozenset[str] = frozenset()
    """The accounts that the AWS provider may work in."""


def read_configuration(section: Json) -> Configuration:
    """What a plan's section `configuration` says. References come as Terraform lists them beside each expression."""
    resources = list(_resources(mapping(mapping(section).get("root_module"))))
    outputs: dict[str, set[str]] = {}
    for reference in _references(section):
        found = _OUTPUT.match(reference)
        if found:
            outputs.setdefault(found[1], set()).add(found[2])
    states = {text(it.get("name")): _state(it) for it in resources if it.get("type") == "terraform_remote_state"}
    data = [text(it.get("address")) for it in resources if it.get("mode") == "data"]
    return Configuration(
        reads=tuple(StateRead(state, frozenset(outputs.get(name, ()))) for name, state in sorted(states.items())),
        moving=tuple(sorted(address for address in data if address.endswith(MOVING))),
        moved_by={text(it.get("address")): moved for it in resources if (moved := _moved(it))},
        accounts=frozenset(_accounts(mapping(section).get("provider_config"))),
    )


def _accounts(providers: Json) -> Iterator[str]:
    for provider in mapping(providers).values():
        allowed = mapping(mapping(mapping(provider).get("expressions")).get("allowed_account_ids"))
        yield from texts(allowed.get("constant_value"))


def _resources(module: Mapping[str, Json]) -> Iterator[Mapping[str, Json]]:
    yield from map(mapping, items(module.get("resources")))
    for call in mapping(module.get("module_calls")).values():
        yield from _resources(mapping(mapping(call).get("module")))


def _state(resource: Mapping[str, Json]) -> str:
    """`../../../state/dev-network.tfstate` and the key `dev/network.tfstate` end in the name of a stack."""
    config = mapping(mapping(mapping(resource.get("expressions")).get("config")).get("constant_value"))
    return PurePosixPath(text(config.get("path")) or text(config.get("key"))).stem


def _moved(resource: Mapping[str, Json]) -> dict[str, tuple[str, ...]]:
    arguments = {name: sorted(set(_moving(it))) for name, it in mapping(resource.get("expressions")).items()}
    return {name: tuple(sources) for name, sources in arguments.items() if sources}


def _moving(expression: Json) -> Iterator[str]:
    for reference in _references(expression):
        address = ".".join(reference.split(".")[:3])
        if reference.startswith("data.") and address.endswith(MOVING):
            yield address


def _references(section: Json) -> Iterator[str]:
    if isinstance(section, dict):
        for key, inner in section.items():
            if key == "references":
                yield from (it for it in items(inner) if isinstance(it, str))
            else:
                yield from _references(inner)
    elif isinstance(section, list):
        for inner in section:
            yield from _references(inner)
