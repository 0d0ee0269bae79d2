"""An IAM policy document: statements as plain data, serialized in one way."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from modules.template_text import literal

Statement = Mapping[str, object]
"""One statement, with IAM's own keys."""

POLICY_VERSION = "2012-10-17"


@dataclass(frozen=True)
class PolicyDocument:
    """The statements of a policy, in the order in which a reviewer reads them."""

    statements: tuple[Statement, ...]

    def __init__(self, *statements: Statement) -> None:
        object.__setattr__(self, "statements", statements)

    def json(self) -> str:
        """The document as JSON text for Terraform; IAM's own variables, such as `${aws:username}`, stay what they are.

        Tokens may stand in values and in keys, which `Fn.jsonencode` would break.
        """
        return literal(json.dumps({"Version": POLICY_VERSION, "Statement": self.statements}, separators=(",", ":")))


def managed_policy_id(arn: str) -> str:
    """A construct id for the use of a policy that AWS manages: its name, in the form of an id."""
    return arn.rsplit("/", 1)[-1].replace("_", "-")
