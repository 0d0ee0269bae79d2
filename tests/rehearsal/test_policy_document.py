"""`aws_iam_policy_document` writes the JSON that the real one writes."""

import json

import pytest

from rehearsal.engine.refusal import RefusedError
from rehearsal.engine.values import State, text
from rehearsal.providers.aws.policy_document import policy_document


def minified(config: State) -> str:
    return text(policy_document(config), "minified_json")


def test_a_trust_policy_to_the_byte() -> None:
    issuer = "oidc.eks.eu-central-1.amazonaws.com/id/X"
    document = policy_document(
        {
            "statement": [
                {
                    "sid": "OnlyThisServiceAccount",
                    "actions": ["sts:AssumeRoleWithWebIdentity"],
                    "principals": [{"type": "Federated", "identifiers": ["arn:aws:iam::1:oidc-provider/X"]}],
                    "condition": [
                        {"test": "StringEquals", "variable": f"{issuer}:sub", "values": ["system:serviceaccount:a:b"]},
                        {"test": "StringEquals", "variable": f"{issuer}:aud", "values": ["sts.amazonaws.com"]},
                    ],
                }
            ]
        }
    )

    assert (
        document["json"]
        == """{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "OnlyThisServiceAccount",
      "Effect": "Allow",
      "Action": "sts:AssumeRoleWithWebIdentity",
      "Principal": {
        "Federated": "arn:aws:iam::1:oidc-provider/X"
      },
      "Condition": {
        "StringEquals": {
          "oidc.eks.eu-central-1.amazonaws.com/id/X:aud": "sts.amazonaws.com",
          "oidc.eks.eu-central-1.amazonaws.com/id/X:sub": "system:serviceaccount:a:b"
        }
      }
    }
  ]
}"""
    )


def test_lists_are_sorted_in_reverse_but_the_values_of_conditions_stay() -> None:
    statement: State = {
        "actions": ["s3:GetObject", "s3:PutObject"],
        "not_resources": ["a", "c", "b"],
        "condition": [{"test": "StringLike", "variable": "aws:RequestTag/x", "values": ["a", "b"]}],
    }

    assert json.loads(minified({"statement": [statement]}))["Statement"] == [
        {
            "Effect": "Allow",
            "Action": ["s3:PutObject", "s3:GetObject"],
            "NotResource": ["c", "b", "a"],
            "Condition": {"StringLike": {"aws:RequestTag/x": ["a", "b"]}},
        }
    ]


@pytest.mark.parametrize(
    ("principals", "written"),
    [
        ([{"type": "*", "identifiers": ["*"]}], "*"),
        ([{"type": "AWS", "identifiers": ["*"]}], {"AWS": "*"}),
        ([{"type": "AWS", "identifiers": ["a", "b"]}], {"AWS": ["b", "a"]}),
        (
            [{"type": "Service", "identifiers": ["ec2"]}, {"type": "AWS", "identifiers": ["a"]}],
            {"AWS": "a", "Service": "ec2"},
        ),
    ],
)
def test_principals(principals: list[State], written: object) -> None:
    statement: State = {"effect": "Deny", "actions": ["s3:*"], "principals": principals}

    assert json.loads(minified({"statement": [statement]}))["Statement"][0]["Principal"] == written


def test_policy_variables_and_the_escapes_of_go() -> None:
    statement: State = {"actions": ["s3:*"], "resources": ["arn:aws:s3:::b/&{aws:username}/<&>"]}

    assert '"Resource":"arn:aws:s3:::b/${aws:username}/\\u003c\\u0026\\u003e"' in minified({"statement": [statement]})


def test_documents_are_merged_by_sid() -> None:
    source = json.dumps({"Version": "2008-10-17", "Statement": {"Sid": "A", "Effect": "Allow", "Action": "s3:a"}})
    override = json.dumps({"Id": "new", "Statement": [{"Sid": "B", "Effect": "Deny", "Action": "s3:b"}]})
    config: State = {
        "policy_id": "old",
        "source_policy_documents": [source],
        "statement": [{"sid": "B", "actions": ["s3:own"]}],
        "override_policy_documents": [override],
    }

    assert json.loads(minified(config)) == {
        "Version": "2012-10-17",
        "Id": "new",
        "Statement": [
            {"Sid": "A", "Effect": "Allow", "Action": "s3:a"},
            {"Sid": "B", "Effect": "Deny", "Action": "s3:b"},
        ],
    }


def test_a_sid_stands_once() -> None:
    statement: State = {"sid": "A", "actions": ["s3:a"]}

    with pytest.raises(RefusedError, match=r"duplicate Sid \(A\)"):
        policy_document({"statement": [statement, statement]})


def test_a_source_must_be_json() -> None:
    with pytest.raises(RefusedError, match="merging document 0 of source_policy_documents"):
        policy_document({"source_policy_documents": ["{"]})
