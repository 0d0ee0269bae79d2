"""Releases that Helm cannot install."""

import pytest

from rehearsal.engine.refusal import RefusedError
from rehearsal.providers.helm_values import AccountInValues, service_accounts, values_of
from tests.rehearsal.player import Json, Player, named, patched

ROLE_ARN = "'${aws_iam_role.external-dns_identity_role.arn}'"


@pytest.fixture
def controllers(stacks: dict[str, Json]) -> Json:
    return stacks["dev-controllers"]


def changed_values(controllers: Json, old: str, new: str) -> Json:
    """The stack with the values of ExternalDNS changed in one place."""
    name = named(controllers, "helm_release", "external-dns")
    values = controllers["resource"]["helm_release"][name]["values"][0]
    assert values.count(old) == 1
    return patched(controllers, "resource", "helm_release", name, "values", value=[values.replace(old, new)])


def failure(player: Player, controllers: Json) -> tuple[str, str]:
    """What is said, and what is behind it."""
    with pytest.raises(RefusedError) as raised:
        player.copy().play("dev-controllers", controllers)
    return raised.value.summary, raised.value.detail.partition("What is behind it: ")[2]


@pytest.mark.parametrize("name", ["External_DNS", "-dns", "dns-"])
def test_a_name_that_helm_does_not_take(before: dict[str, Player], controllers: Json, name: str) -> None:
    place = ("resource", "helm_release", named(controllers, "helm_release", "external-dns"), "name")

    with pytest.raises(RefusedError) as raised:
        before["dev-controllers"].copy().play("dev-controllers", patched(controllers, *place, value=name))

    pattern = r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"
    rule = f"must match regex {pattern} and the length must not be longer than 53"
    assert raised.value.summary == "installation failed"
    assert raised.value.detail == f'release name "{name}": invalid release name, {rule}'


def test_before_the_cluster_has_nodes(stacks: dict[str, Json], before: dict[str, Player], controllers: Json) -> None:
    player = before["dev-controllers"].copy()
    nodes = named(stacks["dev-cluster"], "aws_eks_node_group")
    player.delete("dev-cluster", stacks["dev-cluster"], f"aws_eks_node_group.{nodes}")

    assert failure(player, controllers) == ("Helm release error", "no nodes available to schedule pods")


def test_a_release_that_failed_is_there_all_the_same(
    stacks: dict[str, Json], before: dict[str, Player], controllers: Json
) -> None:
    player = before["dev-controllers"].copy()
    nodes = named(stacks["dev-cluster"], "aws_eks_node_group")
    player.delete("dev-cluster", stacks["dev-cluster"], f"aws_eks_node_group.{nodes}")

    with pytest.raises(RefusedError) as raised:
        player.play("dev-controllers", controllers)

    assert raised.value.left_behind is not None
    assert raised.value.detail.startswith(
        "context deadline exceeded\n\nHelm release 'aws-load-balancer-controller' was created but has a failed status. "
        "Use the `helm` command to investigate the error, correct it, then run Terraform again.\n"
    )


def test_a_release_that_does_not_wait_needs_no_nodes(
    stacks: dict[str, Json], before: dict[str, Player], controllers: Json
) -> None:
    player = before["dev-controllers"].copy()
    nodes = named(stacks["dev-cluster"], "aws_eks_node_group")
    player.delete("dev-cluster", stacks["dev-cluster"], f"aws_eks_node_group.{nodes}")
    releases = {name: {**release, "wait": False} for name, release in controllers["resource"]["helm_release"].items()}

    player.play("dev-controllers", patched(controllers, "resource", "helm_release", value=releases))


def test_a_role_that_does_not_exist(before: dict[str, Player], controllers: Json) -> None:
    document = changed_values(controllers, ROLE_ARN, "arn:aws:iam::123456789012:role/nobody")

    assert failure(before["dev-controllers"], document) == ("Helm release error", f"{NO_ROLE}nobody: {DENIED}")


NO_ROLE = "pods of service account external-dns/external-dns get no credentials of arn:aws:iam::123456789012:role/"
DENIED = (
    "AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity. See "
    "https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html"
)


@pytest.mark.parametrize(
    "change",
    [
        ("external-dns:external-dns", "external-dns:dns"),
        ("external-dns:external-dns", "kube-system:external-dns"),
        ("outputs.oidc_provider_arn", "outputs.cluster_arn"),
        ("sts.amazonaws.com", "sts.example.com"),
        ("sts:AssumeRoleWithWebIdentity", "sts:AssumeRole"),
    ],
    ids=["name", "namespace", "provider", "audience", "action"],
)
def test_a_role_that_does_not_trust_the_service_account(
    before: dict[str, Player], controllers: Json, change: tuple[str, str]
) -> None:
    name = named(controllers, "aws_iam_role", "external-dns")
    trust = controllers["resource"]["aws_iam_role"][name]["assume_role_policy"]
    assert trust.count(change[0]) == 1
    place = ("resource", "aws_iam_role", name, "assume_role_policy")

    said = failure(before["dev-controllers"], patched(controllers, *place, value=trust.replace(*change)))

    assert said == ("Helm release error", f"{NO_ROLE}dev-external-dns: {DENIED}")


def test_a_service_account_with_neither_role_nor_association(before: dict[str, Player], controllers: Json) -> None:
    document = changed_values(controllers, f"  annotations:\n    eks.amazonaws.com/role-arn: {ROLE_ARN}\n", "")

    summary, behind = failure(before["dev-controllers"], document)

    assert summary == "Helm release error"
    assert behind == (
        "pods of service account external-dns/external-dns have neither a role nor a pod identity association: failed "
        "to refresh cached credentials, no EC2 IMDS role found. See "
        "https://docs.aws.amazon.com/eks/latest/userguide/service-accounts.html"
    )


def test_an_association_is_as_good_as_a_role(before: dict[str, Player], controllers: Json) -> None:
    document = changed_values(controllers, f"  annotations:\n    eks.amazonaws.com/role-arn: {ROLE_ARN}\n", "")
    association = {
        "cluster_name": "dev",
        "namespace": "external-dns",
        "service_account": "external-dns",
        "role_arn": "arn:aws:iam::123456789012:role/from-elsewhere",
    }
    associated = patched(document, "resource", "aws_eks_pod_identity_association", value={"it": association})
    release = named(associated, "helm_release", "external-dns")
    associated["resource"]["helm_release"][release]["depends_on"].append("aws_eks_pod_identity_association.it")

    before["dev-controllers"].copy().play("dev-controllers", associated)

    associated["resource"]["aws_eks_pod_identity_association"]["it"]["namespace"] = "elsewhere"
    assert failure(before["dev-controllers"], associated)[0] == "Helm release error"


def test_an_upgrade_to_another_role(before: dict[str, Player], controllers: Json) -> None:
    document = changed_values(controllers, ROLE_ARN, "arn:aws:iam::123456789012:role/nobody")
    address = f"helm_release.{named(controllers, 'helm_release', 'external-dns')}"

    with pytest.raises(RefusedError, match="Helm release error"):
        before[""].copy().update("dev-controllers", document, address)


def test_a_cluster_that_is_gone(stacks: dict[str, Json], before: dict[str, Player], controllers: Json) -> None:
    cluster, player = stacks["dev-cluster"], before[""].copy()
    endpoint = player.object("dev-cluster", "aws_eks_cluster.cluster_control-plane")["endpoint"]
    for address in (
        f"aws_eks_node_group.{named(cluster, 'aws_eks_node_group')}",
        "aws_eks_cluster.cluster_control-plane",
    ):
        player.delete("dev-cluster", cluster, address)
    host = str(endpoint).removeprefix("https://")

    with pytest.raises(RefusedError) as raised:
        player.changes("dev-controllers", controllers)

    assert raised.value.summary == (
        f'Kubernetes cluster unreachable: Get "https://{host}/version": dial tcp: lookup {host}: no such host'
    )


def test_a_cluster_that_lets_nobody_in(stacks: dict[str, Json], before: dict[str, Player], controllers: Json) -> None:
    cluster, player = stacks["dev-cluster"], before["dev-controllers"].copy()
    name = named(cluster, "aws_eks_access_policy_association")
    player.delete("dev-cluster", cluster, f"aws_eks_access_policy_association.{name}")

    with pytest.raises(RefusedError) as raised:
        player.play("dev-controllers", controllers)

    assert raised.value.summary == (
        "Kubernetes cluster unreachable: the server has asked for the client to provide credentials"
    )


NESTED = "controller: {serviceAccount: {annotations: {eks.amazonaws.com/role-arn: a}}}"


def test_values_and_set_are_read_together() -> None:
    release: Json = {
        "values": ["serviceAccount: {name: one}\nother: 1", NESTED],
        "set": [{"name": r"serviceAccount.annotations.eks\.amazonaws\.com/role-arn", "value": "b"}],
    }

    assert list(service_accounts(values_of(release))) == [AccountInValues("one", "b"), AccountInValues("", "a")]


def test_a_service_account_of_somebody_else_is_not_looked_at() -> None:
    release: Json = {"values": ["serviceAccount: {create: false, name: one}"], "set": []}

    assert list(service_accounts(values_of(release))) == []
