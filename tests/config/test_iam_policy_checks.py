"""How long a policy of a chart of the user's own may be; what else it may not be stands in `mistakes/policies.yaml`."""

import json

from config.controllers.iam_policy_checks import policy_problems
from config.regions import Region
from config.rules.problem import Problem

REGION = Region("eu-central-1")


def document(characters: int) -> dict[str, object]:
    """A policy of this length without white space, of which it has much."""
    statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::"}
    empty = len(json.dumps({"Version": "2012-10-17", "Statement": [statement]}, separators=(",", ":")))
    return {
        "Version": "2012-10-17",
        "Statement": [{**statement, "Resource": statement["Resource"] + "a " * (characters - empty)}],
    }


def test_white_space_does_not_count() -> None:
    assert list(policy_problems(document(6_144), REGION, ())) == []
    assert list(policy_problems(document(6_145), REGION, ())) == [
        Problem(
            ("Statement",),
            "6,145 characters",
            "are more than the 6,144 that IAM takes; split the policy by purpose",
        )
    ]
