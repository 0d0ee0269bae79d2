"""The example with path, boundary and prefix on every role grows: what comes is made, and no role is made anew."""

from pathlib import Path

import pytest

from tests.conftest import EXAMPLES
from tests.rehearsal.changing import Settings, committed, edited, in_state, rehearsed

pytestmark = pytest.mark.slow

EXAMPLE = committed("gov", EXAMPLES)
ZONES = ["us-gov-west-1a", "us-gov-west-1b"]
ADMIN = "access_111122223333-role-platform-admin-ccc66317"
ROLE = "aws_iam_role.external-secrets_identity_role"


def test_a_group_an_administrator_and_a_controller_come_beside_the_others(tmp_path: Path) -> None:
    edits: Settings = {
        "cluster.node_groups.more": {"availability_zones": ZONES},
        "cluster.admins": ["arn:aws-us-gov:iam::111122223333:role/platform/admin"],
        "controllers.external-secrets": {"secret_name_prefixes": ["platform/"]},
    }
    in_cluster = {
        f"aws_eks_access_entry.{ADMIN}",
        f"aws_eks_access_policy_association.{ADMIN}_AmazonEKSClusterAdminPolicy",
        "aws_eks_node_group.node-group-more_nodes",
        "aws_launch_template.node-group-more_launch-template",
    }
    of_controller = {
        ROLE,
        "aws_iam_policy.external-secrets_identity_secrets-policy",
        "aws_iam_role_policy_attachment.external-secrets_identity_secrets",
        "helm_release.external-secrets_helm_release",
    }
    with rehearsed(tmp_path, {"gov": EXAMPLE}) as platform:
        platform.come_up()
        platform.change({"gov": edited(EXAMPLE, edits)})

        assert platform.apply_all() == {
            "gov-cluster": dict.fromkeys(in_cluster, "create"),
            "gov-controllers": dict.fromkeys(of_controller, "create"),
        }
        role = in_state(platform.rehearsal, "gov-controllers")[ROLE]

    assert [role[it] for it in ("path", "permissions_boundary", "name")] == [
        "/platform/",
        "arn:aws-us-gov:iam::111122223333:policy/platform-boundary",
        "platform-gov-main-external-secrets",
    ]
