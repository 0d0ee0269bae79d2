"""Who may assume a role. The trust in a service account is stated with the identity that uses it."""

import pytest

from modules.policy_document import PolicyDocument
from modules.trust_policies import ServiceAccount, service_trust, service_trust_for_account


@pytest.mark.parametrize(
    ("trust", "sid", "condition"),
    [
        (service_trust("eks.amazonaws.com"), "ServiceAssumesItsRole", {}),
        (
            service_trust_for_account("eks.amazonaws.com", "111122223333"),
            "ServiceAssumesItsRoleForThisAccount",
            {"Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}},
        ),
    ],
    ids=["anywhere", "for this account"],
)
def test_a_service_and_nobody_else(trust: PolicyDocument, sid: str, condition: dict[str, object]) -> None:
    assert trust.statements == (
        {
            "Sid": sid,
            "Effect": "Allow",
            "Principal": {"Service": "eks.amazonaws.com"},
            "Action": "sts:AssumeRole",
            **condition,
        },
    )


def test_a_service_account_is_known_by_namespace_and_name() -> None:
    assert ServiceAccount("kube-system", "aws-node").subject == "system:serviceaccount:kube-system:aws-node"
