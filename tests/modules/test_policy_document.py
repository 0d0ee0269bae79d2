"""IAM policy documents."""

import json

import pytest

from modules.policy_document import PolicyDocument, managed_policy_id


def test_a_document_is_iams_json_without_spaces_in_the_order_of_its_statements() -> None:
    document = PolicyDocument(
        {"Sid": "B", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"},
        {"Sid": "A", "Effect": "Deny", "Action": ["s3:PutObject"], "Resource": "*"},
    )

    assert document.json() == (
        '{"Version":"2012-10-17","Statement":['
        '{"Sid":"B","Effect":"Allow","Action":"s3:GetObject","Resource":"*"},'
        '{"Sid":"A","Effect":"Deny","Action":["s3:PutObject"],"Resource":"*"}]}'
    )


def test_variables_of_iam_are_not_templates_of_terraform_and_tokens_are() -> None:
    home = "arn:aws:s3:::home/${aws:username}/${TfToken[TOKEN.7]}"

    document = json.loads(PolicyDocument({"Resource": home}).json())

    assert document["Statement"] == [{"Resource": "arn:aws:s3:::home/$${aws:username}/${TfToken[TOKEN.7]}"}]


@pytest.mark.parametrize(
    ("arn", "id"),
    [
        ("arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy", "AmazonEKS-CNI-Policy"),
        ("arn:aws-cn:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy", "AmazonEBSCSIDriverPolicy"),
    ],
)
def test_the_use_of_a_managed_policy_is_called_after_it(arn: str, id: str) -> None:
    assert managed_policy_id(arn) == id
