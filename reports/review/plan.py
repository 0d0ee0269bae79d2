"""A saved plan, as far as a review speaks of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from reports.review.values import Value


class Action(StrEnum):
    """What a plan does to a resource. Import and move come on top of it."""

    CREATE = "create"
    UPDATE = "update"
    REPLACE = "replace"
    DESTROY = "destroy"
    FORGET = "forget"
    """The state drops it, and it stays in AWS."""
    READ = "read"
    """A data source that is read during the apply."""
    NOTHING = "unchanged"


@dataclass(frozen=True)
class Change:
    """What happens to one resource. Sensitive and unknown values are marks already."""

    stack: str
    address: str
    type: str
    action: Action
    before: Value = None
    after: Value = None
    creates_first: bool = False
    """Of a replacement: the new object is made before the old one goes."""
    forced_by: tuple[tuple[str | int, ...], ...] = ()
    """Paths of the attributes that force a replacement."""
    reason: str = ""
    """Terraform's word for why, such as `replace_because_tainted`."""
    moved_from: str | None = None
    imported_id: str | None = None
    deposed: bool = False
    """An old object that an interrupted replacement left behind."""
    roles: frozenset[str] = frozenset()
    """ARNs and names of IAM roles that it works with after the apply."""


@dataclass(frozen=True)
class OutputChange:
    """An output of a stack that changes."""

    name: str
    before: Value
    after: Value


@dataclass(frozen=True)
class StateRead:
    """A state that a stack reads by `terraform_remote_state`."""

    state: str
    """The last part of its place, without an extension: `dev-network` or, in S3, `network`."""
    outputs: frozenset[str]


@dataclass(frozen=True)
class Plan:
    """The saved plan of one stack."""

    stack: str
    changes: tuple[Change, ...]
    drift: tuple[Change, ...] = ()
    """What happened outside of Terraform since the last apply."""
    outputs: tuple[OutputChange, ...] = ()
    reads: tuple[StateRead, ...] = ()
    moving: tuple[str, ...] = ()
    """Data sources of which somebody else decides the result."""
    moved_by: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    """Resource to its arguments that come from such a data source, with its address."""
    accounts: frozenset[str] = frozenset()
    """The AWS accounts that this stack works in, as far as the plan says it."""
    is_whole: bool = True
    """False where Terraform gave up while it planned."""
    is_complete: bool = True
    """False where something is left for another plan, as with `-target`."""
