"""From one Kubernetes version to the next: in one apply, in place, and in the order that Kubernetes wants."""

from collections.abc import Iterator

import pytest

from rehearsal.engine.calls import Action, Call
from rehearsal.engine.refusal import RefusedError
from rehearsal.terraform import TerraformError
from tests.rehearsal.changing import Platform, Snapshot, committed, edited, rehearsed, terraform_json
from tests.synthesis import Json

pytestmark = pytest.mark.slow

STACK = "dev-cluster"
ZONES = {"availability_zones": ["eu-central-1a", "eu-central-1b"]}
DEV = edited(committed("dev"), {"cluster.node_groups": {"system": ZONES, "work": ZONES}})
OLD = edited(DEV, {"cluster.version": "1.34"})
# The table has one version of the agent for both, so the file names a newer one here.
NEW = edited(
    DEV, {"cluster.version": "1.35", "cluster.addon_versions": {"eks-pod-identity-agent": "v1.3.11-eksbuild.1"}}
)
IN_PLACE = {
    "aws_eks_addon.addons-after-nodes_aws-ebs-csi-driver",
    "aws_eks_addon.addons-after-nodes_coredns",
    "aws_eks_addon.addons-before-nodes_eks-pod-identity-agent",
    "aws_eks_addon.addons-before-nodes_kube-proxy",
    "aws_eks_addon.addons-before-nodes_vpc-cni",
    "aws_eks_cluster.cluster_control-plane",
    "aws_eks_node_group.node-group-system_nodes",
    "aws_eks_node_group.node-group-work_nodes",
    # Its thumbprint is read again once the cluster has changed, and found to be the same.
    "aws_iam_openid_connect_provider.oidc_provider",
}
CONTROL_PLANE_AND_ITS_ADDONS = ["dev", "eks-pod-identity-agent", "kube-proxy", "vpc-cni"]
# The hash says what EKS can't change of a group.
SYSTEM, WORK = "system-0f7b2cda", "work-83267e41"
EVERYTHING = sorted(["aws-ebs-csi-driver", "coredns", *CONTROL_PLANE_AND_ITS_ADDONS, SYSTEM, WORK])


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Platform, Snapshot]]:
    with rehearsed(tmp_path_factory.mktemp("old"), {"dev": OLD}) as running:
        running.apply("dev-network")
        running.apply(STACK)
        snapshot = running.snapshot()
        running.change({"dev": NEW})
        yield running, snapshot


@pytest.fixture
def upgrade(old: tuple[Platform, Snapshot]) -> Platform:
    """A cluster with 1.34 whose file says 1.35 now."""
    platform, snapshot = old
    platform.restore(snapshot)
    platform.rehearsal.calls.clear()
    return platform


def updated(platform: Platform) -> list[str]:
    """The names of what was asked to change, in order."""
    calls = platform.rehearsal.calls.all(Action.CREATE, Action.UPDATE, Action.DELETE)
    assert {call.action for call in calls} == {Action.UPDATE}
    return [call.name for call in calls]


def refuse(platform: Platform, name: str) -> None:
    """Have the next upgrade fail at what is called `name`."""

    def refusing(call: Call) -> None:
        if (call.action, call.name) == (Action.UPDATE, name):
            raise RefusedError("PodEvictionFailure", "Reached max retries while trying to evict pods from nodes")

    stop = platform.rehearsal.calls.listen(refusing)
    with pytest.raises(TerraformError, match="PodEvictionFailure"):
        platform.apply(STACK)
    stop()


def test_one_apply_in_place_and_in_order(upgrade: Platform) -> None:
    assert upgrade.apply(STACK) == dict.fromkeys(IN_PLACE, "update")

    order = updated(upgrade)
    assert [order[:1], sorted(order[1:4]), sorted(order[4:6]), sorted(order[6:])] == [
        ["dev"],
        ["eks-pod-identity-agent", "kube-proxy", "vpc-cni"],
        [SYSTEM, WORK],
        ["aws-ebs-csi-driver", "coredns"],
    ]
    assert upgrade.plan(STACK) == {}


@pytest.mark.parametrize(
    ("stuck", "overtaking"),
    [
        ("dev", []),
        ("vpc-cni", ["dev", "eks-pod-identity-agent", "kube-proxy"]),
        ("kube-proxy", ["dev", "eks-pod-identity-agent", "vpc-cni"]),
        ("eks-pod-identity-agent", ["dev", "kube-proxy", "vpc-cni"]),
        (SYSTEM, [*CONTROL_PLANE_AND_ITS_ADDONS, WORK]),
        (WORK, [*CONTROL_PLANE_AND_ITS_ADDONS, SYSTEM]),
    ],
)
def test_nothing_overtakes_what_it_needs(upgrade: Platform, stuck: str, overtaking: list[str]) -> None:
    refuse(upgrade, stuck)

    assert sorted(updated(upgrade)) == sorted([*overtaking, stuck])


@pytest.mark.parametrize(
    ("stuck", "type_name", "unbound"),
    [
        ("vpc-cni", "aws_eks_node_group", ["node-group-system_nodes", "node-group-work_nodes"]),
        (SYSTEM, "aws_eks_addon", ["addons-after-nodes_coredns", "addons-after-nodes_aws-ebs-csi-driver"]),
    ],
    ids=["nodes after add-ons", "add-ons after nodes"],
)
def test_without_its_edges_everything_would_go_on(
    upgrade: Platform, stuck: str, type_name: str, unbound: list[str]
) -> None:
    def unbind(stack: Json) -> None:
        for name in unbound:
            del stack["resource"][type_name][name]["depends_on"]

    with upgrade.patched(terraform_json(STACK), unbind):
        refuse(upgrade, stuck)

    assert sorted(updated(upgrade)) == EVERYTHING


def test_an_upgrade_that_got_stuck_goes_on_with_the_next_apply(upgrade: Platform) -> None:
    refuse(upgrade, SYSTEM)
    upgrade.rehearsal.calls.clear()

    upgrade.apply(STACK)

    assert sorted(updated(upgrade)) == ["aws-ebs-csi-driver", "coredns", SYSTEM]
    assert upgrade.plan(STACK) == {}
