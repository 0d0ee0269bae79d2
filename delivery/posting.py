"""One comment on a pull request and one issue about drift for each environment, found again by a mark in their text."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

MOST_CHARACTERS = 65_536
"""What GitHub takes as the text of an issue or a comment."""
_DIFFERENT = "what is there is not what the files say"
_OPENED = "somebody changed who can reach or do what"
_ALARM = """\
> [!CAUTION]
> **Outside of Terraform, somebody changed who can reach or do what.** Look at it before anything else.

"""
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
    title: str = ""
    """Of an issue."""
    alarm: bool = False
    """Whether an issue that was quiet until now has to be heard: nobody is told of what is edited."""


def mark(kind: str, environment: str) -> str:
    """What is invisible to people and finds a post again."""
    return f"<!-- {kind}: {environment} -->"


def comment(environment: str, review: str, existing: Sequence[Post], author: str, *, commit: str) -> Posting:
    """The one comment of an environment: opened once, then kept up to date. It names the commit that was planned.

    Only posts of `author` count: anybody could write the mark.
    """
    return _kept(mark("review", environment), f"{_heading(environment, commit)}{review}", existing, author)


@dataclass(frozen=True)
class Drifted:
    """What was found when an environment was planned that nobody has changed.

    Attributes:
        has_changes: some plan is not empty.
        is_opened: somebody changed who can reach or do what. The plan may be empty all the same.
        is_whole: every stack could be planned.
    """

    has_changes: bool
    is_opened: bool
    is_whole: bool


def drift(
    environment: str, review: str, existing: Sequence[Post], author: str, *, commit: str, drifted: Drifted
) -> Posting:
    """The one issue of an environment: kept up to date while there is drift, closed when all was planned and clean."""
    its_mark = mark("drift", environment)
    found = _find(its_mark, existing, author)
    if not drifted.has_changes and not drifted.is_opened and (drifted.is_whole or not found):
        return Posting(Action.CLOSE, found.number) if found else Posting(Action.NOTHING)
    text = f"{_ALARM if drifted.is_opened else ''}{_heading(environment, commit)}{review}"
    posting = _kept(its_mark, text, existing, author)
    return replace(
        posting,
        title=f"{environment}: {_OPENED if drifted.is_opened else _DIFFERENT}",
        alarm=drifted.is_opened and found is not None and _ALARM.strip() not in found.body.replace("\r\n", "\n"),
    )


def _heading(environment: str, commit: str) -> str:
    """GitHub makes a link of a commit that stands alone."""
    return f"`{environment}` as of {commit}\n\n"


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
