"""Policies that say the same, and those that do not."""

import json
from collections.abc import Callable

import pytest

from rehearsal.engine.operations import Operations
from rehearsal.engine.planning import PlannedChange
from rehearsal.engine.values import State, Value
from rehearsal.providers.aws.policy_equivalence import are_equivalent
from rehearsal.providers.aws.provider import AwsInstance

STATEMENT: dict[str, Value] = {
    "Sid": "A",
    "Effect": "Allow",
    "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
    "Action": ["s3:Get*", "s3:Put*"],
    "Resource": ["*"],
    "Condition": {"Bool": {"aws:SecureTransport": "false"}, "StringLike": {"s3:prefix": ["a", "b"]}},
}
OTHER: dict[str, Value] = {"Sid": "B", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}


def policy(*statements: State, version: str = "2012-10-17") -> str:
    return json.dumps({"Version": version, "Statement": statements})


@pytest.mark.parametrize(
    "other",
    [
        json.dumps(json.loads(policy(STATEMENT, OTHER)), indent=4, sort_keys=True),
        policy(OTHER, STATEMENT),
        policy({**STATEMENT, "Action": ["s3:Put*", "s3:Get*"]}, OTHER),
        policy({**STATEMENT, "Resource": "*"}, OTHER),
        policy({**STATEMENT, "Principal": {"AWS": "111122223333"}}, OTHER),
        policy(STATEMENT, {**OTHER, "Principal": {"AWS": ["*"]}}),
        policy(
            {
                **STATEMENT,
                "Condition": {"StringLike": {"s3:prefix": ["b", "a"]}, "Bool": {"aws:SecureTransport": False}},
            },
            OTHER,
        ),
    ],
    ids=["white space", "statements", "actions", "one in a list", "an account", "everybody", "conditions"],
)
def test_the_same_in_other_words(other: str) -> None:
    assert are_equivalent(policy(STATEMENT, OTHER), other)


@pytest.mark.parametrize(
    "other",
    [
        policy(STATEMENT),
        policy(STATEMENT, OTHER, version="2008-10-17"),
        policy({**STATEMENT, "Effect": "Deny"}, OTHER),
        policy({**STATEMENT, "Sid": "C"}, OTHER),
        policy({**STATEMENT, "Action": ["s3:Get*"]}, OTHER),
        policy({**STATEMENT, "Principal": {"Service": "arn:aws:iam::111122223333:root"}}, OTHER),
        policy({**STATEMENT, "Condition": {"Bool": {"aws:SecureTransport": "true"}}}, OTHER),
        "{",
        "[]",
        '{"Statement": 1}',
        '{"Statement": [{"Condition": 1}]}',
    ],
)
def test_something_else(other: str) -> None:
    assert not are_equivalent(policy(STATEMENT, OTHER), other)


TRUST: State = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}


def test_another_wording_plans_nothing_and_another_meaning_does(
    operations: Operations, aws: AwsInstance, create: Callable[[str, State], State]
) -> None:
    role = create("aws_iam_role", {"name": "node", "assume_role_policy": policy(TRUST)})

    def planned(trust: str) -> PlannedChange:
        config = operations.upgraded("aws_iam_role", {"name": "node", "assume_role_policy": trust})
        proposed = {**role, "assume_role_policy": trust}
        return operations.plan(aws, "aws_iam_role", prior=role, config=config, proposed=proposed)

    reworded = policy({**TRUST, "Action": ["sts:AssumeRole"]})
    changed = policy({**TRUST, "Principal": {"Service": "eks.amazonaws.com"}})
    assert planned(reworded) == PlannedChange(role)
    assert planned(changed) == PlannedChange({**role, "assume_role_policy": changed})
