"""Sections that stand for each other: what this environment makes, or what somebody else made."""

from collections.abc import Iterator, Mapping

from pydantic.config import JsonDict, JsonValue

from config.reading.display import Written
from config.rules.problem import PARENT, Absent, Problem

MADE_OR_EXISTING = {"existing_network": "network", "existing_cluster": "cluster"}
"""The key of what exists to the key of what is made instead; a file has exactly one of the two."""

_EACH: list[JsonValue] = [
    {"oneOf": [{"required": [made]}, {"required": [existing]}]} for existing, made in MADE_OR_EXISTING.items()
]
EXACTLY_ONE_OF_EACH: JsonDict = {"allOf": _EACH}
"""The same as JSON schema."""

_MISSING = {
    "network": (
        "write it, such as network: {cidr_block: 10.10.0.0/16, availability_zones: [eu-central-1a, eu-central-1b]}; "
        "or existing_network, for a VPC that somebody else made"
    ),
    "cluster": (
        "write it, such as cluster: {availability_zones: [eu-central-1a, eu-central-1b], "
        "node_groups: {system: {availability_zones: [eu-central-1a, eu-central-1b]}}}; "
        "or existing_cluster, for a cluster that somebody else made"
    ),
}
_WHOLE = Written("")
"""A section is too much to show it whole."""


def both_or_neither(key: str, existing: object, earlier: Mapping[str, object]) -> Iterator[Problem]:
    """A file with both sections, or with neither. For the field `key`, after the field of what is made."""
    made = MADE_OR_EXISTING[key]
    is_made = earlier.get(made, "wrong, but there") is not None
    if existing is None and not is_made:
        yield Problem((PARENT, made), Absent.MISSING, _MISSING[made])
    if existing is not None and is_made:
        yield Problem((), _WHOLE, f"stands beside {made}; leave out the one that is not meant")


def cluster_outside_its_network(earlier: Mapping[str, object]) -> Iterator[Problem]:
    """A cluster that exists, in a VPC that is yet to be made. For the field `existing_cluster`."""
    if earlier.get("network") is not None:
        yield Problem((), _WHOLE, "lies in a VPC that exists; write existing_network with its vpc_id, not network")
