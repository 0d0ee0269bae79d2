"""What no file of a chart says in a way that a program could read: marked by hand, each with its reason.

`marks/<chart>.toml` may hold, and this outlives a new version of the chart:

    kinds         the kinds, of those that the chart defines, of which we make objects
    [left_out]    kind and path in its spec = why: what no object of ours has, so that what we keep stays small
    [free_form]   dotted path = why: whatever stands below is the chart's user's own, though its default has keys
    [also_read]   dotted path = where the chart says so: keys that its templates read beyond its default values
    [[image]]     path, repository, tag, values: an image that the values name in a way of the chart's own
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from modules.vendored_charts.custom_resources import Schema, without
from modules.vendored_charts.images import Image
from modules.vendored_charts.key_tree import ANY, KeyTree, paths, replaced

FOLDER = Path(__file__).parent / "marks"


class MarkMissesError(Exception):
    """A mark speaks of what the chart does not have, or has by itself: read the new version and decide anew."""


@dataclass(frozen=True)
class Marks:
    """The marks of one chart."""

    free_form: Mapping[str, str]
    also_read: Mapping[str, str]
    images: Sequence[Mapping[str, Any]]
    kinds: Sequence[str]
    left_out: Mapping[str, str] = field(default_factory=dict)

    def applied(self, tree: KeyTree) -> KeyTree:
        """A tree with the marks; raises `MarkMissesError` for a mark that is none."""
        known = {".".join(path) for path in paths(tree)}
        if wrong := [it for it in self.free_form if it not in known]:
            raise MarkMissesError(f"free_form marks keys that the chart does not have: {', '.join(wrong)}")
        if wrong := [it for it in self.also_read if it in known]:
            raise MarkMissesError(f"also_read marks keys that the chart names by itself: {', '.join(wrong)}")
        for path in (*self.also_read, *self.free_form):
            tree = _marked(tree, path)
        return tree

    def narrowed(self, kinds: Mapping[str, Schema]) -> dict[str, Schema]:
        """The kinds without what is left out; raises `MarkMissesError` where they never had it."""
        found = dict(kinds)
        for path in self.left_out:
            kind, *keys = path.split(".")
            try:
                found[kind] = without(found[kind], keys)
            except KeyError as error:
                raise MarkMissesError(f"left_out: {path}: nothing leads to {error.args[0]}") from error
        return found

    def marked_images(self, app_version: str) -> list[Image]:
        """The images that are marked, of the version of the chart's software."""
        filled = ({**it, "tag": it["tag"].replace("{app_version}", app_version)} for it in self.images)
        return [Image(**it) for it in filled]


def marks_of(chart: str, folder: Path) -> Marks:
    """The marks of a chart in a folder; none where nobody made any."""
    file = folder / f"{chart}.toml"
    data = tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return Marks(
        free_form=data.get("free_form", {}),
        also_read=data.get("also_read", {}),
        images=data.get("image", []),
        kinds=data.get("kinds", []),
        left_out=data.get("left_out", {}),
    )


def _marked(tree: KeyTree, dotted: str) -> KeyTree:
    try:
        return replaced(tree, tuple(dotted.split(".")), ANY)
    except KeyError as error:
        raise MarkMissesError(f"{dotted}: nothing leads to {error.args[0]}") from error
