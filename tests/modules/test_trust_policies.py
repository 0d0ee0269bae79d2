"""Who may assume a role. The trust in a service account is stated with the identity that uses it."""

import pytest

from config.controllers.identity import Identity
from modules.policy_document import PolicyDocument
from modules.trust_policies import (
    ClusterIdentity,
    OidcIdentityProvider,
    ServiceAccount,
    pod_identity_trust,
    service_account_trust,
    service_trust,
    service_trust_for_account,
    workload_trust,
)

CLUSTER = ClusterIdentity(
    provider=OidcIdentityProvider(arn="arn:aws:iam::111122223333:oidc-provider/issuer", issuer="issuer"),
    cluster_arn="arn:aws:eks:eu-central-1:111122223333:cluster/dev",
)
ACCOUNT = ServiceAccount("external-dns", "external-dns")
BY_TOKEN = service_account_trust(CLUSTER.provider, ACCOUNT).statements
BY_ASSOCIATION = pod_identity_trust(CLUSTER.cluster_arn, ACCOUNT).statements


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


def test_pod_identity_may_hand_out_a_role_for_one_service_account_of_one_cluster_only() -> None:
    assert BY_ASSOCIATION == (
        {
            "Sid": "PodIdentityOfOneServiceAccountAssumesItsRole",
            "Effect": "Allow",
            "Principal": {"Service": "pods.eks.amazonaws.com"},
            "Action": ["sts:AssumeRole", "sts:TagSession"],
            "Condition": {
                "StringEquals": {
                    "aws:RequestTag/eks-cluster-arn": "arn:aws:eks:eu-central-1:111122223333:cluster/dev",
                    "aws:RequestTag/kubernetes-namespace": "external-dns",
                    "aws:RequestTag/kubernetes-service-account": "external-dns",
                }
            },
        },
    )


@pytest.mark.parametrize(
    ("identity", "statements"),
    [
        (Identity.IRSA, BY_TOKEN),
        (Identity.MOVING_TO_POD_IDENTITY, (*BY_TOKEN, *BY_ASSOCIATION)),
        (Identity.POD_IDENTITY, BY_ASSOCIATION),
    ],
)
def test_both_ways_are_trusted_only_while_pods_move(identity: Identity, statements: tuple[object, ...]) -> None:
    assert workload_trust(identity, CLUSTER, ACCOUNT).statements == statements
