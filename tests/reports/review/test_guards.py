"""Every guarded kind, blocked once and allowed once; and what looks like one and is none."""

import json
from pathlib import Path

import pytest

from reports.review.guarded_kinds import kinds, table
from tests.reports.review.reviewing import Reviewed, anew, change, gone, guards, plan, reviewed, stays
from tests.synthesis import Json

STACK = "dev"
ROLE = "arn:aws:iam::111122223333:role/dev-node"
BLOCKED: dict[str, list[Json]] = {
    "cluster": [anew("aws_eks_cluster.x")],
    "bucket": [gone("aws_s3_bucket.x")],
    "KMS key": [gone("aws_kms_key.x")],
    "VPC": [anew("aws_vpc.x")],
    "subnet": [anew('aws_subnet.x["eu-central-1a"]')],
    "hosted zone": [gone("aws_route53_zone.x")],
    "part of the last deployer's access": [
        gone(
            "aws_eks_access_policy_association.x",
            policy_arn="arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
            access_scope=[{"type": "cluster"}],
        )
    ],
    "OIDC provider": [anew("aws_iam_openid_connect_provider.x", first="create")],
    "node group": [anew("aws_eks_node_group.x", node_group_name="system")],
    "Fargate profile": [gone("aws_eks_fargate_profile.x")],
    "NAT gateway": [anew("aws_nat_gateway.x")],
    "public address": [gone("aws_eip.x")],
    "IAM role in use": [gone("aws_iam_role.x", arn=ROLE), stays("aws_eks_node_group.y", node_role_arn=ROLE)],
    "Helm release with custom resources or volumes": [gone("helm_release.x", chart="oci://a.org/charts/karpenter-crd")],
    "switch of custom resources or volumes in a Helm release": [
        change("helm_release.x", "update", before={"values": ["crds: {enabled: true}"]}, after={"values": ["a: 1"]})
    ],
    "step of the Kubernetes version that EKS refuses": [
        change("aws_eks_cluster.x", "update", before={"version": "1.33"}, after={"version": "1.35"})
    ],
}


def allowance(of: Json, **other: str) -> Json:
    actions = of["change"]["actions"]
    done = "replace" if len(actions) == 2 else "destroy" if actions == ["delete"] else "update"
    end = {} if "base" in other else {"until": "2026-11-30"}
    return {"stack": STACK, "address": of["address"], "change": done, "reason": "It is empty.", **end, **other}


def with_allowances(folder: Path, changes: list[Json], *allowances: Json, options: tuple[str, ...] = ()) -> Reviewed:
    file = folder / "allowances.yaml"
    file.write_text(json.dumps({"allowances": list(allowances)}), encoding="utf-8")
    return reviewed(folder, {STACK: plan(*changes)}, "--allowances", str(file), *options)


def test_every_kind_is_here() -> None:
    assert [it.name for it in kinds()] == list(BLOCKED)


@pytest.mark.parametrize("kind", BLOCKED)
def test_a_guarded_change_is_blocked_and_can_be_allowed(kind: str, tmp_path: Path) -> None:
    changes = BLOCKED[kind]
    address = changes[0]["address"]

    blocked = reviewed(tmp_path, {STACK: plan(*changes)})
    allowed = with_allowances(tmp_path, changes, allowance(changes[0]))

    assert (blocked.status, guards(blocked)) == (2, [(address, "blocked", kind)])
    assert (allowed.status, guards(allowed)) == (0, [(address, "allowed", kind)])
    assert allowed.document["idle_allowances"] == []


RELEASE = "helm_release.x"


@pytest.mark.parametrize(
    "changes",
    [
        [stays("aws_vpc.x")],
        [change("aws_vpc.x", "update", before={}, after={"enable_dns": True})],
        [change("aws_vpc.x", "create", after={})],
        [change("aws_vpc.x", "forget", before={})],
        [anew("aws_launch_template.x")],
        [gone("aws_iam_role.x", arn=ROLE)],
        [gone("aws_iam_role.x", arn=ROLE), gone("aws_eks_node_group_like.y", node_role_arn=ROLE)],
        [gone("aws_iam_role.x", arn=ROLE), stays("aws_iam_role_policy.y", policy=f"may pass {ROLE}")],
        [gone("aws_iam_role.x", arn=ROLE), stays("aws_eks_node_group.y", node_role_arn=f"{ROLE}-other")],
        [
            gone("aws_iam_role.x", arn=ROLE),
            change("aws_eks_addon.y", "update", before={"role": ROLE}, after={"role": f"{ROLE}-other"}),
        ],
        [gone(RELEASE, chart="metrics-server", values=["persistence: {enabled: false}"])],
        [change("aws_eks_cluster.x", "update", before={"version": "1.33"}, after={"version": "1.34"})],
    ],
    ids=lambda changes: " ".join(f"{it['change']['actions'][0]} {it['address']}" for it in changes)[:70],
)
def test_what_is_not_guarded(changes: list[Json], tmp_path: Path) -> None:
    review = reviewed(tmp_path, {STACK: plan(*changes)})

    assert (review.status, {kind for _, _, kind in guards(review)} - {None}) == (0, set())


@pytest.mark.parametrize(("old", "new"), [("1.33", "1.35"), ("1.35", "1.34"), ("1.35", "2.0")])
def test_steps_that_eks_refuses(old: str, new: str, tmp_path: Path) -> None:
    step = change("aws_eks_cluster.x", "update", before={"version": old}, after={"version": new})

    assert reviewed(tmp_path, {STACK: plan(step)}).status == 2


def test_a_node_group_under_a_new_name_is_not_blocked(tmp_path: Path) -> None:
    """Its pods have somewhere to go: docs/node-groups.md. Without a new name, or the other way round, they have not."""
    before, after = {"node_group_name": "system-1"}, {"node_group_name": "system-2"}

    status = {
        actions: reviewed(
            tmp_path, {STACK: plan(change("aws_eks_node_group.x", *actions, before=before, after=after))}
        ).status
        for actions in (("create", "delete"), ("delete", "create"))
    }

    assert status == {("create", "delete"): 0, ("delete", "create"): 2}


SUBNET = BLOCKED["subnet"]


@pytest.mark.parametrize(
    "other",
    [
        {"stack": "prod"},
        {"address": "aws_subnet.x"},
        {"change": "destroy"},
        {"until": "2026-10-31"},
        {"base": "a" * 40},
    ],
)
def test_an_allowance_fits_exactly_or_not_at_all(other: dict[str, str], tmp_path: Path) -> None:
    review = with_allowances(tmp_path, SUBNET, allowance(SUBNET[0], **other), options=("--base", "b" * 40))

    why = {
        "stack": "the stack is not in this review",
        "until": "it held until 2026-10-31, and has ended",
        "base": f"it held while the base is {'a' * 40}, and has ended",
    }.get(next(iter(other)), "no guarded change of this plan needs it")
    assert (review.status, [it["why"] for it in review.document["idle_allowances"]]) == (2, [why])


def test_an_allowance_ends_with_its_day_or_with_its_base(tmp_path: Path) -> None:
    last_day, commit = allowance(SUBNET[0], until="2026-11-01"), allowance(SUBNET[0], base="a" * 40)

    assert with_allowances(tmp_path, SUBNET, last_day).status == 0
    assert with_allowances(tmp_path, SUBNET, commit, options=("--base", "a" * 40)).status == 0
    assert with_allowances(tmp_path, SUBNET, commit).status == 2


def test_a_plan_that_terraform_could_not_finish_is_blocked(tmp_path: Path) -> None:
    review = reviewed(tmp_path, {STACK: plan(errored=True)})

    assert review.status == 2
    assert "> **Blocked: Terraform could not finish the plan of `dev`.**" in review.text


LISTS = Path(__file__).parents[2] / "addresses" / "lists"


def test_what_the_project_makes_is_guarded_or_has_a_reason_not_to_be() -> None:
    made_types = {line.partition(".")[0] for file in LISTS.glob("*.txt") for line in file.read_text().splitlines()}
    guarded = {name for kind in kinds() for name in kind.types}

    assert set(table()["unguarded"]) == made_types - guarded
    assert list(table()["unguarded"]) == sorted(table()["unguarded"])


@pytest.mark.parametrize(("before", "after", "is_guarded"), [(2, 0, True), (2, 1, False), (0, 0, False)])
def test_a_group_without_nodes_does_not_follow_one_with_some(
    before: int, after: int, *, is_guarded: bool, tmp_path: Path
) -> None:
    old, new = (
        {"node_group_name": name, "scaling_config": [{"desired_size": size}]}
        for name, size in (("a", before), ("b", after))
    )
    renamed = change("aws_eks_node_group.x", "create", "delete", before=old, after=new)

    assert (guards(reviewed(tmp_path, {STACK: plan(renamed)}))[0][1] == "blocked") == is_guarded
