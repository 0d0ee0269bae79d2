"""Policies of keys, buckets and endpoints, with one place changed."""

import json
from collections.abc import Callable

import pytest

from rehearsal.engine.refusal import RefusedError
from rehearsal.engine.values import State
from tests.rehearsal.player import Json, Player, named, patched
from tests.rehearsal.refusals.conftest import Refusal, UpdateRefusal, said

EMPTY = "Could not parse the policy: Statement is empty!"
LOCKOUT = "The new key policy will not allow you to update the key policy in the future."


def document(**statement: Json) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{**ANYTHING, **statement}]})


ANYTHING = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}


@pytest.mark.parametrize(
    ("policy", "problem"),
    [
        ('{"Version": "2012-10-17", "Statement": []}', EMPTY),
        ("{}", EMPTY),
        (document(Principal=None), "Missing required field Principal"),
        (document(Action=[]), "Missing required field Action"),
        (document(Resource=None), "Missing required field Resource"),
        (document(Effect="allow it"), "Syntax errors in policy."),
        (document(Ressource="*"), "Syntax errors in policy."),
        (document(Principal={"AWS": "arn:aws:iam::999988887777:root"}), LOCKOUT),
        (document(Action="kms:Describe*"), LOCKOUT),
        (document(Effect="Deny"), LOCKOUT),
    ],
)
def test_a_key(stacks: dict[str, Json], refusal: Refusal, policy: str, problem: str) -> None:
    cluster = stacks["dev-cluster"]
    place = ("resource", "aws_kms_key", named(cluster, "aws_kms_key"), "policy")

    assert refusal("dev-cluster", patched(cluster, *place, value=policy)) == (
        f"creating KMS Key: operation error KMS: CreateKey: 400, MalformedPolicyDocumentException: {problem}"
    )


def test_a_key_whose_policy_becomes_malformed(stacks: dict[str, Json], update_refusal: UpdateRefusal) -> None:
    cluster = stacks["dev-cluster"]
    name = named(cluster, "aws_kms_key")
    changed = patched(cluster, "resource", "aws_kms_key", name, "policy", value=document(Effect="Deny"))

    said = update_refusal("dev-cluster", changed, f"aws_kms_key.{name}")

    assert said.partition(") ")[2] == (
        f"policy: operation error KMS: PutKeyPolicy: 400, MalformedPolicyDocumentException: {LOCKOUT}"
    )


@pytest.mark.parametrize(
    "policy",
    [
        document(Principal={"AWS": "123456789012"}, Action="kms:*"),
        document(Principal={"AWS": ["arn:aws:iam::123456789012:role/keys"]}, Action=["kms:Put*"]),
        json.dumps({"Version": "2008-10-17", "Statement": ANYTHING}),
    ],
    ids=["account", "role", "older version, one statement"],
)
def test_a_key_that_passes(stacks: dict[str, Json], before: dict[str, Player], policy: str) -> None:
    cluster = stacks["dev-cluster"]
    place = ("resource", "aws_kms_key", named(cluster, "aws_kms_key"), "policy")

    before["dev-cluster"].copy().play("dev-cluster", patched(cluster, *place, value=policy))


def test_an_endpoint(stacks: dict[str, Json], refusal: Refusal) -> None:
    network = stacks["dev-network"]
    place = ("resource", "aws_vpc_endpoint", named(network, "aws_vpc_endpoint"), "policy")

    assert refusal("dev-network", patched(network, *place, value=document(Principal=None))) == (
        "creating EC2 VPC Endpoint (com.amazonaws.eu-central-1.s3): operation error EC2: CreateVpcEndpoint: 400, api "
        "error InvalidPolicyDocument: The Policy Document is not valid."
    )


def test_an_endpoint_whose_policy_becomes_malformed(stacks: dict[str, Json], update_refusal: UpdateRefusal) -> None:
    network = stacks["dev-network"]
    name = named(network, "aws_vpc_endpoint")
    changed = patched(network, "resource", "aws_vpc_endpoint", name, "policy", value=document(Principal=None))

    assert update_refusal("dev-network", changed, f"aws_vpc_endpoint.{name}").endswith(
        ": ModifyVpcEndpoint: 400, api error InvalidPolicyDocument: The Policy Document is not valid."
    )


@pytest.mark.parametrize(
    ("policy", "problem"),
    [
        ('{"Version": "2012-10-17", "Statement": []}', EMPTY),
        (document(Principal=None), "Missing required field Principal"),
        (document(), "Policy has invalid resource"),
        (document(Resource=["arn:aws:s3:::mine", "arn:aws:s3:::other/*"]), "Policy has invalid resource"),
    ],
)
def test_a_bucket(create: Callable[[str, State], State], policy: str, problem: str) -> None:
    with pytest.raises(RefusedError) as raised:
        create("aws_s3_bucket_policy", {"bucket": "mine", "policy": policy})

    assert said(raised.value) == (
        f"putting S3 Bucket (mine) Policy: operation error S3: PutBucketPolicy: 400, MalformedPolicy: {problem}"
    )


def test_the_policy_of_a_key_by_itself(create: Callable[[str, State], State]) -> None:
    with pytest.raises(RefusedError) as raised:
        create("aws_kms_key_policy", {"key_id": "k", "policy": document(Action="kms:Get*")})

    assert said(raised.value) == (
        "attaching KMS Key policy (k): operation error KMS: PutKeyPolicy: 400, MalformedPolicyDocumentException: "
        f"{LOCKOUT}"
    )
