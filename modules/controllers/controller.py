"""What a controller is: data that one construct reads. Nothing here knows cdktf, so that reading input stays fast."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from config.controllers import ControllerOptions
from config.platform import Platform
from config.problem import Problem
from modules.policy_document import PolicyDocument

Options = TypeVar("Options", bound=ControllerOptions)
Values = Mapping[str, object]
"""Values of a Helm chart."""


@dataclass(frozen=True)
class Chart:
    """A Helm chart in a repository, at one version."""

    repository: str
    name: str
    version: str


@dataclass(frozen=True)
class ClusterFacts:
    """What a controller may know of the cluster it runs in; ids and ARNs are tokens until Terraform applies."""

    platform: Platform
    account_id: str
    vpc_id: str
    vpc_arn: str
    tags: Mapping[str, str]
    """The tags of everything that belongs to the controllers, for what a controller makes by itself."""


@dataclass(frozen=True)
class Installation(Generic[Options]):
    """One controller in one cluster: what its values are made from."""

    options: Options
    cluster: ClusterFacts
    service_account: Values
    """`serviceAccount` of the chart: the one that the role trusts, made by the chart, with the role's ARN."""


def no_policies(_options: ControllerOptions, _cluster: ClusterFacts) -> Mapping[str, PolicyDocument]:
    """The policies of a controller that does not call AWS: it gets no role."""
    return {}


def no_problems(_options: ControllerOptions, _platform: Platform) -> Iterable[Problem]:
    """The check of a controller whose options need none beyond their types."""
    return ()


@dataclass(frozen=True)
class Controller(Generic[Options]):
    """Software that we install in the cluster with Helm, and what it needs of AWS.

    `policies` maps a purpose to a document, each of which becomes one managed policy. `after` names the controllers
    that must be ready before this one is installed, and that stay until it is gone.
    """

    name: str
    """Key in the environment file, name of the Helm release and of the service account."""
    namespace: str
    chart: Chart
    options: type[Options]
    values: Callable[[Installation[Options]], Values]
    policies: Callable[[Options, ClusterFacts], Mapping[str, PolicyDocument]] = no_policies
    problems: Callable[[Options, Platform], Iterable[Problem]] = no_problems
    after: tuple[str, ...] = ()
    timeout_seconds: int = 600
    """How long Helm waits until everything is ready."""


AnyController = Controller[Any]
"""A controller whatever its options: only the controller's own functions look into those."""
