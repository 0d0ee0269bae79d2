"""One comment and one issue for each environment."""

import pytest

from delivery.posting import _CUT as CUT
from delivery.posting import MOST_CHARACTERS, Action, Post, Posting, comment, drift, mark

BOT = "github-actions[bot]"
BODY = f"{mark('review', 'dev')}\nfine"


def post(number: int, body: str, author: str = BOT) -> Post:
    return Post(number, author, body)


@pytest.mark.parametrize(
    ("existing", "expected"),
    [
        ([], Posting(Action.OPEN, 0, BODY)),
        ([post(3, BODY)], Posting(Action.NOTHING, 3)),
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
    assert comment("dev", "fine", existing, BOT) == expected


ISSUE = f"{mark('drift', 'dev')}\nfine"


@pytest.mark.parametrize(
    ("existing", "has_changes", "expected"),
    [
        ([], True, Posting(Action.OPEN, 0, ISSUE)),
        ([], False, Posting(Action.NOTHING)),
        ([post(3, ISSUE)], True, Posting(Action.NOTHING, 3)),
        ([post(3, f"{mark('drift', 'dev')}\nother")], True, Posting(Action.UPDATE, 3, ISSUE)),
        ([post(3, ISSUE)], False, Posting(Action.CLOSE, 3)),
        ([post(3, ISSUE, author="somebody")], False, Posting(Action.NOTHING)),
    ],
)
def test_the_issue_of_an_environment_lives_as_long_as_its_drift(
    existing: list[Post],
    has_changes: bool,  # noqa: FBT001 - a case
    expected: Posting,
) -> None:
    assert drift("dev", "fine", existing, BOT, has_changes=has_changes) == expected


@pytest.mark.parametrize("letter", ["x", "\N{PARTY POPPER}"])
def test_a_text_that_is_too_long_with_its_mark_is_cut_at_a_line(letter: str) -> None:
    line = f"{letter * 1_000}\n"
    kept = {"x": 65, "\N{PARTY POPPER}": 32}[letter]  # the second one counts twice

    posting = comment("dev", line * 100, [], BOT)

    assert posting.body == f"{mark('review', 'dev')}\n{line * kept}{CUT}"
    assert len(posting.body.encode("utf-16-le")) // 2 <= MOST_CHARACTERS
