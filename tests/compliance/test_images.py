"""With a registry of one's own, no image of another registry is named in any release.

Of a chart of the user's own whose values nobody checks, nothing is known, and its values stay as they are.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from config.controllers.helm_overlay import overlaid
from modules.controllers import CONTROLLERS
from modules.controllers.controller import Chart
from modules.controllers.values import value_at
from modules.vendored_charts.chart_facts import FOLDER, chart_facts
from modules.vendored_charts.images import Image, images_of
from tests.conftest import ENVIRONMENTS, EXAMPLES, synthesize_folders
from tests.synthesis import Json, Synthesized, helm_values

REGISTRY = "mirror.example.com/copies"
UNKNOWN = {("nightly-backup", "2.1.0"), ("dashboards", "1.0.4")}
"""Charts of the example, and their versions."""
FILES = [*ENVIRONMENTS.glob("*.yaml"), *EXAMPLES.glob("*.yaml")]
SMOKE_TEST = {"service_hostname": "service.platform.example.com", "ingress_hostname": "ingress.platform.example.com"}


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Synthesized:
    """Every controller: those of the example, and beside dev's the others as some environment has them."""
    folder = tmp_path_factory.mktemp("copied")
    (folder / "environments").mkdir()
    platform, dev = (
        yaml.safe_load(file.read_text()) for file in (EXAMPLES / "platform.yaml", ENVIRONMENTS / "dev.yaml")
    )
    del platform["charts"]["backup"]["policy_files"]
    dev.pop("charts", None)
    written = {
        name: options or {}
        for file in FILES
        for name, options in yaml.safe_load(file.read_text()).get("controllers", {}).items()
    }
    others: Json = {name: written[name] for name in CONTROLLERS if name not in platform["controllers"]}
    for group in dev["cluster"]["node_groups"].values():
        group["desired_size_owner"] = "autoscaler"
    dev["controllers"] = {"aws-load-balancer-controller": {}, "external-dns": {}, **others}
    for name, settings in (("platform", {**platform, "smoke_test": SMOKE_TEST}), ("dev", dev)):
        file = folder / "environments" / f"{name}.yaml"
        file.write_text(json.dumps({**settings, "image_registry": REGISTRY}))  # JSON is YAML
    return synthesize_folders([folder / "environments"], folder)


def images(synthesized: Synthesized, stack: str, release: Json) -> Iterator[tuple[str, str]]:
    """The repository of each image at its origin, and as the release names it."""
    values = helm_values(release)
    if (release["chart"], release.get("version")) in UNKNOWN:
        return
    if release.get("repository"):
        for image in chart_facts(release["chart"], release["version"]).images:
            yield image.repository, _named(image, values)
    else:
        defaults = yaml.safe_load(
            (synthesized.outdir / "stacks" / stack / release["chart"] / "values.yaml").read_text()
        )
        for before, after in zip(images_of(defaults, ""), images_of(overlaid(defaults, values), ""), strict=True):
            yield before.repository, after.repository


def _named(image: Image, values: Json) -> str:
    """As far as the values say it in the places that the chart has for it."""
    rest = image.repository.partition("/")[2]
    (path,) = image.values
    *above, last = path.split(".")
    key, _, variable = last.removesuffix("]").partition("[")
    given = value_at(values, (*above, key))
    if variable:
        (given,) = (it["value"] for it in given if it["name"] == variable)  # type: ignore[attr-defined]  # a list of them
    return (
        image.repository if given is None else f"{given}/{rest}" if image.values[path] == "{registry}" else str(given)
    )


def test_every_image_of_every_release_comes_from_the_registry(copied: Synthesized) -> None:
    named = {
        (release["name"], origin): image
        for stack, _, release in copied.resources("helm_release")
        for origin, image in images(copied, stack, release)
    }

    assert named == {(release, origin): f"{REGISTRY}/{origin}" for release, origin in named}
    assert {release for release, _ in named} == {*CONTROLLERS, "smoke-test"}


def test_no_value_names_another_registry(copied: Synthesized) -> None:
    known = {image.registry for file in FOLDER.glob("*.json") for image in _facts(file)}
    texts = [release["values"][0].replace(f"{REGISTRY}/", "@") for _, _, release in copied.resources("helm_release")]

    assert known
    assert [(host, text) for text in texts for host in known if host in text.replace(f"@{host}", "")] == []


def test_each_release_of_a_chart_that_names_images_was_looked_at(copied: Synthesized) -> None:
    """Companions among them."""
    releases = {(it["chart"], it["version"]) for _, _, it in copied.resources("helm_release") if it.get("repository")}
    charts = [
        chart
        for controller in CONTROLLERS.values()
        for chart in (controller.chart, *(it.chart for it in (*controller.before_it, *controller.behind_it)))
        if isinstance(chart, Chart)
    ]

    assert {(chart.name, chart.version) for chart in charts} | UNKNOWN == releases


def _facts(file: Path) -> list[Image]:
    return [Image(**image) for image in json.loads(file.read_bytes())["images"]]
