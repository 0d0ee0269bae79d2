"""The AWS identity of a workload."""

import json

from cdktf import Fn, TerraformOutput
from cdktf_cdktf_provider_aws.iam_openid_connect_provider import IamOpenidConnectProvider
from constructs import Construct

from config.iam import Iam
from config.names import IAM_POLICY_LIMIT, IAM_ROLE_LIMIT, ClusterNames
from modules.policy_document import PolicyDocument
from modules.trust_policies import OidcIdentityProvider, ServiceAccount, service_account_trust
from modules.workload_identity import WorkloadIdentity
from tests.synthesis import Json, synthesize_stack

READ = PolicyDocument({"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"})
WRITE = PolicyDocument({"Sid": "Write", "Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*"})
NOTHING_ASKED = Iam()
PROVIDER = OidcIdentityProvider(arn="arn:aws:iam::111122223333:oidc-provider/issuer/id/A", issuer="issuer/id/A")

BACKUP = ServiceAccount("backup-system", "backup")


def _synthesize(cluster: str = "test", iam: Iam = NOTHING_ASKED) -> Json:
    def build(stack: Construct) -> None:
        identity = WorkloadIdentity(
            stack,
            "identity",
            names=ClusterNames(cluster, iam.name_prefix),
            iam=iam,
            workload="backup",
            service_account=BACKUP,
            trust=service_account_trust(PROVIDER, BACKUP),
            policies={"reading": READ, "writing": WRITE},
            managed_policy_arns=["arn:aws:iam::aws:policy/service-role/Amazon_Backup"],
        )
        TerraformOutput(stack, "role_arn", value=identity.role_arn, static_id=True)

    return synthesize_stack(build)


def test_exactly_one_service_account_may_assume_the_role() -> None:
    stack = _synthesize()
    role = stack["resource"]["aws_iam_role"]["identity_role"]

    assert {**role, "assume_role_policy": json.loads(role["assume_role_policy"])} == {
        "name": "test-backup",
        "description": "Kubernetes service account backup-system/backup",
        "assume_role_policy": {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "OneServiceAccountAssumesItsRole",
                    "Effect": "Allow",
                    "Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/issuer/id/A"},
                    "Action": "sts:AssumeRoleWithWebIdentity",
                    "Condition": {
                        "StringEquals": {
                            "issuer/id/A:aud": "sts.amazonaws.com",
                            "issuer/id/A:sub": "system:serviceaccount:backup-system:backup",
                        }
                    },
                }
            ],
        },
    }
    assert stack["output"] == {"role_arn": {"value": "${aws_iam_role.identity_role.arn}"}}


def test_the_issuer_in_the_conditions_may_be_known_only_when_terraform_applies() -> None:
    def build(stack: Construct) -> None:
        provider = IamOpenidConnectProvider(stack, "oidc", url="https://issuer", client_id_list=["sts.amazonaws.com"])
        WorkloadIdentity(
            stack,
            "identity",
            names=ClusterNames("test"),
            iam=Iam(),
            workload="backup",
            service_account=BACKUP,
            trust=service_account_trust(
                OidcIdentityProvider(arn=provider.arn, issuer=Fn.replace(provider.url, "https://", "")), BACKUP
            ),
        )

    role = synthesize_stack(build)["resource"]["aws_iam_role"]["identity_role"]

    issuer = '${replace(aws_iam_openid_connect_provider.oidc.url, "https://", "")}'
    assert json.loads(_terraform_text(role["assume_role_policy"]))["Statement"][0]["Condition"] == {
        "StringEquals": {
            f"{issuer}:aud": "sts.amazonaws.com",
            f"{issuer}:sub": "system:serviceaccount:backup-system:backup",
        }
    }


def _terraform_text(template: str) -> str:
    """The template with the quotes inside of `${...}` made plain text, so that what is around them can be read."""
    inside = '${replace(aws_iam_openid_connect_provider.oidc.url, "https://", "")}'
    return template.replace(inside, inside.replace('"', '\\"'))


def test_each_purpose_has_a_policy_of_its_own() -> None:
    resources = _synthesize()["resource"]
    role = "${aws_iam_role.identity_role.name}"

    assert resources["aws_iam_policy"] == {
        "identity_reading-policy": {"name": "test-backup-reading", "policy": READ.json()},
        "identity_writing-policy": {"name": "test-backup-writing", "policy": WRITE.json()},
    }
    assert resources["aws_iam_role_policy_attachment"] == {
        "identity_reading": {"role": role, "policy_arn": "${aws_iam_policy.identity_reading-policy.arn}"},
        "identity_writing": {"role": role, "policy_arn": "${aws_iam_policy.identity_writing-policy.arn}"},
        "identity_Amazon-Backup": {
            "role": role,
            "policy_arn": "arn:aws:iam::aws:policy/service-role/Amazon_Backup",
        },
    }


def test_names_fit_for_a_cluster_with_the_longest_name() -> None:
    resources = _synthesize("c" * 100)["resource"]

    lengths = {
        "role": len(resources["aws_iam_role"]["identity_role"]["name"]),
        "policy": len(resources["aws_iam_policy"]["identity_reading-policy"]["name"]),
    }
    assert lengths == {"role": IAM_ROLE_LIMIT, "policy": len("c" * 100 + "-backup-reading")}
    assert lengths["policy"] <= IAM_POLICY_LIMIT


def test_path_boundary_and_prefix_are_those_that_are_asked_for() -> None:
    boundary = "arn:aws:iam::111122223333:policy/boundary"
    asked = _synthesize(iam=Iam(path="/platform/", permissions_boundary=boundary, name_prefix="p-"))["resource"]
    plain = _synthesize()["resource"]

    assert asked["aws_iam_role"]["identity_role"] == {
        **plain["aws_iam_role"]["identity_role"],
        "name": "p-test-backup",
        "path": "/platform/",
        "permissions_boundary": boundary,
    }
    assert asked["aws_iam_policy"] == {
        "identity_reading-policy": {"name": "p-test-backup-reading", "path": "/platform/", "policy": READ.json()},
        "identity_writing-policy": {"name": "p-test-backup-writing", "path": "/platform/", "policy": WRITE.json()},
    }
