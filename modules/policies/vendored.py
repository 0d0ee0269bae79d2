"""Reading a vendored policy: the partition put right, and hardened by a short list of named patches."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from modules.controller_data_error import ControllerDataError
from modules.policy_document import PolicyDocument, Statement

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Patch:
    """A condition for the one statement that allows exactly `actions` without any condition."""

    actions: tuple[str, ...]
    condition: Mapping[str, Mapping[str, str]]

    def apply(self, statements: Sequence[Statement]) -> list[Statement]:
        """The statements with the patch; raises `PatchMissesError` unless it fits exactly one of them."""
        targets = [statement for statement in statements if self._fits(statement)]
        if len(targets) != 1:
            raise PatchMissesError(self, len(targets))
        return [{**it, "Condition": self.condition} if it is targets[0] else it for it in statements]

    def _fits(self, statement: Statement) -> bool:
        allows = statement["Effect"] == "Allow" and statement.get("Action") == list(self.actions)
        return allows and "Condition" not in statement


class VendoredDocument(PolicyDocument):
    """A document of others: as they published it, but for the partition and the patches."""


class PatchMissesError(ControllerDataError):
    """A vendored policy changed so that a hardening patch no longer fits: read the new policy and decide anew."""

    def __init__(self, patch: Patch, targets: int) -> None:
        super().__init__(
            f"{targets} statements allow exactly {patch.actions} without a condition; the patch is for one"
        )


class PolicyNotVendoredError(ControllerDataError):
    """A controller is pinned to a version whose policy nobody has taken over."""

    def __init__(self, file_name: str) -> None:
        super().__init__(
            f"modules/policies has no {file_name}: a controller and its policy move together; take over the policy "
            "that its project publishes with this version, and compare it with the one before by "
            "`python -m reports policy-diff OLD NEW`"
        )


def vendored_policy(
    file_name: str,
    *,
    partition: str,
    placeholders: Mapping[str, str] | None = None,
    patches: Sequence[Patch] = (),
) -> VendoredDocument:
    """The policy in a file of this folder, for a partition, hardened.

    The files carry the ARNs of the partition `aws`, or `${name}` where their project has `placeholders` filled in.
    Raises `PolicyNotVendoredError` where a version has no policy of its own.
    """
    try:
        published = (_FOLDER / file_name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise PolicyNotVendoredError(file_name) from None
    text = published.replace('"arn:aws:', f'"arn:{partition}:')
    for name, value in (placeholders or {}).items():
        text = text.replace(f"${{{name}}}", value)
    statements: Sequence[Statement] = json.loads(text)["Statement"]
    for patch in patches:
        statements = patch.apply(statements)
    return VendoredDocument(*statements)
