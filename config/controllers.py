"""How the options of a controller come into the environment file, without this package knowing any controller."""

from collections.abc import Callable, Iterable, Mapping
from inspect import getdoc
from typing import Annotated, Any, Protocol

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, create_model

from config.draft import draft_of
from config.model import Model
from config.platform import Platform
from config.problem import Problem, refuse


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


def controllers_model(kinds: ControllerKinds) -> type[Model]:
    """A model with one field for each kind, in their order: its options, or None if the file does not name it."""
    fields: dict[str, Any] = {name.replace("-", "_"): _field(name, kind) for name, kind in kinds.items()}
    return create_model("Controllers", __base__=Model, __doc__="Controllers to install, by name.", **fields)


def defaults_for_nothing(value: object) -> object:
    """An empty section for a key with nothing after it: to name a controller is to ask for it."""
    return {} if value is None else value


def _field(name: str, kind: ControllerKind) -> tuple[object, object]:
    checks = (BeforeValidator(defaults_for_nothing), AfterValidator(_checked_by(kind)))
    # The default is not validated: None means that the file does not name the controller, and would become {}.
    default = Field(default=None, alias=name, validate_default=False, description=getdoc(kind.options))
    return Annotated[kind.options | None, *checks], default


def _checked_by(kind: ControllerKind) -> Callable[[ControllerOptions, ValidationInfo], ControllerOptions]:
    def check(options: ControllerOptions, info: ValidationInfo) -> ControllerOptions:
        platform = draft_of(info).platform()
        if platform is not None:
            refuse(kind.problems(options, platform))
        return options

    return check
