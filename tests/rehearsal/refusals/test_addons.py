"""EKS add-ons that EKS does not take, and those that never become ready."""

import pytest

from rehearsal.engine.refusal import RefusedError
from tests.rehearsal.player import Json, Player, named, patched
from tests.rehearsal.refusals.conftest import Refusal, UpdateRefusal

NODES = "aws_eks_node_group.node-group-system_nodes"
DEGRADED = "timeout while waiting for state to become 'ACTIVE' (last state: 'DEGRADED', timeout: 20m0s)"


@pytest.fixture
def cluster(stacks: dict[str, Json]) -> Json:
    return stacks["dev-cluster"]


@pytest.mark.parametrize("addon", ["coredns", "aws-ebs-csi-driver"])
def test_an_addon_that_waits_for_nodes_before_there_are_any(
    cluster: Json, before: dict[str, Player], addon: str
) -> None:
    name = named(cluster, "aws_eks_addon", addon)
    edges = cluster["resource"]["aws_eks_addon"][name]["depends_on"]
    loose = patched(
        cluster, "resource", "aws_eks_addon", name, "depends_on", value=[edge for edge in edges if edge != NODES]
    )
    loose["resource"]["aws_eks_node_group"][NODES.partition(".")[2]]["depends_on"].append(f"aws_eks_addon.{name}")
    player = before["dev-cluster"].copy()

    with pytest.raises(RefusedError) as raised:
        player.play("dev-cluster", loose)

    assert raised.value.summary == f"waiting for EKS Add-On (dev:{addon}) create: {DEGRADED}"
    assert raised.value.left_behind is not None
    assert f"dev:{addon}" in [key.id for key, _ in player.inventory.of_type("aws_eks_addon")]


@pytest.mark.parametrize(
    "break_it",
    [
        lambda addon: addon.pop("service_account_role_arn"),
        lambda addon: addon.update(service_account_role_arn="arn:aws:iam::123456789012:role/nobody"),
        lambda addon: addon.update(service_account_role_arn="${aws_iam_role.vpc-cni_role.arn}"),
    ],
    ids=["no role", "a role that does not exist", "a role of another service account"],
)
def test_a_driver_that_may_not_call_aws(cluster: Json, refusal: Refusal, break_it: object) -> None:
    document = patched(cluster, "//", value={})
    assert callable(break_it)
    break_it(document["resource"]["aws_eks_addon"][named(cluster, "aws_eks_addon", "aws-ebs-csi-driver")])

    assert refusal("dev-cluster", document) == f"waiting for EKS Add-On (dev:aws-ebs-csi-driver) create: {DEGRADED}"


def test_an_update_to_a_version_for_another_kubernetes(cluster: Json, update_refusal: UpdateRefusal) -> None:
    name = named(cluster, "aws_eks_addon", "kube-proxy")
    document = patched(cluster, "resource", "aws_eks_addon", name, "addon_version", value="v1.36.0-eksbuild.1")

    assert update_refusal("dev-cluster", document, f"aws_eks_addon.{name}") == (
        "updating EKS Add-On (dev:kube-proxy): operation error EKS: UpdateAddon: 400, InvalidParameterException: Addon "
        "version specified is not supported"
    )


def test_a_version_for_another_kubernetes(cluster: Json, refusal: Refusal) -> None:
    name = named(cluster, "aws_eks_addon", "kube-proxy")
    place = ("resource", "aws_eks_addon", name, "addon_version")

    assert refusal("dev-cluster", patched(cluster, *place, value="v1.34.0-eksbuild.2")) == (
        "creating EKS Add-On (dev:kube-proxy): operation error EKS: CreateAddon: 400, InvalidParameterException: Addon "
        "version specified is not supported"
    )
