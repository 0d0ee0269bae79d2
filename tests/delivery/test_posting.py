"""One comment and one issue for each environment."""

from dataclasses import replace

import pytest

from delivery.posting import _CUT as CUT
from delivery.posting import MOST_CHARACTERS, Action, Drifted, Post, Posting, comment, drift, mark

BOT = "github-actions[bot]"
HEADING = "`dev` as of c1\n\n"
BODY = f"{mark('review', 'dev')}\n{HEADING}fine"


def post(number: int, body: str, author: str = BOT) -> Post:
    return Post(number, author, body)


@pytest.mark.parametrize(
    ("existing", "expected"),
    [
        ([], Posting(Action.OPEN, 0, BODY)),
        ([post(3, BODY)], Posting(Action.NOTHING, 3)),
        ([post(3, BODY.replace("c1", "c0"))], Posting(Action.UPDATE, 3, BODY)),
        ([post(3, BODY.replace("\n", "\r\n") + "\r\n")], Posting(Action.NOTHING, 3)),
        ([post(3, f"{mark('review', 'dev')}\nold")], Posting(Action.UPDATE, 3, BODY)),
        ([post(9, BODY), post(3, f"{mark('review', 'dev')}\nold")], Posting(Action.UPDATE, 3, BODY)),
        # Another environment's, one that quotes the mark, one by somebody else.
        ([post(3, f"{mark('review', 'dev-eu')}\nfine")], Posting(Action.OPEN, 0, BODY)),
        ([post(3, f"> {BODY}")], Posting(Action.OPEN, 0, BODY)),
        ([post(3, BODY, author="somebody")], Posting(Action.OPEN, 0, BODY)),
    ],
)
def test_the_comment_of_an_environment_is_kept(existing: list[Post], expected: Posting) -> None:
    assert comment("dev", "fine", existing, BOT, commit="c1") == expected


DIFFERENT = "dev: what is there is not what the files say"
OPENED = "dev: somebody changed who can reach or do what"
ISSUE = f"{mark('drift', 'dev')}\n{HEADING}fine"
LOUD = f"""{mark("drift", "dev")}
> [!CAUTION]
> **Outside of Terraform, somebody changed who can reach or do what.** Look at it before anything else.

{HEADING}fine"""
CLEAN = Drifted(has_changes=False, is_opened=False, is_whole=True)
QUIET, ALARMING = replace(CLEAN, has_changes=True), replace(CLEAN, is_opened=True)
PARTIAL = replace(CLEAN, is_whole=False)


@pytest.mark.parametrize(
    ("existing", "drifted", "expected"),
    [
        ([], QUIET, Posting(Action.OPEN, 0, ISSUE, DIFFERENT)),
        ([], CLEAN, Posting(Action.NOTHING)),
        ([post(3, ISSUE)], QUIET, Posting(Action.NOTHING, 3, title=DIFFERENT)),
        ([post(3, f"{mark('drift', 'dev')}\nother")], QUIET, Posting(Action.UPDATE, 3, ISSUE, DIFFERENT)),
        ([post(3, ISSUE)], CLEAN, Posting(Action.CLOSE, 3)),
        ([post(3, ISSUE, author="somebody")], CLEAN, Posting(Action.NOTHING)),
        # Opened by hand, whether the plan notices it or not: an issue that was quiet has to be heard now, once.
        ([], ALARMING, Posting(Action.OPEN, 0, LOUD, OPENED)),
        ([post(3, ISSUE)], ALARMING, Posting(Action.UPDATE, 3, LOUD, OPENED, alarm=True)),
        ([post(3, LOUD.replace("\n", "\r\n"))], ALARMING, Posting(Action.NOTHING, 3, title=OPENED)),
        ([post(3, f"{LOUD} other")], ALARMING, Posting(Action.UPDATE, 3, LOUD, OPENED)),
        ([post(3, LOUD)], QUIET, Posting(Action.UPDATE, 3, ISSUE, DIFFERENT)),
        # Not all was planned: what is not known to be gone is not closed, and nothing is opened for it.
        ([post(3, f"{mark('drift', 'dev')}\nother")], PARTIAL, Posting(Action.UPDATE, 3, ISSUE, DIFFERENT)),
        ([], PARTIAL, Posting(Action.NOTHING)),
        ([], replace(PARTIAL, has_changes=True), Posting(Action.OPEN, 0, ISSUE, DIFFERENT)),
    ],
)
def test_the_issue_of_an_environment_lives_as_long_as_its_drift(
    existing: list[Post], drifted: Drifted, expected: Posting
) -> None:
    assert drift("dev", "fine", existing, BOT, commit="c1", drifted=drifted) == expected


@pytest.mark.parametrize("letter", ["x", "\N{PARTY POPPER}"])
def test_a_text_that_is_too_long_with_its_mark_is_cut_at_a_line(letter: str) -> None:
    line = f"{letter * 1_000}\n"
    kept = {"x": 65, "\N{PARTY POPPER}": 32}[letter]  # the second one counts twice

    posting = comment("dev", line * 100, [], BOT, commit="c1")

    assert posting.body == f"{mark('review', 'dev')}\n{HEADING}{line * kept}{CUT}"
    assert len(posting.body.encode("utf-16-le")) // 2 <= MOST_CHARACTERS
