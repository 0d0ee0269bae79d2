"""Who may use the Kubernetes API."""

import re

import pytest
from constructs import Construct
from hypothesis import given
from hypothesis import strategies as st

from config.cluster.access_entries import (
    AccessEntry,
    AccessPolicy,
    AutoNodeEntry,
    NamespaceScope,
    NodeEntry,
    StandardEntry,
    administrator,
    viewer,
)
from config.regions import Region
from modules.access_entries import AccessEntries, principal_id
from tests.synthesis import Json, synthesize_stack

ADMIN = "arn:aws:iam::111122223333:role/platform-admin"
DEVELOPER = "arn:aws:iam::111122223333:user/developer"


def _synthesize(*entries: AccessEntry, region: str = "eu-central-1") -> Json:
    def build(stack: Construct) -> None:
        AccessEntries(stack, "access", cluster_name="test", region=Region(region), entries=entries)

    return synthesize_stack(build)["resource"]


def test_each_principal_has_an_entry_and_one_policy_for_the_whole_cluster() -> None:
    admin = "aws_eks_access_entry.access_111122223333-role-platform-admin"
    developer = "aws_eks_access_entry.access_111122223333-user-developer"

    assert _synthesize(administrator(ADMIN), viewer(DEVELOPER)) == {
        "aws_eks_access_entry": {
            "access_111122223333-role-platform-admin": {
                "cluster_name": "test",
                "principal_arn": ADMIN,
                "type": "STANDARD",
            },
            "access_111122223333-user-developer": {
                "cluster_name": "test",
                "principal_arn": DEVELOPER,
                "type": "STANDARD",
            },
        },
        "aws_eks_access_policy_association": {
            "access_111122223333-role-platform-admin_AmazonEKSClusterAdminPolicy": {
                "cluster_name": f"${{{admin}.cluster_name}}",
                "principal_arn": f"${{{admin}.principal_arn}}",
                "policy_arn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
                "access_scope": {"type": "cluster"},
            },
            "access_111122223333-user-developer_AmazonEKSViewPolicy": {
                "cluster_name": f"${{{developer}.cluster_name}}",
                "principal_arn": f"${{{developer}.principal_arn}}",
                "policy_arn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
                "access_scope": {"type": "cluster"},
            },
        },
    }


def test_a_principal_that_moves_to_another_list_keeps_its_entry() -> None:
    """The entry is never taken away, not even for a moment; only its policy changes."""
    before, after = (_synthesize(entry) for entry in (administrator(ADMIN), viewer(ADMIN)))

    assert before["aws_eks_access_entry"] == after["aws_eks_access_entry"]
    assert {*before["aws_eks_access_policy_association"], *after["aws_eks_access_policy_association"]} == {
        "access_111122223333-role-platform-admin_AmazonEKSClusterAdminPolicy",
        "access_111122223333-role-platform-admin_AmazonEKSViewPolicy",
    }


def test_a_program_has_policies_in_namespaces_groups_and_a_name() -> None:
    resources = _synthesize(
        StandardEntry(
            type="STANDARD",
            principal_arn="arn:aws:iam::111122223333:role/ci",
            access_policies=(
                AccessPolicy(
                    name="AmazonEKSEditPolicy",
                    access_scope=NamespaceScope(type="namespace", namespaces=("shop", "shop-*")),
                ),
            ),
            kubernetes_groups=("ci",),
            user_name="ci:{{SessionName}}",
        )
    )

    entry = "aws_eks_access_entry.access_111122223333-role-ci"
    assert resources == {
        "aws_eks_access_entry": {
            "access_111122223333-role-ci": {
                "cluster_name": "test",
                "principal_arn": "arn:aws:iam::111122223333:role/ci",
                "type": "STANDARD",
                "kubernetes_groups": ["ci"],
                "user_name": "ci:{{SessionName}}",
            }
        },
        "aws_eks_access_policy_association": {
            "access_111122223333-role-ci_AmazonEKSEditPolicy": {
                "cluster_name": f"${{{entry}.cluster_name}}",
                "principal_arn": f"${{{entry}.principal_arn}}",
                "policy_arn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy",
                "access_scope": {"type": "namespace", "namespaces": ["shop", "shop-*"]},
            }
        },
    }


def test_nodes_have_an_entry_and_only_those_of_auto_mode_an_access_policy() -> None:
    """EKS takes none for the others."""
    resources = _synthesize(
        NodeEntry(type="EC2_LINUX", principal_arn="arn:aws:iam::111122223333:role/own-nodes"),
        AutoNodeEntry(type="EC2", principal_arn="arn:aws:iam::111122223333:role/gpu-nodes"),
    )

    entry = "aws_eks_access_entry.access_111122223333-role-gpu-nodes"
    assert {name: it["type"] for name, it in resources["aws_eks_access_entry"].items()} == {
        "access_111122223333-role-own-nodes": "EC2_LINUX",
        "access_111122223333-role-gpu-nodes": "EC2",
    }
    assert resources["aws_eks_access_policy_association"] == {
        "access_111122223333-role-gpu-nodes_AmazonEKSAutoNodePolicy": {
            "cluster_name": f"${{{entry}.cluster_name}}",
            "principal_arn": f"${{{entry}.principal_arn}}",
            "policy_arn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSAutoNodePolicy",
            "access_scope": {"type": "cluster"},
        }
    }


@pytest.mark.parametrize(("region", "partition"), [("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")])
def test_access_policies_are_of_the_regions_partition(region: str, partition: str) -> None:
    arn = f"arn:{partition}:iam::111122223333:role/x"

    associations = _synthesize(viewer(arn), region=region)["aws_eks_access_policy_association"]

    assert {it["policy_arn"] for it in associations.values()} == {
        f"arn:{partition}:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"
    }


def test_a_principal_may_be_called_like_the_policy_of_another() -> None:
    names = ["x", "x-AmazonEKSViewPolicy", "x_AmazonEKSViewPolicy"]
    arns = [f"arn:aws:iam::111122223333:role/{name}" for name in names]

    associations = _synthesize(*map(viewer, arns))["aws_eks_access_policy_association"]

    assert set(associations) == {f"access_{principal_id(arn)}_AmazonEKSViewPolicy" for arn in arns}


@pytest.mark.parametrize(
    ("arn", "id"),
    [
        (ADMIN, "111122223333-role-platform-admin"),
        (DEVELOPER, "111122223333-user-developer"),
        ("arn:aws:iam::111122223333:role/teams/a/admin", "111122223333-role-teams-a-admin-282b21b4"),
        ("arn:aws:iam::111122223333:user/jo.do@example.com", "111122223333-user-jo-do-example-com-8055e4ab"),
        ("arn:aws:iam::111122223333:role/platform_admin", "111122223333-role-platform-admin-3331da8e"),
    ],
)
def test_odd_characters_are_replaced_and_a_hash_keeps_the_id_apart(arn: str, id: str) -> None:
    assert principal_id(arn) == id


# Few characters, and those that are replaced, so that many pairs look alike.
_LOOKALIKE_ARNS = st.builds(
    "arn:aws:iam::{}:{}/{}".format,
    st.sampled_from(["111122223333", "444455556666"]),
    st.sampled_from(["role", "user"]),
    st.from_regex(r"([a_./-]{1,2}/)?[a_.@-]{1,3}", fullmatch=True),
)


@given(st.sets(_LOOKALIKE_ARNS))
def test_no_two_principals_share_an_id_and_each_id_is_an_address(arns: set[str]) -> None:
    ids = {principal_id(arn) for arn in arns}

    assert len(ids) == len(arns)
    assert {id for id in ids if not re.fullmatch(r"[0-9]{12}-[A-Za-z0-9-]+", id)} == set()
