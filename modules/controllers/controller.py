"""What a controller is: data that one construct reads. Nothing here knows cdktf, so that reading input stays fast."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from config.compute.node_access import NodeAccess
from config.controllers.kinds import ControllerOptions, Need
from config.iam import Iam
from config.names import ClusterNames
from config.platform import Platform
from config.rules.problem import Problem
from modules.policy_document import PolicyDocument

if TYPE_CHECKING:
    from cdktf import ITerraformDependable
    from constructs import Construct

Options = TypeVar("Options", bound=ControllerOptions)
Values = Mapping[str, object]
"""Values of a Helm chart."""
ValuesPath = tuple[str, ...]
"""Keys that lead to a place in the values of a chart."""


@dataclass(frozen=True)
class Chart:
    """A Helm chart in a repository, at one version; what is known of it lies in `modules/vendored_charts`."""

    repository: str
    name: str
    version: str


@dataclass(frozen=True)
class OwnChart:
    """A chart of ours, by its folder in `charts/`."""

    name: str


@dataclass(frozen=True)
class KubernetesVersions:
    """The minor versions of Kubernetes that a controller supports, both ends included, as its project says."""

    oldest: str
    source: str
    """The page that says so."""
    newest: str | None = None
    """None where the project promises to go on working."""

    def __contains__(self, version: str) -> bool:
        """Whether a version such as `1.35` is supported."""
        return _minor(self.oldest) <= _minor(version) <= _minor(self.newest or version)

    def __str__(self) -> str:
        """The range, for a sentence."""
        return f"{self.oldest} and newer" if self.newest is None else f"{self.oldest} to {self.newest}"


@dataclass(frozen=True)
class ClusterFacts:
    """What a controller may know of the cluster it runs in; ids and ARNs are tokens until Terraform applies."""

    platform: Platform
    account_id: str
    vpc_id: str
    vpc_arn: str
    private_subnet_ids: Mapping[str, str]
    """Availability zone to id of its private subnet; empty where somebody else made them and the file names none."""
    security_group_id: str
    """The security group that EKS made for control plane and nodes."""
    node_access: NodeAccess
    """How people get onto nodes, those that a controller makes among them."""
    names: ClusterNames
    iam: Iam
    """What is asked of every role and policy."""
    tags: Mapping[str, str]
    """The tags of everything that belongs to the controllers, for what a controller makes by itself."""

    @property
    def cluster_arn(self) -> str:
        """The ARN of the cluster."""
        region = self.platform.region
        return f"arn:{region.partition}:eks:{region.name}:{self.account_id}:cluster/{self.platform.cluster_name}"

    def role_arn(self, name: str) -> str:
        """The ARN of a role of the platform, by its name."""
        return f"arn:{self.platform.region.partition}:iam::{self.account_id}:role{self.iam.path or '/'}{name}"


@dataclass(frozen=True)
class GitOpsRelease:
    """A release that is left to GitOps: what has to be known to install it."""

    name: str
    namespace: str
    chart: Chart | OwnChart
    values: Values
    service_account: str | None = None
    """The service account that its values make; None for objects that come with a controller."""
    role_arn: str | None = None
    """The role of that service account; None where it calls no AWS API."""


@dataclass(frozen=True)
class Installation(Generic[Options]):
    """One controller in one cluster: what its values are made from."""

    options: Options
    cluster: ClusterFacts
    service_account: Values
    """`serviceAccount` of the chart: the one that the role trusts, made by the chart, with the role's ARN."""
    left_to_gitops: Sequence[GitOpsRelease] = ()
    """The releases of other controllers that GitOps installs."""
    stays_off: Sequence[str] = ()
    """Labels of nodes that may go while it still has to run."""


def no_policies(_options: ControllerOptions, _cluster: ClusterFacts) -> Mapping[str, PolicyDocument]:
    """The policies of a controller that does not call AWS: it gets no role."""
    return {}


def no_problems(_options: ControllerOptions, _platform: Platform) -> Iterable[Problem]:
    """The check of a controller whose options need none beyond their types."""
    return ()


def always(_options: ControllerOptions) -> bool:
    """The condition of a companion that always comes along."""
    return True


@dataclass(frozen=True)
class Companion(Generic[Options]):
    """A release of its own that comes with a controller: CRDs before it, or objects of its kinds behind it."""

    name: str
    """Name of the release, in the namespace of the controller."""
    chart: Chart | OwnChart
    values: Callable[[Installation[Options]], Values]
    wanted: Callable[[Options], bool] = always
    kinds: Mapping[str, str] = field(default_factory=dict)
    """Key of the values to the kind of the objects below it (name to `spec`), which have to fit the kind."""
    kinds_from: Chart | None = None
    """The chart that defines these kinds."""
    timeout_seconds: int = 300


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
    kubernetes: KubernetesVersions
    policies: Callable[[Options, ClusterFacts], Mapping[str, PolicyDocument]] = no_policies
    every_resource: Mapping[str, str] = field(default_factory=dict)
    """Sid of a statement of ours whose resource is `*`, to the reason: the API has no resource level there."""
    policies_for: str | None = None
    """The version of the software for which the policies were read: it has to be the one that the chart installs."""
    option_problems: Callable[[Options, Platform], Iterable[Problem]] = no_problems
    conflicts: Mapping[str, str] = field(default_factory=dict)
    """Name of a controller that can't be in the same cluster, to the reason as half a sentence."""
    needs: Mapping[str, Need] = field(default_factory=dict)
    """Option to the controller without which it does nothing."""
    done_by_auto_mode: str | None = None
    """What EKS Auto Mode does in its place, as half a sentence; None where the two can be together."""
    aws_services: tuple[str, ...] = ()
    """AWS services that it calls, `sts` for its role among them: by the ends of the names of their VPC endpoints."""
    after: tuple[str, ...] = ()
    admits: tuple[str, ...] = ()
    """Kinds of objects that nobody can make while its webhook is not up: everything else comes after it, unasked."""
    before_it: tuple[Companion[Options], ...] = ()
    """Releases that must be ready before it, such as its CRDs."""
    behind_it: tuple[Companion[Options], ...] = ()
    """Releases that need it, such as objects of its kinds; what comes after it waits for them too."""
    resources: "Callable[[Construct, Installation[Options]], Sequence[ITerraformDependable]] | None" = None
    """Makes what it needs of AWS beyond a role; the releases wait for what is returned."""
    service_account_path: ValuesPath | None = ("serviceAccount",)
    """Where the chart reads its service account; None where that is its own business, because it has no role."""
    values_are_checked: bool = True
    """Whether they are at the end; those of a chart of the user's own are checked with the file that has them."""
    secret_values: Mapping[str, str] = field(default_factory=dict)
    """Dotted path of a secret in the values of its chart, or of a map of them, to what to write instead.

    What is called a password, a token or the like is refused without being named here.
    """
    pod_annotations_path: ValuesPath = ("podAnnotations",)
    """Where the chart reads annotations of the pods that have the service account."""
    affinity_paths: tuple[ValuesPath, ...] = (("affinity",),)
    """Where the chart reads the affinities of its pods; none for what comes after whoever makes nodes."""
    node_label: str | None = None
    """The label of all nodes that it makes, if it makes any: who does not come after it stays off these."""
    skip_crds: bool = False
    """Helm's own word: the CRDs in the chart are left out, because a companion brings them."""
    timeout_seconds: int = 600
    """How long Helm waits until everything is ready."""

    @property
    def releases(self) -> list[str]:
        """Every release that it may come with, whatever its options."""
        return [*(it.name for it in self.before_it), self.name, *(it.name for it in self.behind_it)]

    def release_names(self, options: Options) -> list[str]:
        """Its releases, in the order in which they are installed."""
        before, behind = ([it.name for it in all_ if it.wanted(options)] for all_ in (self.before_it, self.behind_it))
        return [*before, self.name, *behind]

    def problems(self, options: Options, platform: Platform) -> Iterable[Problem]:
        """What is wrong with these options on this platform; paths start below the controller's key."""
        from modules.controllers.checks import general_problems  # noqa: PLC0415 - it reads what a controller is

        yield from general_problems(self, options, platform)
        yield from self.option_problems(options, platform)


AnyController = Controller[Any]
"""A controller whatever its options: only the controller's own functions look into those."""


def _minor(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))
