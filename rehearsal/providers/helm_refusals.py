"""Releases that Helm cannot install: no way into the cluster, no nodes, no identity for pods that call AWS.

Charts are not read. Of one from a repository it is known that it brings pods, and of a few that these call AWS as soon
as they start; a chart from a folder is given the benefit of the doubt.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from rehearsal.engine.inventory import Inventory
from rehearsal.engine.provider import Change
from rehearsal.engine.refusal import RefusedError
from rehearsal.engine.values import State, first_block, mapping, text
from rehearsal.providers.aws.auto_mode import has_nodes_for_all
from rehearsal.providers.aws.identities import has_association, why_not_role
from rehearsal.providers.aws.trust import ServiceAccount
from rehearsal.providers.helm_values import service_accounts, values_of

_USERGUIDE = "https://docs.aws.amazon.com/eks/latest/userguide"
_NO_CREDENTIALS = "failed to refresh cached credentials, no EC2 IMDS role found"
"""What the AWS SDK says in a pod without identity whose node does not lend its own."""
_CALL_AWS: Mapping[str, Mapping[str, Sequence[str]]] = tomllib.loads(
    Path(__file__).with_name("charts_that_call_aws.toml").read_text(encoding="utf-8")
)


def cluster_at(inventory: Inventory, host: str) -> State | None:
    """The cluster whose API is at `host`, or None."""
    return next((cluster for _, cluster in inventory.of_type("aws_eks_cluster") if cluster["endpoint"] == host), None)


def refuse_without_access(inventory: Inventory, host: str) -> None:
    """A cluster that is gone, or that lets nobody in.

    Raises:
        RefusedError: in the words of the Helm provider.
    """
    cluster = cluster_at(inventory, host)
    name = host.removeprefix("https://")
    if cluster is None and ".eks.amazonaws." in name:
        raise RefusedError(
            f'Kubernetes cluster unreachable: Get "{host}/version": dial tcp: lookup {name}: no such host',
            "There is no EKS cluster with this endpoint.",
        )
    if cluster is not None and not _lets_somebody_in(inventory, cluster):
        raise RefusedError(
            "Kubernetes cluster unreachable: the server has asked for the client to provide credentials",
            f"No access entry of the cluster has an access policy. See {_USERGUIDE}/access-entries.html",
        )


def refuse_name(change: Change) -> None:
    """A name that Helm itself does not take; the provider only counts its characters.

    Raises:
        RefusedError: in the words of Helm: https://github.com/hashicorp/terraform-provider-helm/issues/1619.
    """
    name = text(change.planned, "name")
    if not re.fullmatch(_NAME, name):
        raise RefusedError(
            "installation failed",
            f'release name "{name}": invalid release name, must match regex {_NAME} and the length must not be longer '
            "than 53",
        )


_NAME = r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"


def refuse_unready(change: Change, host: str) -> None:
    """Pods that never become ready, though the release waits for them.

    Raises:
        RefusedError: in the words of the Helm provider.
    """
    cluster = cluster_at(change.inventory, host)
    if cluster is None or change.planned.get("wait") is not True:
        return
    for problem in _problems(change, cluster):
        raise RefusedError(
            "Helm release error",
            f"context deadline exceeded\n\nHelm release {text(change.planned, 'name')!r} was created but has a failed "
            "status. Use the `helm` command to investigate the error, correct it, then run Terraform again.\n\n"
            f"What is behind it: {problem}",
        )


def _problems(change: Change, cluster: State) -> Iterator[str]:
    groups = (text(group, "cluster_name") for _, group in change.inventory.of_type("aws_eks_node_group"))
    has_nodes = has_nodes_for_all(cluster) or text(cluster, "name") in groups
    if text(change.planned, "repository") and not has_nodes:
        yield "no nodes available to schedule pods"
    values = values_of(change.planned)
    accounts = list(service_accounts(values))
    for name, role_arn in accounts:
        account = _account(change.planned, name)
        answer = why_not_role(change.inventory, cluster, account, role_arn) if role_arn else None
        if answer is not None:
            yield (
                f"pods of service account {account.namespace}/{account.name} get no credentials of {role_arn}: "
                f"{answer}. See {_USERGUIDE}/iam-roles-for-service-accounts.html"
            )
    if not _calls_aws(change.planned, values) or any(role_arn for _, role_arn in accounts):
        return
    account = _account(change.planned, accounts[0].name if accounts else "")
    if not has_association(change.inventory, cluster, account):
        yield (
            f"pods of service account {account.namespace}/{account.name} have neither a role nor a pod identity "
            f"association: {_NO_CREDENTIALS}. See {_USERGUIDE}/service-accounts.html"
        )


def _account(release: State, name: str) -> ServiceAccount:
    return ServiceAccount(text(release, "namespace"), name or _full_name(release))


def _full_name(release: State) -> str:
    """The name that charts make up, from the template that `helm create` writes."""
    name, chart = text(release, "name"), text(release, "chart").rpartition("/")[2]
    return name if chart in name else f"{name}-{chart}"


def _calls_aws(release: State, values: State) -> bool:
    known = _CALL_AWS.get(text(release, "chart").rpartition("/")[2])
    if known is None:
        return False
    clouds = (_text_at(values, path) for path in known.get("unless_at", ()))
    return next((cloud for cloud in clouds if cloud), "aws") == "aws"


def _text_at(values: State, path: str) -> str:
    *above, key = path.split(".")
    for name in above:
        values = mapping(values, name)
    return text(values, key)


def _lets_somebody_in(inventory: Inventory, cluster: State) -> bool:
    """By an access entry with a policy, or because its creator was let in."""
    access = first_block(cluster, "access_config")
    if (
        text(access, "authentication_mode") != "API"
        or access.get("bootstrap_cluster_creator_admin_permissions") is not False
    ):
        return True
    associations = inventory.of_type("aws_eks_access_policy_association")
    return any(text(association, "cluster_name") == text(cluster, "name") for _, association in associations)
