"""The values of a release: what a controller computes, and what the environment file lays over it."""

from collections.abc import Mapping, Sequence
from typing import Any

from config.controllers.helm_overlay import overlaid
from config.controllers.identity import Identity
from config.controllers.kinds import ControllerOptions
from modules.controllers.controller import AnyController, Chart, Companion, Installation, Values, ValuesPath
from modules.controllers.images import image_values
from modules.vendored_charts.chart_facts import chart_facts

ROLE_ARN_ANNOTATION = "eks.amazonaws.com/role-arn"
IDENTITY_ANNOTATION = "eks-platform/identity"
"""Makes Kubernetes start the pods anew when their way to the role changes: it injects credentials only at the start."""
POD_ANNOTATIONS = {IDENTITY_ANNOTATION: Identity.POD_IDENTITY.value}

TERMS = ("nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms")
"""Where an affinity says which nodes are out of the question: a node has to fit one of the terms."""


def values_of(
    controller: AnyController, installation: Installation[ControllerOptions], identity: Identity | None
) -> Values:
    """Everything that the chart gets, for a controller with a way to its role, or without a role."""
    # A chart of the user's own takes care of that by itself: its facts lie elsewhere, or there are none.
    images = _images(controller.chart, installation) if controller.values_are_checked else {}
    own = overlaid(overlaid(images, controller.values(installation)), _placement(controller, installation.stays_off))
    values = overlaid(own, installation.options.values)
    if identity in {None, Identity.IRSA}:
        return values
    return overlaid(values, placed(controller.pod_annotations_path, POD_ANNOTATIONS))


def companion_values(companion: Companion[Any], installation: Installation[ControllerOptions]) -> Values:
    """Everything that the chart of a companion gets."""
    values = companion.values(installation)
    if isinstance(companion.chart, Chart):
        return overlaid(_images(companion.chart, installation), values)
    return values


def value_at(values: Values, path: ValuesPath) -> object:
    """What stands at a path of the values; None where nothing does."""
    found: object = values
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def touched(values: Values, path: ValuesPath) -> tuple[ValuesPath, object] | None:
    """Where values that are laid over others change what stands at `path`, and to what; None where they don't.

    A map on the way is joined with what is there. Anything else, such as null, takes the place of all below it.
    """
    found: object = values
    for depth, key in enumerate(path):
        if not isinstance(found, Mapping):
            return path[:depth], found
        if key not in found:
            return None
        found = found[key]
    return path, found


def _placement(controller: AnyController, stays_off: Sequence[str]) -> Values:
    """Pods that stay off nodes with these labels."""
    values: Values = {}
    if stays_off:
        terms = [{"matchExpressions": without_labels(stays_off)}]
        for path in controller.affinity_paths:
            values = overlaid(values, placed((*path, *TERMS), terms))
    return values


def without_labels(labels: Sequence[str]) -> list[Values]:
    """What a term of a node affinity says of nodes that have none of these labels."""
    return [{"key": it, "operator": "DoesNotExist"} for it in labels]


def _images(chart: Chart, installation: Installation[ControllerOptions]) -> Values:
    return image_values(chart_facts(chart.name, chart.version), installation.cluster.platform.image_registry)


def placed(path: ValuesPath, value: object) -> Values:
    """Values with nothing but `value` at `path`."""
    for key in reversed(path):
        value = {key: value}
    return value if isinstance(value, Mapping) else {}
