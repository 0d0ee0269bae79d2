"""What differs between two policies, statement by statement, and what that allows that was not allowed before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase

from reports.policies.document import Items, Part, Parts, Statement, compared
from reports.policies.pairing import pairs

_NARROWING = {Part.CONDITIONS, Part.NOT_PRINCIPALS, Part.NOT_ACTIONS, Part.NOT_RESOURCES}
"""Parts that make a statement say less with each item."""


class Change(StrEnum):
    """What happened to a statement."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class StatementDifference:
    """A statement that is not in both policies as it is."""

    name: str
    """Its Sid, else its place, counted from 1 (`statement 3`): in the new policy where it is there."""
    effect: str
    change: Change
    added: Mapping[Part, tuple[str, ...]]
    removed: Mapping[Part, tuple[str, ...]]
    parts: Parts
    """All of it, as it is in the new policy, or was in the old one."""

    @property
    def widens(self) -> bool:
        """Whether something may be allowed that was not before: by more of anything, or by an exception less."""
        gained, lost = (self.added, self.removed) if self.effect == "Allow" else (self.removed, self.added)
        match self.change:
            case Change.ADDED:
                return self.effect == "Allow"
            case Change.REMOVED:
                return self.effect == "Deny"
        return bool(gained.keys() - _NARROWING or lost.keys() & _NARROWING)


@dataclass(frozen=True)
class PolicyDifference:
    """What differs between two policies; nothing at all where IAM reads them alike."""

    newly_allowed: tuple[str, ...]
    """Actions that no statement allowed before, not even by a wildcard; resources and conditions left aside."""
    no_longer_allowed: tuple[str, ...]
    statements: tuple[StatementDifference, ...]

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.statements)


def difference(old: Sequence[Statement], new: Sequence[Statement]) -> PolicyDifference:
    """What `new` has that `old` has not, and the other way round."""
    before, after = _allowed(old), _allowed(new)
    return PolicyDifference(
        newly_allowed=_not_covered(after, before),
        no_longer_allowed=_not_covered(before, after),
        statements=tuple(statement_differences(old, new)),
    )


def statement_differences(old: Sequence[Statement], new: Sequence[Statement]) -> Iterator[StatementDifference]:
    """The statements that are not in both: of the new policy in its order, then what only the old one has."""
    former = pairs(old, new)
    for place, statement in enumerate(new):
        partner = former.get(place)
        change = Change.ADDED if partner is None else Change.CHANGED
        there = frozenset[str]() if partner is None else old[partner].items
        if statement.items != there:
            added = _less(statement.parts, there)
            removed = {} if partner is None else _less(old[partner].parts, statement.items)
            yield StatementDifference(
                _name(statement, place), statement.effect, change, added, removed, statement.parts
            )
    there_still = set(former.values())
    for place, statement in enumerate(old):
        if place not in there_still:
            gone = _less(statement.parts, frozenset())
            yield StatementDifference(
                _name(statement, place), statement.effect, Change.REMOVED, {}, gone, statement.parts
            )


def _allowed(statements: Sequence[Statement]) -> list[str]:
    allowing = [it.parts for it in statements if it.effect == "Allow"]
    # What `NotAction` leaves out is named in the statement: here it counts as everything.
    return [action for parts in allowing for action in parts.get(Part.ACTIONS, ("*",))]


def _not_covered(actions: Sequence[str], by: Sequence[str]) -> tuple[str, ...]:
    """IAM does not tell upper from lower case in actions."""
    patterns = [it.casefold() for it in by]
    return tuple(sorted({it for it in actions if not any(fnmatchcase(it.casefold(), one) for one in patterns)}))


def _less(parts: Parts, others: Items) -> dict[Part, tuple[str, ...]]:
    """The items of `parts` that are not among `others`."""
    left = {part: sorted(it for it in items if compared(part, it) not in others) for part, items in parts.items()}
    return {part: tuple(items) for part, items in left.items() if items}


def _name(statement: Statement, place: int) -> str:
    return statement.sid or f"statement {place + 1}"
