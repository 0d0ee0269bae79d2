"""That a role has the pods of one chart: no values name a service account whose role is somebody else's."""

from collections.abc import Iterator, Mapping, Sequence

from config.controllers.kinds import ControllerOptions
from config.controllers.user_charts import UserChart, path_of
from config.rules.problem import KeyPath, Problem
from modules.controllers.controller import AnyController, Values, no_policies
from modules.controllers.owned_values import NAMESPACE_OVERRIDE

OF_ADD_ONS = {("kube-system", "aws-node"): "vpc-cni", ("kube-system", "ebs-csi-controller-sa"): "aws-ebs-csi-driver"}
"""Namespace and name of a service account to the EKS add-on that has a role by it."""


def service_account_problems(
    controllers: Mapping[str, AnyController],
    options: Mapping[str, ControllerOptions],
    charts: Mapping[str, UserChart],
) -> Iterator[Problem]:
    """Values by which pods get a role that is not theirs; paths start at the environment file.

    EKS Pod Identity and trust policies know namespace and name of a service account, and not who uses it. So the values
    of all charts are looked at for the accounts of all of them, wherever they are installed from.
    """
    # Also those that get a role with other options only: who writes these later would not look here.
    installed = {name: controllers[name] for name in options}
    accounts = dict(OF_ADD_ONS)
    accounts |= {(it.namespace, name): name for name, it in installed.items() if it.policies is not no_policies}
    accounts |= {(chart.namespace or name, name): name for name, chart in charts.items() if chart.has_role}
    for name, chosen in options.items():
        problems = _uses(chosen.values, controllers[name].namespace, accounts)
        yield from (Problem(("controllers", name, *it.path), it.value, it.remedy) for it in problems)
    for name, chart in charts.items():
        # What stands at the chart's own account is refused where that is laid over it.
        own = ("values", *path_of(chart.service_account_path)) if chart.has_role else None
        for it in _uses(chart.values, chart.namespace or name, accounts):
            if own is None or it.path[: len(own)] != own:
                yield Problem(("charts", name, *it.path), it.value, it.remedy)


def _uses(values: Values, namespace: str, accounts: Mapping[tuple[str, str], str]) -> Iterator[Problem]:
    places = list(_texts(values, ("values",)))
    namespaces = {namespace, *(text for path, text in places if path[-1] == NAMESPACE_OVERRIDE)}
    for path, text in places:
        owner = next((accounts[it, text] for it in sorted(namespaces) if (it, text) in accounts), None)
        if owner is not None and _names_an_account(path):
            remedy = f"gives other pods the service account of {owner}, and so its role; write another name"
            yield Problem(path, text, remedy)


def _names_an_account(path: KeyPath) -> bool:
    """Whether charts name a service account there: `serviceAccount.name`, `serviceAccounts.server.name`, and the like.

    `serviceAccountName`, and its older form `serviceAccount`, are what Kubernetes itself calls it in a pod.
    """
    *above, last = [str(it).casefold() for it in path]
    return "serviceaccount" in last or (last == "name" and any("serviceaccount" in it for it in above))


def _texts(value: object, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    """Every text in values, with the path that leads to it."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, below in value.items():
            yield from _texts(below, (*path, key))
    elif isinstance(value, Sequence):
        for index, below in enumerate(value):
            yield from _texts(below, (*path, index))
