"""The values of a release: what a controller computes, and what the environment file lays over it."""

from collections.abc import Mapping

from config.controllers import ControllerOptions
from config.identity import Identity
from modules.controllers.controller import AnyController, Installation, Values, ValuesPath
from modules.controllers.images import image_values

IDENTITY_ANNOTATION = "eks-platform/identity"
"""Makes Kubernetes start the pods anew when their way to the role changes: it injects credentials only at the start."""


def values_of(controller: AnyController, installation: Installation[ControllerOptions], identity: Identity) -> Values:
    """Everything that the chart gets, for a controller with a way to its role."""
    images = image_values(controller.chart, installation.cluster.platform.image_registry)
    values = overlaid(overlaid(controller.values(installation), images), installation.options.values)
    if identity is Identity.IRSA or not controller.policies(installation.options, installation.cluster):
        return values
    return overlaid(values, placed(controller.pod_annotations_path, {IDENTITY_ANNOTATION: Identity.POD_IDENTITY.value}))


def overlaid(below: Values, above: Mapping[str, object]) -> Values:
    """Values with others laid over them as Helm does it: maps are joined, everything else is replaced."""
    both = {key: _joined(below[key], above[key]) for key in below if key in above}
    return {**below, **above, **both}


def value_at(values: Values, path: ValuesPath) -> object:
    """What stands at a path of the values; None where nothing does."""
    found: object = values
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def _joined(below: object, above: object) -> object:
    return overlaid(below, above) if isinstance(below, Mapping) and isinstance(above, Mapping) else above


def placed(path: ValuesPath, value: object) -> Values:
    """Values with nothing but `value` at `path`."""
    for key in reversed(path):
        value = {key: value}
    return value if isinstance(value, Mapping) else {}
