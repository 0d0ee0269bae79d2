"""From IRSA to EKS Pod Identity and back, while controllers run: docs/identity.md."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rehearsal.already_there import already_there
from rehearsal.engine.calls import Action, Call
from rehearsal.engine.inventory import Inventory
from rehearsal.engine.values import State, text
from rehearsal.providers.aws.identities import may_call_aws
from rehearsal.providers.aws.trust import ServiceAccount
from rehearsal.providers.helm_values import service_accounts, values_of
from rehearsal.terraform import TerraformError
from tests.conftest import EXAMPLES
from tests.rehearsal.changing import Changes, Platform, committed, edited, rehearsed

pytestmark = pytest.mark.slow

DEV = committed("dev")
MOVING = edited(DEV, {"identity": "moving-to-pod-identity"})
MOVED = edited(DEV, {"identity": "pod-identity"})
CONTROLLERS = ("aws-load-balancer-controller", "external-dns")
CHANGING = (Action.CREATE, Action.UPDATE, Action.DELETE)
ROLES = {f"aws_iam_role.{name}_identity_role" for name in CONTROLLERS}
ASSOCIATIONS = {f"aws_eks_pod_identity_association.{name}_pod-identity_association" for name in CONTROLLERS}
RELEASES = {f"helm_release.{name}_helm_release" for name in CONTROLLERS}


def without_role(inventory: Inventory) -> set[str]:
    """The releases whose pods, as they were started, would get no credentials now."""
    ((_, cluster),) = inventory.of_type("aws_eks_cluster")
    return {
        text(release, "name")
        for _, release in inventory.of_type("helm_release")
        for name, role_arn in service_accounts(values_of(release))
        if not may_call_aws(inventory, cluster, ServiceAccount(text(release, "namespace"), name), role_arn)
    }


@contextmanager
def watched(platform: Platform) -> Iterator[list[set[str]]]:
    """What is without a role whenever something is about to change."""
    seen: list[set[str]] = []

    def look(call: Call) -> None:
        if call.action in CHANGING:
            seen.append(without_role(platform.rehearsal.inventory))

    stop = platform.rehearsal.calls.listen(look)
    try:
        yield seen
    finally:
        stop()


def changed(platform: Platform) -> list[tuple[str, Action]]:
    """What was changed since the log was cleared, in order."""
    return [(call.type_name, call.action) for call in platform.rehearsal.calls.all(*CHANGING)]


def last(changes: list[tuple[str, Action]], type_name: str) -> int:
    return max(place for place, (name, _) in enumerate(changes) if name == type_name)


def first(changes: list[tuple[str, Action]], type_name: str) -> int:
    return min(place for place, (name, _) in enumerate(changes) if name == type_name)


def only_controllers(changes: Changes) -> dict[str, Changes]:
    return {"dev-controllers": changes}


def test_pods_move_in_two_steps_and_have_a_role_all_the_time(dev: Platform) -> None:
    before = dev.snapshot()

    with watched(dev) as without:
        dev.change({"dev": MOVING})
        dev.rehearsal.calls.clear()
        assert dev.apply_all() == only_controllers(
            {
                **dict.fromkeys(ROLES, "update"),
                **dict.fromkeys(ASSOCIATIONS, "create"),
                **dict.fromkeys(RELEASES, "update"),
            }
        )
        done = changed(dev)
        assert last(done, "aws_iam_role") < first(done, "helm_release")
        assert last(done, "aws_eks_pod_identity_association") < first(done, "helm_release")
        assert dev.plan_all() == {}

        dev.change({"dev": MOVED})
        assert dev.apply_all() == only_controllers(dict.fromkeys(ROLES, "update"))
        assert dev.plan_all() == {}

    assert without == [set()] * len(without)
    assert len(without) == len(ROLES | ASSOCIATIONS | RELEASES) + len(ROLES)
    assert without_role(dev.rehearsal.inventory) == set()
    dev.change({"dev": DEV})
    dev.restore(before)


def test_the_way_back_takes_the_association_before_pods_start_anew(dev: Platform) -> None:
    """A pod that starts while there is an association gets that way, whatever the annotation says."""
    before = dev.snapshot()
    for step in (MOVING, MOVED):
        dev.change({"dev": step})
        dev.come_up()

    dev.change({"dev": MOVING})
    assert dev.apply_all() == only_controllers(dict.fromkeys(ROLES, "update"))
    assert dev.plan_all() == {}

    dev.change({"dev": DEV})
    dev.rehearsal.calls.clear()
    assert dev.apply_all() == only_controllers(
        {**dict.fromkeys(ROLES, "update"), **dict.fromkeys(ASSOCIATIONS, "delete"), **dict.fromkeys(RELEASES, "update")}
    )
    done = changed(dev)
    assert last(done, "aws_eks_pod_identity_association") < first(done, "helm_release")
    assert dev.plan_all() == {}
    assert without_role(dev.rehearsal.inventory) == set()
    dev.restore(before)


def test_without_the_step_between_running_pods_would_lose_their_role(dev: Platform) -> None:
    before = dev.snapshot()

    with watched(dev) as without:
        dev.change({"dev": MOVED})
        dev.come_up()

    assert set().union(*without) == set(CONTROLLERS)
    dev.change({"dev": DEV})
    dev.restore(before)


def test_nodes_of_eks_auto_mode_need_no_agent(tmp_path: Path) -> None:
    auto = edited(
        committed("auto-mode", EXAMPLES),
        {"identity": "pod-identity", "cluster.oidc_thumbprint": "left-out"},
    )
    with rehearsed(tmp_path, {"auto-mode": auto}) as platform:
        platform.come_up()

        inventory = platform.rehearsal.inventory
        assert [addon for _, addon in inventory.of_type("aws_eks_addon")] == []
        assert without_role(inventory) == set()
        assert [text(it, "service_account") for _, it in inventory.of_type("aws_eks_pod_identity_association")] == [
            "external-dns"
        ]


def test_a_cluster_that_somebody_else_made_needs_the_agent(tmp_path: Path) -> None:
    settings = edited(committed("existing-cluster", EXAMPLES), {"state": {"backend": "local"}, "smoke_test": None})
    existing = edited(settings, {"identity": "pod-identity"})
    inventory = already_there(existing)
    cluster = inventory.find("aws_eks_cluster", "payments")

    with rehearsed(tmp_path, {"existing": existing}, inventory) as platform:
        with pytest.raises(TerraformError) as failed:
            platform.come_up()
        assert "have neither a role nor a pod identity association" in " ".join(str(failed.value).split())

        agent: State = {"cluster_name": "payments", "addon_name": "eks-pod-identity-agent"}
        inventory.put(cluster._replace(type_name="aws_eks_addon", id="payments:eks-pod-identity-agent"), agent)
        platform.come_up()
        assert without_role(inventory) == set()
