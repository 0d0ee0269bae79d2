"""The values of a Helm release as a plan has them: YAML texts, the later over the earlier, then single ones."""

import math
from collections.abc import Mapping
from functools import lru_cache

import yaml

from config.controllers.helm_overlay import overlaid
from reports.review.secret_names import without_named_secrets
from reports.review.values import Hidden, Value, items, mapping, text

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SINGLE = ("set", "set_list", "set_sensitive", "set_wo")
VALUES = ("values", *_SINGLE)
"""Arguments of a release that hold values."""


def helm_values(release: Mapping[str, Value]) -> Mapping[str, Value] | None:
    """The values, without what by its name is a secret; None where they can't be told key by key."""
    written = release.get("values")
    documents = [read_document(it) for it in ([written] if isinstance(written, Hidden) else items(written))]
    known = [it for it in documents if it is not None]
    if len(known) < len(documents):
        return None
    single = {
        text(mapping(it).get("name")) or "(unnamed)": mapping(it).get("value")
        for argument in _SINGLE
        for it in items(release.get(argument))
    }
    hidden = {argument: release[argument] for argument in _SINGLE if isinstance(release.get(argument), Hidden)}
    merged: Mapping[str, Value] = {}
    for document in known:
        merged = overlaid(merged, document)
    return mapping(without_named_secrets({**merged, **single, **hidden}))


def read_document(value: Value) -> Mapping[str, Value] | None:
    """One YAML text; None where it is hidden, no YAML, or repeats itself by aliases."""
    return _read(value) if isinstance(value, str) else None


@lru_cache(maxsize=16)  # a release is looked at by several, one after the other
def _read(value: str) -> Mapping[str, Value] | None:
    try:
        if "*" in value and any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(value, Loader=_Loader)):
            return None
        loaded = _plain(yaml.load(value, Loader=_Loader))  # noqa: S506 - both loaders are the safe ones
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    return {} if loaded is None else loaded if isinstance(loaded, dict) else None


def _plain(value: object) -> Value:
    """What YAML gives in the types of JSON: other scalars as their text."""
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(it) for it in value]
    if isinstance(value, set):
        return sorted(map(str, value))
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
