"""What goes with a Helm release when it is uninstalled."""

import tomllib
from functools import cache
from pathlib import Path

from reports.review.helm_values import helm_values
from reports.review.plan import Change
from reports.review.values import Value, mapping, text

_TABLE = Path(__file__).with_name("guarded_kinds.toml")
_KINDS = ("CustomResourceDefinition", "PersistentVolumeClaim", "volumeClaimTemplates")
# Values by which charts make volumes or definitions, with a switch below them or as a switch.
_VOLUMES = {"persistence", "persistentVolume", "persistentVolumeClaim"}
_DEFINITIONS = {"crds", "customResources"}


def brings_crds_or_volumes(change: Change) -> bool:
    """Whether a release has definitions of custom resources, or volumes, as far as a plan shows it."""
    release = mapping(change.before)
    chart = text(release.get("chart")).rstrip("/").rpartition("/")[2]
    named = text(mapping(release.get("metadata")).get("chart"))
    if not _charts().isdisjoint({chart, named, text(release.get("name"))}):
        return True
    manifest = f"{release.get('manifest')}{release.get('resources')}"
    return any(kind in manifest for kind in _KINDS) or _makes_them(helm_values(release) or {})


@cache
def _charts() -> frozenset[str]:
    return frozenset(tomllib.loads(_TABLE.read_text(encoding="utf-8"))["charts_with_crds"])


def _makes_them(values: Value, name: str = "") -> bool:
    if isinstance(values, dict):
        switches = [values.get(it) for it in ("enabled", "install", "create")]
        if name in _VOLUMES | _DEFINITIONS and True in switches:
            return True
        return any(_makes_them(inner, key) for key, inner in values.items())
    if isinstance(values, list):
        return (bool(values) and name == "volumeClaimTemplates") or any(map(_makes_them, values))
    return (name == "volumeClaimTemplate" and values is not None) or (name == "installCRDs" and values is True)
