"""Who gets which policy, role, group or key, and policies inside of roles."""

import json
from pathlib import Path

import pytest

from tests.reports.review.reviewing import change, gone, made, said, update
from tests.reports.review.test_iam import OTHER, PROVIDER, ROLE, allow, document
from tests.synthesis import Json


def inline(name: str, *statements: Json) -> Json:
    return {"inline_policy": [{"name": name, "policy": document(*statements)}]}


@pytest.mark.parametrize(
    ("type_name", "argument"),
    [
        ("aws_opensearch_domain", "access_policies"),
        ("aws_organizations_policy", "content"),
        ("aws_cloudwatch_log_resource_policy", "policy_document"),
        ("aws_x", "policy_template"),
        ("aws_ssoadmin_permission_set_inline_policy", "inline_policy"),
        ("aws_vpc_endpoint", "policy"),
    ],
)
def test_a_policy_is_one_whatever_its_argument_is_called(type_name: str, argument: str, tmp_path: Path) -> None:
    done = made(f"{type_name}.x", **{argument: document(allow("*", "*"))})

    assert said(tmp_path, done) == [
        f"reach: `{argument}`: new `S` (allow): `action every action of every service`, `resource every resource`"
    ]


def test_a_text_with_a_policy_in_it_is_none(tmp_path: Path) -> None:
    template = json.dumps({"Resources": {"x": {"PolicyDocument": json.loads(document(allow("*", "*")))}}})

    assert said(tmp_path, made("aws_cloudformation_stack.x", template_body=template)) == []


ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"


@pytest.mark.parametrize(
    ("done", "sentences"),
    [
        (
            update(ROLE, inline("a", allow("s3:GetObject")), inline("a", allow("s3:*"))),
            [
                (
                    "reach: `inline_policy.a`: in `S` (allow): added `action every action of s3`; "
                    "removed `action s3:GetObject`"
                )
            ],
        ),
        (
            update(ROLE, inline("a", allow("s3:GetObject")), {}, after_unknown={"inline_policy": True}),
            ["reach: `inline_policy.a`: what it allows is not in this plan (known after apply)"],
        ),
        (
            update(ROLE, {"name": "r", "managed_policy_arns": []}, {"name": "r", "managed_policy_arns": [ADMIN]}),
            [f"reach: `r` gets `{ADMIN}`"],
        ),
        (made(ROLE, name="r", managed_policy_arns=[]), []),
        (change(ROLE, "create", after={"name": "r"}, after_unknown={"managed_policy_arns": True}), []),
        (
            update(
                "aws_iam_policy_attachment.x", {"policy_arn": "p", "roles": ["a"]}, {"policy_arn": "p", "users": ["b"]}
            ),
            ["note: `b` gets `p`", "note: `a` loses `p`"],
        ),
        (
            change(
                "aws_iam_role_policy_attachment.x", "create", after={"role": "a"}, after_unknown={"policy_arn": True}
            ),
            ["note: `a` gets (known after apply)"],
        ),
        (
            made("aws_iam_role_policy_attachment.x", role="a", policy_arn="x/AmazonS3FullAccess"),
            ["reach: `a` gets `x/AmazonS3FullAccess`"],
        ),
        (made("aws_iam_instance_profile.x", name="p", role="r"), ["note: `p` gets the role `r` for instances"]),
        (
            made("aws_kms_grant.x", grantee_principal="r", operations=["Decrypt"]),
            ["reach: `r` gets `Decrypt` with a key"],
        ),
        (
            update(
                "aws_eks_pod_identity_association.x",
                {"namespace": "a", "service_account": "b", "role_arn": "r", "target_role_arn": "t"},
                {"namespace": "a", "service_account": "b", "role_arn": "r", "target_role_arn": "u"},
            ),
            [
                "reach: service account `a/b` gets the role `u` behind its own",
                "note: service account `a/b` loses the role `t` behind its own",
            ],
        ),
        (
            change(
                "aws_eks_access_policy_association.x",
                "delete",
                "create",
                before={
                    "principal_arn": "a",
                    "policy_arn": "x/AmazonEKSViewPolicy",
                    "access_scope": [{"type": "namespace", "namespaces": ["n"]}],
                },
                after={
                    "principal_arn": "a",
                    "policy_arn": "x/AmazonEKSViewPolicy",
                    "access_scope": [{"type": "cluster"}],
                },
            ),
            [
                "note: `a` gets `x/AmazonEKSViewPolicy` in the cluster",
                "note: `a` loses `x/AmazonEKSViewPolicy` in the namespaces `n`",
            ],
        ),
        (
            made("aws_eks_access_entry.x", principal_arn=f"arn:aws:iam::{OTHER}:role/x", kubernetes_groups=["g"]),
            [f"reach: `arn:aws:iam::{OTHER}:role/x` gets the group `g` in the cluster, **of another account**"],
        ),
        (gone("aws_iam_user_group_membership.x", user="u", groups=["g"]), ["note: `u` loses the group `g`"]),
        (
            change(
                "aws_s3_bucket_policy.x",
                "update",
                before={"policy": document()},
                after={},
                after_unknown={"policy": True},
            ),
            ["reach: `policy`: what it allows is not in this plan (known after apply)"],
        ),
        (
            change(
                "aws_iam_role_policy_attachment.x", "create", after={"role": "ci", "policy_arn": "a/PowerUserAccess"}
            ),
            ["reach: `ci` gets `a/PowerUserAccess`"],
        ),
        (
            change(
                "aws_eks_pod_identity_association.x",
                "create",
                after={"namespace": "a", "service_account": "b", "role_arn": "role"},
            ),
            ["note: service account `a/b` gets the role `role`"],
        ),
    ],
)
def test_grants(done: Json, sentences: list[str], tmp_path: Path) -> None:
    assert said(tmp_path, done, configuration=PROVIDER) == sentences


@pytest.mark.parametrize(
    ("name", "levels"),
    [
        ("AmazonEKSClusterAdminPolicy", ("reach", "reach")),
        ("AmazonEKSEditPolicy", ("reach", "note")),
        ("AmazonEKSAdminViewPolicy", ("reach", "note")),
        ("AmazonEKSSecretReaderPolicy", ("reach", "note")),
        ("AmazonEKSViewPolicy", ("note", "note")),
    ],
)
def test_access_policies_in_the_cluster_and_in_a_namespace(name: str, levels: tuple[str, str], tmp_path: Path) -> None:
    scopes: list[Json] = [{"type": "cluster"}, {"type": "namespace", "namespaces": ["n"]}]
    associations = [
        made("aws_eks_access_policy_association.x", principal_arn="a", policy_arn=f"x/{name}", access_scope=[scope])
        for scope in scopes
    ]

    assert tuple(said(tmp_path, it)[0].partition(":")[0] for it in associations) == levels


@pytest.mark.parametrize(
    ("policy", "level"),
    [
        ("AdministratorAccess", "reach"),
        ("AdministratorAccess-Amplify", "reach"),
        ("job-function/DataScientist", "reach"),
        ("job-function/SystemAdministrator", "reach"),
        ("AmazonEC2ContainerRegistryPowerUser", "reach"),
        ("AmazonEMRFullAccessPolicy_v2", "reach"),
        ("ReadOnlyAccess", "reach"),
        ("SecretsManagerReadWrite", "reach"),
        ("AmazonEC2ContainerRegistryReadOnly", "note"),
        ("AmazonEKSWorkerNodePolicy", "note"),
        ("IAMReadOnlyAccess", "note"),
        ("SecurityAudit", "note"),
    ],
)
def test_policies_that_aws_manages(policy: str, level: str, tmp_path: Path) -> None:
    attached = made("aws_iam_role_policy_attachment.x", role="r", policy_arn=f"arn:aws:iam::aws:policy/{policy}")

    assert said(tmp_path, attached) == [f"{level}: `r` gets `arn:aws:iam::aws:policy/{policy}`"]


def test_without_an_account_of_ones_own_nobody_is_of_another(tmp_path: Path) -> None:
    done = made("aws_eks_access_entry.x", principal_arn=f"arn:aws:iam::{OTHER}:role/x", kubernetes_groups=["g"])

    assert said(tmp_path, done) == [f"note: `arn:aws:iam::{OTHER}:role/x` gets the group `g` in the cluster"]
