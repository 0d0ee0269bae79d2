"""IAM roles that something works with, and how the review knows."""

from pathlib import Path

import pytest

from tests.reports.review.reviewing import anew, change, gone, guards, plan, reviewed, stays
from tests.synthesis import Json

ROLE = "arn:aws:iam::111122223333:role/dev-node"


def test_a_role_may_be_used_in_another_stack(tmp_path: Path) -> None:
    user = stays("helm_release.y", values=[f"role: {ROLE}"])

    review = reviewed(tmp_path, {"dev-cluster": plan(gone("aws_iam_role.x", arn=ROLE)), "dev-apps": plan(user)})

    assert review.status == 2


def test_a_role_stays_in_use_where_the_new_value_is_not_known(tmp_path: Path) -> None:
    user = change("aws_eks_addon.y", "update", before={"role": ROLE}, after={}, after_unknown={"role": True})

    assert reviewed(tmp_path, {"dev": plan(anew("aws_iam_role.x", arn=ROLE), user)}).status == 2


USES = {
    "instance profile": stays("aws_iam_instance_profile.y", role="dev-node"),
    "values of a chart": stays("helm_release.y", values=["nodeClasses: {a: {role: dev-node, x: 1}}\n"]),
    "quoted values": stays("helm_release.y", values=['nodeClasses:\n  a:\n    "role": "dev-node"\n']),
    "annotation": stays(
        "helm_release.y", values=[f"serviceAccount: {{annotations: {{eks.amazonaws.com/role-arn: {ROLE}}}}}"]
    ),
    "pod identity": stays("aws_eks_pod_identity_association.y", role_arn="other", target_role_arn=ROLE),
    "node group": stays("aws_eks_node_group.y", node_role_arn=ROLE),
    "Fargate profile": stays("aws_eks_fargate_profile.y", pod_execution_role_arn=ROLE),
    "forgotten": change("aws_eks_node_group.y", "forget", before={"node_role_arn": ROLE}),
    "left behind": change("aws_eks_addon.y", "create", "forget", before={"role": ROLE}, after={"role": "other"}),
}


@pytest.mark.parametrize("user", USES)
def test_a_role_is_in_use_by_whatever_names_it(user: str, tmp_path: Path) -> None:
    role = gone("aws_iam_role.x", arn=ROLE, name="dev-node")

    assert guards(reviewed(tmp_path, {"dev": plan(role, USES[user])}))[0][2] == "IAM role in use"


@pytest.mark.parametrize(
    "other",
    [
        stays("aws_iam_instance_profile.y", role="dev-node-2"),
        stays("aws_iam_role_policy_attachment.y", role="dev-node"),
        stays("aws_iam_role_policies_exclusive.y", role_name="dev-node"),
        change("aws_iam_instance_profile.y", "update", before={"role": "dev-node"}, after={"role": "other"}),
        gone("aws_iam_instance_profile.y", role="dev-node"),
    ],
)
def test_a_role_is_not_in_use(other: Json, tmp_path: Path) -> None:
    role = gone("aws_iam_role.x", arn=ROLE, name="dev-node")

    assert reviewed(tmp_path, {"dev": plan(role, other)}).status == 0


PROFILE = "arn:aws:iam::111122223333:instance-profile/dev-nodes"


@pytest.mark.parametrize(
    "user",
    [
        stays("aws_launch_template.y", iam_instance_profile=[{"arn": "", "name": "dev-nodes"}]),
        stays("aws_launch_template.y", iam_instance_profile=[{"arn": PROFILE, "name": ""}]),
        stays("aws_instance.y", iam_instance_profile="dev-nodes"),
        stays("helm_release.y", values=["nodeClasses:\n  a:\n    instanceProfile: dev-nodes\n"]),
    ],
)
def test_an_instance_profile_is_in_use_by_whatever_names_it(user: Json, tmp_path: Path) -> None:
    profile = gone("aws_iam_instance_profile.x", arn=PROFILE, name="dev-nodes", role="dev-node")

    assert guards(reviewed(tmp_path, {"dev": plan(profile, user)}))[0][2] == "IAM role in use"
    assert reviewed(tmp_path, {"dev": plan(profile)}).status == 0
