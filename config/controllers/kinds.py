"""How the options of a controller come into the environment file, without this package knowing any controller."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from inspect import getdoc
from typing import Annotated, Any, Literal, Protocol, cast

from pydantic import AfterValidator, Field, JsonValue, ValidationInfo, create_model, model_validator

from config.compute.compute_checks import auto_mode_alone, brought_controller_problems
from config.controllers.identity import Identity
from config.isolation import service_problems
from config.platform import Platform
from config.rules.draft import Draft, draft_of
from config.rules.model import FrozenMapping, Model
from config.rules.problem import Problem, refuse


class ControllerOptions(Model):
    """What a user may set for a controller; a controller with options subclasses it."""

    identity: Identity | None = None
    """How its pods become their IAM role; as the environment's `identity` says when left out."""
    release: Literal["terraform", "gitops"] = "terraform"
    """Who installs its chart; with `gitops`, only what it needs of AWS is made here."""
    values: FrozenMapping[str, JsonValue] = Field(default_factory=dict)
    """Values of its chart beyond the options, laid over those of the platform and checked against the chart."""

    @property
    def written(self) -> Mapping[str, object]:
        """The options that stand in the file."""
        return self.model_dump(by_alias=True, exclude_unset=True)


@dataclass(frozen=True)
class Need:
    """Another controller without which an option does nothing."""

    controller: str
    reason: str
    """What that one does for it, as half a sentence that begins with `which`."""


class ControllerKind(Protocol):
    """What loading needs to know of a controller that can be installed."""

    @property
    def name(self) -> str:
        """Name of the controller: the key in the environment file and the name of its Helm release."""

    @property
    def releases(self) -> Sequence[str]:
        """Every Helm release that it may come with, its own among them."""

    @property
    def options(self) -> type[ControllerOptions]:
        """The model of its options."""

    @property
    def conflicts(self) -> Mapping[str, str]:
        """Name of a controller that can't be in the same cluster, to the reason as half a sentence."""

    @property
    def needs(self) -> Mapping[str, Need]:
        """Option to the controller that has to be in the same cluster where the option is set."""

    @property
    def done_by_auto_mode(self) -> str | None:
        """What EKS Auto Mode does in its place, as half a sentence; None where the two can be together."""

    @property
    def aws_services(self) -> Sequence[str]:
        """The AWS services that it calls, by the ends of the names of their VPC endpoints, such as `ec2`."""

    def problems(self, options: ControllerOptions, platform: Platform) -> Iterable[Problem]:
        """What is wrong with these options on this platform; paths start below the controller's key."""


ControllerKinds = Mapping[str, ControllerKind]


def controllers_model(kinds: ControllerKinds) -> type[Model]:
    """A model with one field for each kind, in their order: its options, or None if the file does not name it."""
    fields: dict[str, Any] = {name.replace("-", "_"): _field(name, kind) for name, kind in kinds.items()}
    together = cast("Any", model_validator(mode="after")(_checked_together(kinds)))
    return create_model(
        "Controllers",
        __base__=Model,
        __doc__="Controllers to install, by name.",
        __validators__={"go_together": together},
        **fields,
    )


def installed_controllers(controllers: Model) -> dict[str, ControllerOptions]:
    """Controller name to options, of the controllers that a file names, in the order of the registry."""
    fields = type(controllers).model_fields.items()
    options = {field.alias or name: getattr(controllers, name) for name, field in fields}
    return {name: chosen for name, chosen in options.items() if chosen is not None}


def defaults_for_nothing(data: Mapping[str, object]) -> Mapping[str, object]:
    """The data of a file with an empty section for `controllers`, or a controller, with nothing after it.

    To name a controller is to ask for it. This is no validator: what passes through one in Python is no longer taken
    as JSON, and a list would be refused where a tuple is wanted.
    """
    if "controllers" not in data:
        return data
    controllers = {} if data["controllers"] is None else data["controllers"]
    if isinstance(controllers, dict):
        controllers = {name: {} if options is None else options for name, options in controllers.items()}
    return {**data, "controllers": controllers}


def _field(name: str, kind: ControllerKind) -> tuple[object, object]:
    check = AfterValidator(_checked_by(kind))
    # The default is not validated: None means that the file does not name the controller.
    default = Field(default=None, alias=name, validate_default=False, description=getdoc(kind.options))
    return Annotated[kind.options, check] | None, default


def _checked_together(kinds: ControllerKinds) -> Callable[[Model, ValidationInfo], Model]:
    def check(controllers: Model, info: ValidationInfo) -> Model:
        installed = installed_controllers(controllers)
        refuse([*_conflicts(installed, kinds), *_unmet_needs(installed, kinds, draft_of(info))])
        return controllers

    return check


def _conflicts(installed: Mapping[str, ControllerOptions], kinds: ControllerKinds) -> Iterator[Problem]:
    for name, options in installed.items():
        for other, reason in kinds[name].conflicts.items():
            if other in installed:
                yield Problem((name,), options.written, f"can't be beside {other}: {reason}; leave one of them out")


def _unmet_needs(installed: Mapping[str, ControllerOptions], kinds: ControllerKinds, draft: Draft) -> Iterator[Problem]:
    if draft.cluster_key == "existing_cluster":
        return  # whoever made the cluster may have installed it
    for name, options in installed.items():
        for option, need in kinds[name].needs.items():
            if _option(options, option) and need.controller not in installed:
                remedy = f"needs {need.controller}, {need.reason}; add that to controllers, or leave this out"
                auto_mode_does_it = need.controller in kinds and kinds[need.controller].done_by_auto_mode is not None
                if auto_mode_does_it and auto_mode_alone(draft.compute, draft.node_groups):
                    remedy = (
                        f"needs {need.controller}, {need.reason}, and whose place EKS Auto Mode takes; leave it out"
                    )
                yield Problem((name, *option.split(".")), _option(options.written, option), remedy)


def _option(holder: object, path: str) -> object:
    """What options, or what was written of them, have at a dotted path; None where there is no such thing."""
    for key in path.split("."):
        holder = holder.get(key) if isinstance(holder, Mapping) else getattr(holder, key, None)
    return holder


def _checked_by(kind: ControllerKind) -> Callable[[ControllerOptions, ValidationInfo], ControllerOptions]:
    def check(options: ControllerOptions, info: ValidationInfo) -> ControllerOptions:
        draft = draft_of(info)
        if auto_mode_alone(draft.compute, draft.node_groups):
            refuse(brought_controller_problems(kind.done_by_auto_mode, options.written))
        refuse(service_problems(kind.name, kind.aws_services, options.written, draft))
        platform = draft.platform()
        if platform is not None:
            refuse(kind.problems(options, platform))
        return options

    return check
