"""One comment on a pull request and one issue about drift for each environment, found again by a mark in their text."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

MOST_CHARACTERS = 65_536
"""What GitHub takes as the text of an issue or a comment."""


class Action(StrEnum):
    """What to do about a post."""

    NOTHING = "nothing"
    OPEN = "open"
    UPDATE = "update"
    CLOSE = "close"


@dataclass(frozen=True)
class Post:
    """A comment, or an issue that is open."""

    number: int
    author: str
    body: str


@dataclass(frozen=True)
class Posting:
    """What to do, with which post (0: a new one), and the text."""

    action: Action
    number: int = 0
    body: str = ""


def mark(kind: str, environment: str) -> str:
    """What is invisible to people and finds a post again."""
    return f"<!-- {kind}: {environment} -->"


def comment(environment: str, review: str, existing: Sequence[Post], author: str) -> Posting:
    """The one comment of an environment: opened once, then kept up to date.

    Only posts of `author` count: anybody could write the mark.
    """
    return _kept(mark("review", environment), review, existing, author)


def drift(environment: str, review: str, existing: Sequence[Post], author: str, *, has_changes: bool) -> Posting:
    """The one issue of an environment: opened with its drift, kept up to date, closed when there is none."""
    if has_changes:
        return _kept(mark("drift", environment), review, existing, author)
    found = _find(mark("drift", environment), existing, author)
    return Posting(Action.CLOSE, found.number) if found else Posting(Action.NOTHING)


def _kept(its_mark: str, text: str, existing: Sequence[Post], author: str) -> Posting:
    body = f"{its_mark}\n{text}"
    if len(body) > MOST_CHARACTERS:
        raise ValueError(f"the text has {len(body)} characters with its mark, and GitHub takes {MOST_CHARACTERS}")
    found = _find(its_mark, existing, author)
    if found is None:
        return Posting(Action.OPEN, body=body)
    # GitHub gives line ends back as they came from a browser.
    if found.body.replace("\r\n", "\n").strip() == body.strip():
        return Posting(Action.NOTHING, found.number)
    return Posting(Action.UPDATE, found.number, body)


def _find(its_mark: str, existing: Sequence[Post], author: str) -> Post | None:
    """The oldest, where somebody made two."""
    found = [it for it in existing if it.author == author and it.body.startswith(its_mark)]
    return min(found, key=lambda it: it.number, default=None)
