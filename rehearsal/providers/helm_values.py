"""The values of a release as its chart sees them, as far as they tell of service accounts."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import yaml

from config.controllers.helm_overlay import overlaid
from rehearsal.engine.values import State, Value, blocks, mapping, text, texts

_ROLE = "eks.amazonaws.com/role-arn"


class AccountInValues(NamedTuple):
    """A service account that a release makes; `name` is empty where the chart makes one up."""

    name: str
    role_arn: str


def values_of(release: State) -> State:
    """What `values` and `set` say together, later ones over earlier ones."""
    merged: dict[str, Value] = {}
    for document in texts(release, "values"):
        merged = overlaid(merged, yaml.safe_load(document) or {})
    for single in blocks(release, "set"):
        keys = [key.replace("\\.", ".") for key in re.split(r"(?<!\\)\.", text(single, "name"))]
        value: Value = single.get("value")
        for key in reversed(keys):
            value = {key: value}
        merged = overlaid(merged, value if isinstance(value, Mapping) else {})
    return merged


def service_accounts(values: State) -> Iterator[AccountInValues]:
    """The service accounts that values describe, at whatever depth; not those that somebody else makes."""
    for key, value in values.items():
        if not isinstance(value, Mapping):
            continue
        if key == "serviceAccount" and value.get("create") is not False:
            yield AccountInValues(text(value, "name"), text(mapping(value, "annotations"), _ROLE))
        yield from service_accounts(value)
