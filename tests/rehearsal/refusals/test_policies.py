"""IAM policies that are malformed or too large."""

import json

import pytest

from rehearsal.providers.aws.refusals.policies import size
from tests.rehearsal.player import Json, Player, named, patched
from tests.rehearsal.refusals.conftest import DeleteRefusal, Refusal, UpdateRefusal


def document(**statement: Json) -> str:
    return json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*", **statement}]}
    )


def large(characters: int) -> str:
    """A policy with so many characters that count."""
    empty = size(document(Resource=["arn:aws:s3:::"]))
    return document(Resource=["arn:aws:s3:::" + "x" * (characters - empty)])


def test_white_space_does_not_count() -> None:
    assert (size(' {"a" :\n"b c"}\t'), size(large(6144))) == (10, 6144)


@pytest.fixture
def cluster(stacks: dict[str, Json]) -> Json:
    return stacks["dev-cluster"]


def test_a_managed_policy_over_6144_characters(cluster: Json, refusal: Refusal, before: dict[str, Player]) -> None:
    place = ("resource", "aws_iam_policy", named(cluster, "aws_iam_policy"), "policy")

    assert refusal("dev-cluster", patched(cluster, *place, value=large(6145))) == (
        "creating IAM Policy (dev-ebs-csi-volumes): operation error IAM: CreatePolicy: 409, LimitExceeded: Cannot "
        "exceed quota for PolicySize: 6144"
    )
    before["dev-cluster"].copy().play("dev-cluster", patched(cluster, *place, value=large(6144)))


def test_a_managed_policy_that_grows_over_6144_characters(cluster: Json, update_refusal: UpdateRefusal) -> None:
    name = named(cluster, "aws_iam_policy")
    grown = patched(cluster, "resource", "aws_iam_policy", name, "policy", value=large(6145))

    assert update_refusal("dev-cluster", grown, f"aws_iam_policy.{name}") == (
        "updating IAM Policy (arn:aws:iam::123456789012:policy/dev-ebs-csi-volumes): operation error IAM: "
        "CreatePolicyVersion: 409, LimitExceeded: Cannot exceed quota for PolicySize: 6144"
    )


def test_inline_policies_of_one_role_over_10240_characters(
    cluster: Json, refusal: Refusal, before: dict[str, Player]
) -> None:
    role = "${aws_iam_role.node_role.name}"

    def of(*sizes: int) -> Json:
        policies = dict(cluster["resource"]["aws_iam_role_policy"])
        for index, characters in enumerate(sizes):
            policies[f"p{index}"] = {"role": role, "name": f"p{index}", "policy": large(characters)}
        return patched(cluster, "resource", "aws_iam_role_policy", value=policies)

    assert refusal("dev-cluster", of(5120, 5121)).partition(": 409, ")[2] == (
        "LimitExceeded: Maximum policy size of 10240 bytes exceeded for role dev-node"
    )
    before["dev-cluster"].copy().play("dev-cluster", of(5120, 5120))


def test_a_trust_policy_over_2048_characters(cluster: Json, refusal: Refusal) -> None:
    services = [f"service-{number:04}.amazonaws.com" for number in range(100)]
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": services}}
    long = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    place = ("resource", "aws_iam_role", "node_role", "assume_role_policy")

    assert refusal("dev-cluster", patched(cluster, *place, value=long)) == (
        "creating IAM Role (dev-node): operation error IAM: CreateRole: 409, LimitExceeded: Cannot exceed quota for "
        "ACLSizePerRole: 2048"
    )


def test_a_trust_policy_that_becomes_malformed(cluster: Json, update_refusal: UpdateRefusal) -> None:
    place = ("resource", "aws_iam_role", "node_role", "assume_role_policy")

    assert update_refusal("dev-cluster", patched(cluster, *place, value="{}"), "aws_iam_role.node_role") == (
        "updating IAM Role (dev-node) assume role policy: operation error IAM: UpdateAssumeRolePolicy: 400, "
        "MalformedPolicyDocument: Syntax errors in policy."
    )


def test_an_inline_policy_that_grows_over_10240_characters(cluster: Json, update_refusal: UpdateRefusal) -> None:
    name = named(cluster, "aws_iam_role_policy")
    grown = patched(cluster, "resource", "aws_iam_role_policy", name, "policy", value=large(10241))

    assert update_refusal("dev-cluster", grown, f"aws_iam_role_policy.{name}").endswith(
        "LimitExceeded: Maximum policy size of 10240 bytes exceeded for role dev-cluster"
    )


def test_a_policy_that_is_attached_is_not_deleted(
    cluster: Json, before: dict[str, Player], delete_refusal: DeleteRefusal
) -> None:
    policy = f"aws_iam_policy.{named(cluster, 'aws_iam_policy')}"

    assert delete_refusal("dev-cluster", policy).endswith(
        "operation error IAM: DeletePolicy: 409, DeleteConflict: Cannot delete a policy attached to entities."
    )

    player = before[""].copy()
    player.delete("dev-cluster", cluster, "aws_iam_role_policy_attachment.ebs-csi_volumes")
    player.delete("dev-cluster", cluster, policy)


@pytest.mark.parametrize(
    ("policy", "answer"),
    [
        (document(Efect="Allow"), "Syntax errors in policy."),
        (document(Effect="Permit"), "Syntax errors in policy."),
        (document(Sid="read-only"), "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the"),
        (document(Principal="*"), "Policy document should not specify a principal."),
        (document(Resource="my-bucket"), 'Resource my-bucket must be in ARN format or "*".'),
        (document(Action="get"), "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."),
        ('{"Version":"2012-10-17"}', "Syntax errors in policy."),
    ],
    ids=["unknown key", "effect", "sid", "principal", "resource", "action", "no statement"],
)
def test_a_malformed_policy(cluster: Json, refusal: Refusal, policy: str, answer: str) -> None:
    place = ("resource", "aws_iam_policy", named(cluster, "aws_iam_policy"), "policy")

    said = refusal("dev-cluster", patched(cluster, *place, value=policy))

    assert f"operation error IAM: CreatePolicy: 400, MalformedPolicyDocument: {answer}" in said


@pytest.mark.parametrize(
    ("statement", "answer"),
    [
        ({"Action": "sts:AssumeRole"}, "Missing required field Principal"),
        ({"Action": "sts:AssumeRole", "Principal": "*", "Resource": "*"}, "Has prohibited field Resource."),
    ],
    ids=["no principal", "a resource"],
)
def test_a_malformed_trust_policy(cluster: Json, refusal: Refusal, statement: Json, answer: str) -> None:
    trust = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})
    place = ("resource", "aws_iam_role", "node_role", "assume_role_policy")

    said = refusal("dev-cluster", patched(cluster, *place, value=trust))

    assert said == (
        f"creating IAM Role (dev-node): operation error IAM: CreateRole: 400, MalformedPolicyDocument: {answer}"
    )
