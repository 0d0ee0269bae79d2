"""Which arguments force a new object when they change: replacement.toml, where each type names its source.

Of what EKS can't change of node groups and Fargate profiles, the platform makes names: so these tables stand in its
configuration.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from config.compute.unchangeable import FARGATE_PROFILE, NODE_GROUP, Unchangeable
from rehearsal.engine.traversal import Path as AttributePath

FILE = Path(__file__).with_name("replacement.toml")
_PLATFORM_TABLES = {"aws_eks_fargate_profile": FARGATE_PROFILE, "aws_eks_node_group": NODE_GROUP}


class Replacement(NamedTuple):
    """What one resource type cannot do in place.

    Attributes:
        source: where the provider says so.
        replaced_by: the arguments of which any change needs a new object.
        replaced_by_removing: the arguments that can be added and changed in place, but not be taken away.
    """

    source: str
    replaced_by: tuple[AttributePath, ...]
    replaced_by_removing: tuple[AttributePath, ...]


def all_replacements() -> Mapping[str, Replacement]:
    """What is in the file and what the platform knows itself, by resource type, in order."""
    known = {type_name: _of_the_platform(table) for type_name, table in _PLATFORM_TABLES.items()}
    return dict(sorted({**read_replacements(), **known}.items()))


def read_replacements(file: Path = FILE) -> Mapping[str, Replacement]:
    """The table, by resource type."""
    table: dict[str, dict[str, str | list[str]]] = tomllib.loads(file.read_text())
    return {
        type_name: Replacement(
            source=str(entry["source"]),
            replaced_by=_paths(entry["replaced_by"]),
            replaced_by_removing=_paths(entry.get("replaced_by_removing", [])),
        )
        for type_name, entry in table.items()
    }


def _of_the_platform(table: Unchangeable) -> Replacement:
    return Replacement(table.source, replaced_by=_paths(table.arguments), replaced_by_removing=())


def _paths(arguments: str | list[str]) -> tuple[AttributePath, ...]:
    return tuple(tuple(argument.split(".")) for argument in arguments)
