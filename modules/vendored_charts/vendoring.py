"""From a chart as its project publishes it to the little of it that we keep."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from modules.vendored_charts.chart_facts import ChartFacts
from modules.vendored_charts.chart_source import ChartSource, digest
from modules.vendored_charts.custom_resources import kinds_in
from modules.vendored_charts.images import Image, images_of
from modules.vendored_charts.key_tree import KeyTree, merged, tree_of
from modules.vendored_charts.marks import Marks
from modules.vendored_charts.schema_tree import tree_of_schema, without_texts

SUMS = "SHA256SUMS"
"""The file beside the facts of our charts with their hashes."""
# Values that Helm hands to every chart inside another: https://helm.sh/docs/chart_template_guide/subcharts_and_globals/
_FOR_ALL_CHARTS = "global"


def facts_of(source: ChartSource, repository: str, origin: str, marks: Marks) -> ChartFacts:
    """The facts of a chart of a repository, whose files are from `origin`; raises `MarkMissesError` for wrong marks."""
    chart = source.chart
    app_version = str(chart.get("appVersion", chart["version"]))
    kinds = {file: kinds_in(text, marks.kinds) for file, text in source.manifests.items()}
    digests = {**source.digests, **{file: digest(source.manifests[file].encode()) for file in kinds if kinds[file]}}
    marked = marks.marked_images(app_version)
    return ChartFacts(
        name=chart["name"],
        version=str(chart["version"]),
        repository=repository,
        app_version=app_version,
        kube_version=chart.get("kubeVersion"),
        sources={file: {"from": f"{origin}/{file}", "sha256": sha256} for file, sha256 in digests.items()},
        images=(*(it for it in _images(source) if it.path not in {one.path for one in marked}), *marked),
        values=marks.applied(_tree(source)),
        kinds=marks.narrowed({kind: schema for found in kinds.values() for kind, schema in found.items()}),
        schema=None if source.schema is None else without_texts(source.schema),
    )


def text_of(facts: ChartFacts) -> str:
    """The facts as they are kept: one line for each key, so that a new version is a diff that people can read."""
    return json.dumps(asdict(facts), indent=1, sort_keys=True, default=dict) + "\n"


def sums_of(folder: Path) -> str:
    """The SHA-256 of each file with facts in a folder, in the form of sha256sum: a change by hand then shows."""
    return "".join(f"{digest(file.read_bytes())}  {file.name}\n" for file in sorted(folder.glob("*.json")))


def _tree(source: ChartSource) -> KeyTree:
    tree = tree_of(source.values)
    if source.schema is not None:
        tree = merged(tree, tree_of_schema(source.schema))
    for key, inside in source.inside.items():
        tree = merged(tree, {key: merged(_tree(inside), {_FOR_ALL_CHARTS: "any"})})
    return tree


def _images(source: ChartSource) -> Iterator[Image]:
    yield from images_of(source.values, str(source.chart.get("appVersion", "")))
    for key, inside in source.inside.items():
        for image in _images(inside):
            values = {f"{key}.{path}": text for path, text in image.values.items()}
            yield Image(f"{key}.{image.path}", image.repository, image.tag, values)
