"""Where the images of controllers come from, and what a controller does without that has no VPC endpoint."""

import pytest

from modules.controllers import CONTROLLERS
from modules.controllers.controller import Installation
from modules.controllers.images import image_values
from modules.vendored_charts.chart_facts import chart_facts
from tests.modules.controllers.platforms import cluster_facts


@pytest.mark.parametrize("name", CONTROLLERS)
def test_every_image_comes_from_the_registry_under_its_whole_name(name: str) -> None:
    chart = CONTROLLERS[name].chart
    facts = chart_facts(chart.name, chart.version)
    images = facts.images

    written = repr(image_values(facts, "mirror.example.com/copies"))

    assert images
    # Some charts have a value for the registry alone.
    wholes = {
        image.repository: (image.repository, image.registry)
        for image in images
        if not next(iter(image.values)).endswith("]")
    }
    assert [
        it
        for it, names in wholes.items()
        if not any(f"'mirror.example.com/copies/{name}'" in written for name in names)
    ] == []


def test_images_that_are_not_the_first_are_taken_along() -> None:
    chart = chart_facts("metrics-server", "3.13.1")

    assert image_values(chart, "mirror.example.com") == {
        "image": {"repository": "mirror.example.com/registry.k8s.io/metrics-server/metrics-server"},
        "addonResizer": {"image": {"repository": "mirror.example.com/registry.k8s.io/autoscaling/addon-resizer"}},
    }
    assert image_values(chart, None) == {}


def test_the_load_balancer_controller_asks_no_service_that_it_can_not_reach() -> None:
    controller = CONTROLLERS["aws-load-balancer-controller"]
    everywhere, isolated = (
        controller.values(
            Installation(options=controller.options(), cluster=cluster_facts(isolated=it), service_account={})
        )
        for it in (False, True)
    )

    assert isolated == {**everywhere, "enableShield": False, "enableWaf": False, "enableWafv2": False}
