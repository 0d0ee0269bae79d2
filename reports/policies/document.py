"""An IAM policy document as the sets that IAM makes of it, in which order and spelling no longer matter."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeAlias

_EFFECTS = ("Allow", "Deny")


class Part(StrEnum):
    """What a statement is made of; each value names the items of that part in JSON."""

    PRINCIPALS = "principals"
    NOT_PRINCIPALS = "not_principals"
    ACTIONS = "actions"
    NOT_ACTIONS = "not_actions"
    RESOURCES = "resources"
    NOT_RESOURCES = "not_resources"
    CONDITIONS = "conditions"


_LISTS = {
    Part.ACTIONS: "Action",
    Part.NOT_ACTIONS: "NotAction",
    Part.RESOURCES: "Resource",
    Part.NOT_RESOURCES: "NotResource",
}
_PRINCIPALS = {Part.PRINCIPALS: "Principal", Part.NOT_PRINCIPALS: "NotPrincipal"}
_KEYS = {"Sid", "Effect", "Condition", *_LISTS.values(), *_PRINCIPALS.values()}

Items: TypeAlias = frozenset[str]
"""All items of a statement, each with its part in front."""
Parts = Mapping[Part, frozenset[str]]
"""Part to its items; a part that a statement does not have is not there."""


class NoPolicyError(Exception):
    """What was given is no IAM policy document; one line."""


@dataclass(frozen=True)
class Statement:
    """A statement. Two that IAM reads alike have equal effects and parts, whatever their Sid."""

    sid: str | None
    effect: str
    parts: Parts
    """Principals are `Kind id`, conditions `Operator key = value, value`; everything else is as it was written."""

    @cached_property
    def items(self) -> Items:
        """All items of its parts as IAM compares them."""
        return frozenset(compared(part, item) for part, items in self.parts.items() for item in items)


def compared(part: Part, item: str) -> str:
    """An item as IAM compares it: it does not tell upper from lower case in actions."""
    return part + " " + (item.casefold() if part is Part.ACTIONS or part is Part.NOT_ACTIONS else item)


def statements_of(document: object) -> tuple[Statement, ...]:
    """The statements of a document, as `json.loads` gives it; raises `NoPolicyError` where it is none."""
    if not isinstance(document, dict) or "Statement" not in document:
        raise NoPolicyError("is no IAM policy: it has no Statement")
    statements = document["Statement"]
    return tuple(_statement(it) for it in (statements if isinstance(statements, list) else [statements]))


def _statement(given: object) -> Statement:
    if not isinstance(given, dict) or given.get("Effect") not in _EFFECTS:
        raise NoPolicyError("is no IAM policy: a statement has no Effect, Allow or Deny")
    if unknown := sorted(set(map(str, given)) - _KEYS):
        raise NoPolicyError(f"is no IAM policy: a statement has {', '.join(unknown)}, which IAM does not know")
    parts = {part: frozenset(_principals(given[key])) for part, key in _PRINCIPALS.items() if key in given}
    parts |= {part: frozenset(_texts(given[key])) for part, key in _LISTS.items() if key in given}
    parts[Part.CONDITIONS] = frozenset(_conditions(given.get("Condition") or {}))
    sid = given.get("Sid")
    return Statement(
        sid=sid if isinstance(sid, str) and sid else None,
        effect=str(given["Effect"]),
        parts={part: items for part, items in parts.items() if items},
    )


def _texts(value: Any) -> list[str]:  # noqa: ANN401 - as json gives it
    if value is None:
        return []
    values = value if isinstance(value, list) else [value]
    # IAM takes true and 5 for their texts.
    return [it if isinstance(it, str) else str(it).lower() for it in values]


def _principals(value: Any) -> Iterator[str]:  # noqa: ANN401 - as json gives it
    kinds = value if isinstance(value, dict) else {"AWS": value}
    for kind, ids in kinds.items():
        yield from (f"{kind} {it}" for it in _texts(ids))


def _conditions(value: Any) -> Iterator[str]:  # noqa: ANN401 - as json gives it
    if not isinstance(value, dict) or not all(isinstance(tests, dict) for tests in value.values()):
        raise NoPolicyError("is no IAM policy: a Condition is no map of operators to maps")
    for operator, tests in value.items():
        for key, values in tests.items():
            yield f"{operator} {key} = {', '.join(sorted(_texts(values)))}"
