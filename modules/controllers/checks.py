"""What is checked of every controller that an environment file names, whichever it is."""

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from config.controllers.identity import Identity
from config.controllers.kinds import ControllerOptions
from config.platform import Platform
from config.rules.problem import PARENT, Problem
from modules.controllers.controller import AnyController, no_policies
from modules.controllers.expected_facts import expected_facts
from modules.controllers.owned_values import owned_value_problems
from modules.controllers.policy_sizes import policy_size_problems
from modules.controllers.secret_values import secret_problems
from modules.controllers.values import IDENTITY_ANNOTATION, touched
from modules.vendored_charts.chart_facts import ChartFacts, chart_facts
from modules.vendored_charts.kube_version import accepts
from modules.vendored_charts.values_check import value_problems


def general_problems(controller: AnyController, options: ControllerOptions, platform: Platform) -> Iterable[Problem]:
    """The problems that any controller can have; paths start below its key."""
    yield from _version_problems(controller, options, platform)
    yield from _identity_problems(controller, options, platform)
    yield from policy_size_problems(controller, options, platform)
    yield from _value_problems(controller, options, platform)


def _version_problems(controller: AnyController, options: ControllerOptions, platform: Platform) -> Iterator[Problem]:
    supported, version = controller.kubernetes, platform.kubernetes_version
    if version not in supported:
        remedy = (
            f"can't run on Kubernetes {version}: chart version {controller.chart.version} is for {supported} "
            f"({supported.source}); change the version of the cluster, or leave {controller.name} out"
        )
        yield Problem((), options.written, remedy)
    elif controller.values_are_checked:
        facts = chart_facts(controller.chart.name, controller.chart.version)
        if (reason := why_not_kubernetes(facts, version)) is not None:
            yield Problem((), options.written, f"{reason}, or leave {controller.name} out")


def why_not_kubernetes(facts: ChartFacts, version: str) -> str | None:
    """What to do about a chart that a cluster of this version can't have; None where it can."""
    if facts.kube_version is None or accepts(facts.kube_version, version):
        return None
    return (
        f"can't run on Kubernetes {version}: its chart asks for {facts.kube_version}, and Helm refuses all else "
        "(EKS's own versions need a constraint that ends with -0); change the version of the chart, or of the cluster"
    )


def _identity_problems(controller: AnyController, options: ControllerOptions, platform: Platform) -> Iterator[Problem]:
    own = options.identity
    problems = list(pod_identity_problems(f"controllers.{controller.name}", controller.namespace, own, platform))
    # Policies are read only where it matters whether there are any: some are long.
    if (own is not None or problems) and not controller.policies(options, expected_facts(platform)):
        why = "" if controller.policies is no_policies else " with these options, so it has no role"
        remedy = f"is useless: {controller.name} calls no AWS API{why}; leave it out"
        problems = [] if own is None else [Problem(("identity",), own, remedy)]
    yield from problems


def pod_identity_problems(key: str, namespace: str, own: Identity | None, platform: Platform) -> Iterator[Problem]:
    """EKS Pod Identity where there is none, for what stands at `key` and says its `own` way or none."""
    identity = own or platform.identity
    # Which labels its pods have, only the chart knows: a profile that asks for labels might still select them.
    selecting = [it for it in platform.fargate_namespaces if fnmatchcase(namespace, it)]
    if selecting and identity is not Identity.IRSA:
        path = ("identity",) if own is not None else (PARENT, PARENT, "identity")
        remedy = (
            f"gives {key} no role on Fargate, where there is no EKS Pod Identity, and cluster.fargate_profiles "
            f"selects pods of its namespace {namespace} by {selecting[0]}; "
            f"select other namespaces, or write identity: irsa at {key}"
        )
        yield Problem(path, identity, remedy)


def _value_problems(controller: AnyController, options: ControllerOptions, platform: Platform) -> Iterator[Problem]:
    account_path = controller.service_account_path
    if account_path is not None and (account := touched(options.values, account_path)) is not None:
        remedy = "is the platform's own, because a role trusts exactly that service account; leave it out"
        yield Problem(("values", *account[0]), account[1], remedy)
    yield from _annotation_problems(controller, options)
    yield from owned_value_problems(controller, options, platform)
    yield from secret_problems(options.values, controller.secret_values, controller.namespace)
    if options.values:
        facts = chart_facts(controller.chart.name, controller.chart.version)
        for problem in value_problems(options.values, facts):
            yield Problem(("values", *problem.path), problem.value, problem.remedy)


def _annotation_problems(controller: AnyController, options: ControllerOptions) -> Iterator[Problem]:
    """What stands where the pods of a controller are told how they become a role."""
    path = (*controller.pod_annotations_path, IDENTITY_ANNOTATION)
    if controller.policies is no_policies or (found := touched(options.values, path)) is None:
        return
    whole = "is the platform's own: it tells how pods become a role; leave it out"
    remedy = whole if found[0] == path else "is no map of annotations; write one, or leave it out"
    yield Problem(("values", *found[0]), found[1], remedy)
