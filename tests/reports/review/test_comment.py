"""A comment of GitHub's size, safe Markdown, and nothing that is sensitive."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from reports.review.comment import Section, fitted, size, whole
from reports.review.masking import Secrets, masked
from reports.review.values import UNKNOWN, Json, Value, sensitive
from reports.review.words import Words, code, counted, listed
from tests.reports.review.reviewing import change, plan, reviewed

NOTICE = "\n> [!WARNING]\n> **Cut here:** {} more entries do not fit into a comment. It is in FILE.\n"


def section(name: str, *entries: str) -> Section:
    return Section(f"<{name}>", entries, f"</{name}>")


def cut(sections: Sequence[Section], most: int) -> str:
    return fitted(sections, full_text="It is in FILE.", most=most)


def test_what_fits_is_shown_whole() -> None:
    sections = [section("a", "1", "2"), section("b", "3")]

    assert cut(sections, len(whole(sections))) == "<a>12</a><b>3</b>"


def test_what_does_not_fit_is_cut_from_the_end_and_says_so() -> None:
    """A section that is begun is ended, and none follows the cut."""
    sections = [section("a", "1" * 60, "2" * 60, "3" * 60), section("b", "4" * 100), section("c", "5")]

    text = cut(sections, 190)

    assert text == f"<a>{'1' * 60}</a>{NOTICE.format(4)}"
    assert size(text) <= 190


def test_what_repeats_others_does_not_count() -> None:
    sections = [section("a", "1" * 60, "2" * 60), Section("<b>", ["3" * 100], "</b>", repeats=True)]

    assert cut(sections, 200).endswith("> **Cut here:** 1 more entry does not fit into a comment. It is in FILE.\n")
    assert cut(sections, 229).endswith(
        "</a>\n> [!WARNING]\n> **Cut here:** A part of this does not fit into a comment. It is in FILE.\n"
    )


def test_an_entry_alone_does_not_hide_the_others() -> None:
    long = "".join(f"  - line {number} {'x' * 100}\n" for number in range(1000))

    text = cut([section("a", long, "the next one")], 30_000)

    assert "  - 947 more lines are in the full text\nthe next one</a>" in text


def test_characters_count_as_github_counts_them() -> None:
    assert size("aä😀") == 4


def test_thousands_of_changes_fit(tmp_path: Path) -> None:
    """Blocked ones first; the full text has all of them."""
    rest = [change(f"aws_x.y{number:05}", "update", before={"a": 1}, after={"a": 2}) for number in range(2_000)]
    full = tmp_path / "full.md"

    review = reviewed(tmp_path, {"dev": plan(*rest, change("aws_vpc.x", "delete", before={}))}, "--full", str(full))

    assert review.text.startswith(
        "## Plan review: blocked\n\n> [!CAUTION]\n> **Blocked: 1 VPC would be destroyed in `dev`"
    )
    assert 60_000 < size(review.text) <= 65_000
    assert review.text.endswith("do not fit into a comment. The whole review is in the file full.md.\n")
    assert full.read_text(encoding="utf-8").count("aws_x.y") == 2_000


@pytest.mark.parametrize(
    "text", ["`", "a`b``c", "</details>", "a|b", "line\nend", "\u202etxt", "@team", "*b*", "", " ", "\ud800"]
)
def test_code_holds_whatever_it_is_given(text: str) -> None:
    """One span of code and nothing else, also in a table."""
    rows = f"| {code(text)} | b |\n| --- | --- |\n"
    tokens = MarkdownIt("commonmark").enable("table").parse(rows)
    cells = [it for it in tokens if it.type == "inline"]

    assert len(cells) == 2
    assert [it.type for it in cells[0].children or ()] == ["code_inline"]


@pytest.mark.parametrize(
    ("value", "sensitive_mark", "unknown_mark", "expected"),
    [
        ({"a": "x"}, {"a": True}, {}, {"a": sensitive("x")}),
        ({"a": "x"}, True, {}, sensitive({"a": "x"})),
        ({"a": ["x", "y"]}, {"a": [False, True]}, {}, {"a": ["x", sensitive("y")]}),
        ({"a": "x"}, {}, {"b": True}, {"a": "x", "b": UNKNOWN}),
        ({"a": ["x"]}, {}, {"a": [False, True]}, {"a": ["x", UNKNOWN]}),
        ({"a": "x"}, {"a": {"b": True}}, {}, {"a": sensitive("x")}),
        ({"a": {"b": 1}}, {"a": [True]}, {}, {"a": sensitive({"b": 1})}),
        (None, {"a": True}, True, UNKNOWN),
    ],
)
def test_marks(value: Json, sensitive_mark: Json, unknown_mark: Json, expected: Value) -> None:
    assert masked(value, sensitive=sensitive_mark, unknown=unknown_mark) == expected


def test_a_secret_is_found_wherever_it_went() -> None:
    """Whole, or in another text if it is long enough; a short one is part of too many words."""
    secrets = Secrets()
    secrets.add({"long": ["wolfsmilch"], "short": "prod"})
    words = Words(secrets)

    shown = {text: words.plain(text) for text in ("wolfsmilch", "a wolfsmilch b", "prod", "production")}
    assert shown == {
        "wolfsmilch": "(sensitive)",
        "a wolfsmilch b": "(sensitive)",
        "prod": "(sensitive)",
        "production": "production",
    }
    assert words.plain({"a": ["prod"]}) == '{"a": ["(sensitive)"]}'


def test_a_secret_that_changes_is_said_to_change(tmp_path: Path) -> None:
    done = change(
        "aws_x.y",
        "update",
        before={"a": "old", "b": "same"},
        after={"a": "new", "b": "same"},
        before_sensitive={"a": True, "b": True},
        after_sensitive={"a": True, "b": True},
    )

    (entry,) = reviewed(tmp_path, {"dev": plan(done)}).document["stacks"][0]["entries"]
    assert entry["values"] == [{"path": "a", "before": "(sensitive)", "after": "(sensitive)"}]


def test_a_value_that_looks_like_a_mark_is_code(tmp_path: Path) -> None:
    """Only the words of the review itself stand there without being code."""
    injected = "(</details> <!-- @team [x](https://example.com) )"
    done = change("aws_x.y", "update", before={"a": "x"}, after={"a": injected, "b": "(none)"})

    lines = reviewed(tmp_path, {"dev": plan(done)}).text.splitlines()
    assert [it for it in lines if it.startswith("  - ")] == [f"  - `a` `x` → `{injected}`", "  - `b` now `(none)`"]


def test_words() -> None:
    assert [counted(1, "key"), counted(2, "key"), counted(2, "policy"), counted(1_000, "address")] == [
        "1 key",
        "2 keys",
        "2 policies",
        "1,000 addresses",
    ]
    assert [listed(list("abc")), listed(["a"]), listed([]), listed(list("abc"), most=2)] == [
        "a, b and c",
        "a",
        "",
        "a, b and 1 more",
    ]
