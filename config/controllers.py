"""How the options of a controller come into the environment file, without this package knowing any controller."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from config.model import Model
from config.platform import Platform
from config.problem import Problem


class ControllerOptions(Model):
    """What a user may set for a controller; a controller with options subclasses it."""


class ControllerKind(Protocol):
    """What loading needs to know of a controller that can be installed."""

    @property
    def name(self) -> str:
        """Name of the controller: the key in the environment file and the name of its Helm release."""

    @property
    def options(self) -> type[ControllerOptions]:
        """The model of its options."""

    def problems(self, options: ControllerOptions, platform: Platform) -> Iterable[Problem]:
        """What is wrong with these options on this platform; paths start below the controller's key."""


ControllerKinds = Mapping[str, ControllerKind]
