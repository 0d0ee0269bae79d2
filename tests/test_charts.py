"""Our own charts, as far as they can be read without Helm: their values, and how they get into the stacks."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from config.cluster.kubernetes_versions import KUBERNETES_VERSIONS
from main import PROJECT
from tests.synthesis import Json, Synthesized

CHARTS = sorted((PROJECT / "charts").iterdir())
every_chart = pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.name)


@every_chart
def test_a_chart_is_for_every_kubernetes_version_that_an_environment_may_ask_for(chart: Path) -> None:
    """The `-0` lets EKS's own versions pass, such as v1.33.1-eks-1a2b3c4, which count as earlier than 1.33.1."""
    oldest = min(KUBERNETES_VERSIONS, key=lambda name: [int(part) for part in name.split(".")])
    metadata = yaml.safe_load((chart / "Chart.yaml").read_text())
    description, version = metadata.pop("description"), metadata.pop("version")

    assert metadata == {
        "apiVersion": "v2",
        "name": chart.name,
        "type": "application",
        "kubeVersion": f">= {oldest}.0-0",
    }
    assert re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", version)
    assert description.endswith(".")


@every_chart
def test_templates_use_the_values_that_there_are_and_all_of_them(chart: Path) -> None:
    templates = [path.read_text() for path in (chart / "templates").rglob("*") if path.is_file()]

    assert {path for template in templates for path in re.findall(r"\.Values\.([\w.]+)", template)} == set(
        _paths(yaml.safe_load((chart / "values.yaml").read_text()))
    )


def test_stacks_set_only_values_that_their_chart_has(synthesized: Synthesized) -> None:
    """Helm takes a value of any name without a word."""
    unknown = [
        (stack, name, path)
        for stack, name, release, chart in _releases_of_ours(synthesized)
        for path in _paths(yaml.safe_load(release["values"][0]))
        if not _has(yaml.safe_load((chart / "values.yaml").read_text()), path.split("."))
    ]

    assert unknown == []


def test_what_travels_with_a_stack_is_the_chart(synthesized: Synthesized) -> None:
    travelling = {
        (stack, yaml.safe_load((chart / "Chart.yaml").read_text())["name"]): _files(chart)
        for stack, _, _, chart in _releases_of_ours(synthesized)
    }

    assert travelling == {
        (stack, chart): _files(PROJECT / "charts" / chart)
        for kind, chart in (("-controllers", "default-storage-class"), ("-smoke-test", "smoke-test"))
        for stack in synthesized.manifest
        if stack.endswith(kind)
    }


def test_the_image_is_pinned() -> None:
    image = yaml.safe_load((PROJECT / "charts/smoke-test/values.yaml").read_text())["image"]

    assert re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+(-[a-z0-9.]+)?", image["tag"])


def _releases_of_ours(synthesized: Synthesized) -> Iterator[tuple[str, str, Json, Path]]:
    """Stack id, name and arguments of each release of a chart of ours, and the folder of the chart beside the stack."""
    for stack, name, release in synthesized.resources("helm_release"):
        if release["chart"].startswith("./"):
            yield stack, name, release, synthesized.outdir / "stacks" / stack / release["chart"]


def _paths(values: Json) -> Iterator[str]:
    """The dotted paths of all values; an empty mapping is one, because it is for keys that the chart does not know."""
    for key, value in values.items():
        if isinstance(value, dict) and value:
            yield from (f"{key}.{path}" for path in _paths(value))
        else:
            yield key


def _has(values: Json, path: list[str]) -> bool:
    for key in path:
        if values == {}:
            return True
        if not isinstance(values, dict) or key not in values:
            return False
        values = values[key]
    return True


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
