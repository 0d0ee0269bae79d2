"""What differs between two policies, statement by statement, and what that allows that was not allowed before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase

from reports.policies.document import Part, Parts, Statement

_ALIKE = 1 / 3
"""Share of common items from which on two statements without a common Sid are one that was changed."""

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
        statements=tuple(_differences(old, new)),
    )


def _allowed(statements: Sequence[Statement]) -> list[str]:
    allowing = [it.parts for it in statements if it.effect == "Allow"]
    # What `NotAction` leaves out is named in the statement: here it counts as everything.
    return [action for parts in allowing for action in parts.get(Part.ACTIONS, ("*",))]


def _not_covered(actions: Sequence[str], by: Sequence[str]) -> tuple[str, ...]:
    """IAM does not tell upper from lower case in actions."""
    patterns = [it.casefold() for it in by]
    return tuple(sorted({it for it in actions if not any(fnmatchcase(it.casefold(), one) for one in patterns)}))


def _differences(old: Sequence[Statement], new: Sequence[Statement]) -> Iterator[StatementDifference]:
    pairs = _pairs(old, new)
    for place, statement in enumerate(new):
        partner = pairs.get(place)
        change = Change.ADDED if partner is None else Change.CHANGED
        before: Parts = {} if partner is None else old[partner].parts
        added, removed = _less(statement.parts, before), _less(before, statement.parts)
        if added or removed:
            yield StatementDifference(_name(statement, place), statement.effect, change, added, removed)
    for place, statement in enumerate(old):
        if place not in pairs.values():
            gone = _less(statement.parts, {})
            yield StatementDifference(_name(statement, place), statement.effect, Change.REMOVED, {}, gone)


def _pairs(old: Sequence[Statement], new: Sequence[Statement]) -> dict[int, int]:
    """Place in the new policy to the place in the old one: equal ones first, then by Sid, then the most alike."""
    pairs: dict[int, int] = {}
    ranked = sorted(
        (-_likeness(old[before], new[after]), after, before)
        for after in range(len(new))
        for before in range(len(old))
        if _likeness(old[before], new[after]) >= _ALIKE
    )
    for _, after, before in ranked:
        if after not in pairs and before not in pairs.values():
            pairs[after] = before
    return pairs


def _likeness(old: Statement, new: Statement) -> float:
    """From 0 to 1 by common items, 2 for a common Sid, 3 for what IAM reads alike; 0 for another effect."""
    if old.effect != new.effect:
        return 0
    one, other = _items(old.parts), _items(new.parts)
    if one == other:
        return 3
    if old.sid is not None and old.sid == new.sid:
        return 2
    return len(one & other) / len(one | other)


def _items(parts: Parts) -> set[tuple[Part, str]]:
    return {(part, _compared(part, item)) for part, items in parts.items() for item in items}


def _less(parts: Parts, others: Parts) -> dict[Part, tuple[str, ...]]:
    """The items of `parts` that are not among `others`."""
    there = _items(others)
    left = {
        part: sorted(it for it in items if (part, _compared(part, it)) not in there) for part, items in parts.items()
    }
    return {part: tuple(items) for part, items in left.items() if items}


def _compared(part: Part, item: str) -> str:
    return item.casefold() if part in {Part.ACTIONS, Part.NOT_ACTIONS} else item


def _name(statement: Statement, place: int) -> str:
    return statement.sid or f"statement {place + 1}"
