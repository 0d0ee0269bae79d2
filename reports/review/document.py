"""The review as data: what `--json` writes, field by field. docs/plan-review.md explains it.

A field that goes or changes its meaning makes the first number of the version larger, a new one the second.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from reports.review.plan import Action

VERSION: Final = "1.2"


class Verdict(StrEnum):
    """What a review comes to."""

    BLOCKED = "blocked"
    CHANGES = "changes"
    UNCHANGED = "unchanged"


class Level(StrEnum):
    """How much something deserves to be looked at, in the order of the review."""

    BLOCKED = "blocked"
    ALLOWED = "allowed"
    REACH = "reach"
    LOSS = "loss"
    NOTE = "note"
    ROUTINE = "routine"
    TAGS = "tags"


@dataclass(frozen=True)
class Counts:
    """How many resources a plan speaks of, by what it does to them; `imports` and `moves` come on top."""

    create: int = 0
    update: int = 0
    replace: int = 0
    destroy: int = 0
    forget: int = 0
    read: int = 0
    unchanged: int = 0
    imports: int = 0
    moves: int = 0


@dataclass(frozen=True)
class ValueChange:
    """A value before and after, on one line; null where there is none."""

    path: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class OutputChange(ValueChange):
    """An output, or a part of one, that changes."""

    digest: str | None = None
    """Equal for equal changes; null where a hidden value comes or changes."""


@dataclass(frozen=True)
class Sentence:
    """What a change means, in Markdown."""

    level: Level
    text: str


@dataclass(frozen=True)
class GuardedBy:
    """Why a change needs an allowance."""

    kind: str
    loss: str


@dataclass(frozen=True)
class AllowedBy:
    """The allowance that covers a change."""

    reason: str
    end: str


@dataclass(frozen=True)
class Entry:
    """What happens to one resource."""

    address: str
    type: str
    action: Action
    creates_first: bool
    level: Level
    guard: GuardedBy | None = None
    allowance: AllowedBy | None = None
    forced_by: tuple[ValueChange, ...] = ()
    circumstances: tuple[str, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    values: tuple[ValueChange, ...] = ()
    tags: tuple[ValueChange, ...] = ()
    known_after_apply: tuple[str, ...] = ()
    digest: str | None = None
    """Equal for equal changes; null where a hidden value comes or changes."""


@dataclass(frozen=True)
class Drift:
    """What happened to a resource outside of Terraform."""

    address: str
    is_gone: bool
    is_undone: bool
    """Whether the plan sets something of it back."""
    is_echo: bool
    """Whether AWS only repeats there what this stack made; the text leaves it out."""
    values: tuple[ValueChange, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    """Who can reach or do what because of it."""


@dataclass(frozen=True)
class StackReview:
    """One plan."""

    name: str
    is_whole: bool
    is_complete: bool
    counts: Counts
    entries: tuple[Entry, ...] = ()
    outputs: tuple[OutputChange, ...] = ()
    drift: tuple[Drift, ...] = ()
    moves_by_itself: tuple[str, ...] = ()


@dataclass(frozen=True)
class Consequence:
    """A stack that reads what another one changes."""

    producer: str
    consumer: str
    outputs: tuple[str, ...]


@dataclass(frozen=True)
class AllowanceReport:
    """An allowance that does not count here, and why."""

    stack: str
    address: str
    change: str
    why: str


@dataclass(frozen=True)
class Review:
    """All of it."""

    review_version: str
    verdict: Verdict
    counts: Counts
    stacks: tuple[StackReview, ...]
    consequences: tuple[Consequence, ...] = ()
    idle_allowances: tuple[AllowanceReport, ...] = ()
