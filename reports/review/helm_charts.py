"""What goes with a Helm release when it is uninstalled, or when something of it is turned off."""

from collections.abc import Iterator, Mapping
from typing import Final

from reports.review.guarded_kinds import table
from reports.review.helm_values import VALUES, helm_values
from reports.review.plan import Change
from reports.review.values import Value, mapping, text

_KINDS = ("CustomResourceDefinition", "PersistentVolumeClaim", "volumeClaimTemplates")
# Values by which charts make volumes or definitions, with a switch below them or as a switch.
_VOLUMES = {"persistence", "persistentVolume", "persistentVolumeClaim"}
_DEFINITIONS = {"crds", "customResources"}
_SWITCHES = ("enabled", "install", "create")
_TEMPLATES = {"volumeClaimTemplate", "volumeClaimTemplates"}
# Values of our own charts: each key below them is an object on which others hang.
_OBJECTS: Final = {"clusterIssuers", "clusterSecretStores", "nodeClasses", "nodePools"}

Path = tuple[str | int, ...]


def brings_custom_resources_or_volumes(change: Change) -> bool:
    """Whether a release has custom resources, definitions of them, or volumes, or may have them unseen."""
    release = mapping(change.before)
    if not table()["charts_with_custom_resources"].keys().isdisjoint(_names(release)):
        return True
    return _has_in_manifest(release) or _may_make(release)


def loses_custom_resources_or_volumes(change: Change) -> bool:
    """Whether an upgrade of a release takes them away: by its values, or because it is of another chart from now on."""
    before, after = mapping(change.before), mapping(change.after)
    if is_other_chart(before, after) and brings_custom_resources_or_volumes(change):
        return True
    old, new = helm_values(before), helm_values(after)
    if old is None or new is None:
        are_others = any(before.get(it) != after.get(it) for it in VALUES)
        return are_others and (_has_in_manifest(before) or _may_make(before))
    there, left = dict(_made(old)), dict(_made(new))
    gone = {what for path, what in there.items() if path not in left}
    came = {what for path, what in left.items() if path not in there}
    # Charts rename the switch of their definitions, such as `installCRDs` to `crds.enabled`. A volume moves with none.
    return bool(gone - (came & {"definitions"}))


def is_other_chart(before: Mapping[str, Value], after: Mapping[str, Value]) -> bool:
    """Whether a release is of a chart of another name. The path of a chart of ours changes with its content."""
    old, new = text(before.get("chart")), text(after.get("chart"))
    is_ours = old.startswith("./") and new.startswith("./")
    return bool(old and new) and _name(old) != _name(new) and not is_ours


def _has_in_manifest(release: Mapping[str, Value]) -> bool:
    manifest = f"{release.get('manifest')}{release.get('resources')}"
    return any(kind in manifest for kind in _KINDS)


def _may_make(release: Mapping[str, Value]) -> bool:
    """Whether values make something, or can't be read where the plan has no manifest that would show it."""
    values = helm_values(release)
    return any(_made(values)) if values is not None else not text(release.get("manifest"))


def _names(release: Mapping[str, Value]) -> set[str]:
    return {
        _name(text(release.get("chart"))),
        text(mapping(release.get("metadata")).get("chart")),
        text(release.get("name")),
    }


def _name(chart: str) -> str:
    return chart.rstrip("/").rpartition("/")[2]


def _made(values: Value) -> Iterator[tuple[Path, str]]:
    """What values make, by the path at which they say so."""
    for path, leaf in _leaves(values):
        for index, step in enumerate(path):
            if step in _TEMPLATES and leaf not in (None, {}):
                yield path[: index + 1], "volumes"
            elif step in _OBJECTS and path[index + 1 :]:
                yield path[: index + 2], "objects"
        if leaf is True or leaf == "true":
            yield from _switched_on(path)


def _switched_on(path: Path) -> Iterator[tuple[Path, str]]:
    *above, name = path or ("",)
    thing = above[-1] if above and name in _SWITCHES else ""
    if thing in _VOLUMES:
        yield path, "volumes"
    elif thing in _DEFINITIONS or name == "installCRDs":
        yield path, "definitions"


def _leaves(value: Value, path: Path = ()) -> Iterator[tuple[Path, Value]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if not inner:
        yield path, value
    for key, it in inner:
        # A single value has its whole path as its name: `crds.enabled`.
        yield from _leaves(it, (*path, *(key.split(".") if isinstance(key, str) else (key,))))
