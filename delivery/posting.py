"""One comment on a pull request and one issue about drift for each environment, found again by a mark in their text."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

MOST_CHARACTERS = 65_536
"""What GitHub takes as the text of an issue or a comment."""
_CUT = "\n**Cut here.** The workflow's run has the whole review as an artifact.\n"


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
    body = _fitted(f"{its_mark}\n{text}")
    found = _find(its_mark, existing, author)
    if found is None:
        return Posting(Action.OPEN, body=body)
    # GitHub gives line ends back as they came from a browser.
    if found.body.replace("\r\n", "\n").strip() == body.strip():
        return Posting(Action.NOTHING, found.number)
    return Posting(Action.UPDATE, found.number, body)


def _fitted(body: str) -> str:
    """A text that GitHub takes: the review fits by itself, but not always with what is added to it."""
    if _size(body) <= MOST_CHARACTERS:
        return body
    room = MOST_CHARACTERS - _size(_CUT)
    kept = []
    for line in body.splitlines(keepends=True):
        room -= _size(line)
        if room < 0:
            break
        kept.append(line)
    return "".join(kept) + _CUT


def _size(text: str) -> int:
    """Characters as GitHub counts them: those beyond 16 bits twice."""
    return len(text.encode("utf-16-le")) // 2


def _find(its_mark: str, existing: Sequence[Post], author: str) -> Post | None:
    """The oldest, where somebody made two."""
    found = [it for it in existing if it.author == author and it.body.startswith(its_mark)]
    return min(found, key=lambda it: it.number, default=None)
