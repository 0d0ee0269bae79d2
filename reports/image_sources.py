"""The images that the releases of an environment may start, from its stacks and from what is known of their charts."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from reports.written import Json

_PROJECT = Path(__file__).resolve().parents[1]
_FACTS = (_PROJECT / "environments" / "charts", _PROJECT / "modules" / "vendored_charts" / "data")
"""What is known of charts: of one's own, and of those of controllers."""
_INTERPOLATION = re.compile(r"\$\{[^}]*\}")
_REGISTRY = "{registry}"
_CHART_VERSION = "_chart_version"


@dataclass(frozen=True)
class Image:
    """An image of a release."""

    release: str
    origin: str
    """Registry and repository where its project publishes it, or where the file has it from instead."""
    tag: str
    copy: str | None
    """Registry and repository from which nodes get it, where that is a copy."""


@dataclass(frozen=True)
class Inventory:
    """The images of an environment."""

    environment: str
    images: tuple[Image, ...]
    unknown: tuple[str, ...]
    """What is not known, as half a sentence each."""


def inventory(environment: str, stacks: Mapping[Path, Json]) -> Inventory:
    """The images of all releases in the stacks of an environment: folder of a stack to its Terraform JSON."""
    images: list[Image] = []
    unknown: list[str] = []
    for folder, stack in stacks.items():
        for release in _releases(stack):
            facts = _facts(release, folder)
            if facts is None:
                unknown.append(f"images of release {release['name']} (chart {release['chart']} {release['version']})")
            else:
                found = list(_images(release, facts))
                images += (it for it in found if it.tag)
                unknown += (f"tag of {it.origin} in release {it.release}" for it in found if not it.tag)
    by_origin = sorted(dict.fromkeys(images), key=lambda it: (it.origin, it.tag, it.release))
    return Inventory(environment, tuple(by_origin), tuple(dict.fromkeys(unknown)))


def _releases(stack: Json) -> Iterator[Json]:
    """Those of Terraform, and those that one of them is told to let Git install."""
    for release in stack.get("resource", {}).get("helm_release", {}).values():
        yield release
        yield from _left_to_gitops(_values(release))


def _left_to_gitops(values: Json) -> Iterator[Json]:
    """The releases that annotations of a cluster describe, for whoever installs them from Git."""
    if isinstance(values, Mapping):
        for key in (it for it in values if str(it).endswith(_CHART_VERSION)):
            name = key.removesuffix(_CHART_VERSION)
            yield {
                "name": name.replace("_", "-"),
                "repository": values[f"{name}_chart_repository"],
                "chart": values[f"{name}_chart"],
                "version": values[key],
                "values": [values[f"{name}_values"]],
            }
        for below in values.values():
            yield from _left_to_gitops(below)


def _facts(release: Json, folder: Path) -> Sequence[Json] | None:
    """The images that a chart names by itself, as `make vendor-chart` keeps them; None where the chart is not known."""
    if "repository" not in release:
        return _of_own_chart(yaml.safe_load((folder / release["chart"] / "values.yaml").read_text(encoding="utf-8")))
    for facts in (it / f"{release['chart']}-{release['version'].removeprefix('v')}.json" for it in _FACTS):
        known: Json = json.loads(facts.read_bytes()) if facts.exists() else {}
        # A chart of the same name from elsewhere is another one.
        if known.get("repository") == release["repository"].rstrip("/"):
            images: Sequence[Json] = known["images"]
            return images
    return None


def _of_own_chart(values: Json) -> Sequence[Json]:
    """A chart of ours has one image at most, at `image`."""
    image = (values or {}).get("image")
    return [] if image is None else [{"path": "image", **image, "values": {"image.repository": f"{_REGISTRY}/"}}]


def _images(release: Json, facts: Sequence[Json]) -> Iterator[Image]:
    values = _values(release)
    for image in facts:
        origin, tag = image["repository"], _at(values, f"{image['path']}.tag") or image["tag"]
        named = _named(image, values)
        is_copy = named.endswith(f"/{origin}")
        yield Image(release["name"], origin if is_copy else named, str(tag), named if is_copy else None)


def _values(release: Json) -> Json:
    # Before Terraform fills them in, the quotes inside interpolations are no YAML.
    return yaml.safe_load(_INTERPOLATION.sub("", "".join(release.get("values", ()))))


def _named(image: Json, values: Json) -> str:
    """The repository of an image as the values of the release have it, with the registry."""
    for path, template in image["values"].items():
        given = _at(values, path)
        if given is not None:
            return f"{given}/{image['repository'].partition('/')[2]}" if template == _REGISTRY else str(given)
    return str(image["repository"])


def _at(values: Json, path: str) -> Json:
    for step in path.split("."):
        key, _, variable = step.removesuffix("]").partition("[")
        values = values.get(key) if isinstance(values, Mapping) else None
        if variable:
            values = next((it.get("value") for it in values or () if it.get("name") == variable), None)
    return values
