"""Names that a chart of the user's own can't have, because something of the platform has them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from config.controllers.kinds import ControllerKinds
from config.names import PLATFORM_ROLES

_CONTROLLER = "a controller (name it in controllers)"
_STORAGE_CLASS = "the platform's default StorageClass"
_BESIDE_CHARTS = {
    "aws": "a provider",
    "helm": "a provider",
    "apply-network-first": "what the network published",
    "apply-cluster-first": "what the cluster published",
    "default-storage-class": _STORAGE_CLASS,
    "default-storage-class-chart": _STORAGE_CLASS,
}
"""What stands beside the charts in their stack, and makes its addresses of its names like they do."""


@dataclass(frozen=True)
class TakenNames:
    """Names to what has them."""

    roles: Mapping[str, str] = field(default_factory=dict)
    """Names behind which there may be a role."""
    others: Mapping[str, str] = field(default_factory=dict)
    """Names of releases, and of what stands beside them."""

    @property
    def all(self) -> Mapping[str, str]:
        """Names of both kinds."""
        return {**self.others, **self.roles}


def taken_names(kinds: ControllerKinds) -> TakenNames:
    """What the platform and the controllers that there are have taken, installed or not."""
    releases = {release: f"a release of controller {name}" for name, kind in kinds.items() for release in kind.releases}
    return TakenNames(
        roles={
            **{purpose: f"the role {whose}" for purpose, whose in PLATFORM_ROLES.items()},
            **dict.fromkeys(kinds, _CONTROLLER),
        },
        others={**_BESIDE_CHARTS, "smoke-test": "the smoke test", **releases},
    )
