"""Everything stands in the data and in the full text, and is cut in the comment alone."""

from pathlib import Path

import pytest
import yaml

from reports.review.comment import Section
from reports.review.shortening import shortened
from reports.review.words import code, listed
from tests.reports.review.reviewing import Reviewed, change, made, plan, reviewed, said, update
from tests.synthesis import Json

RELEASE = "helm_release.x"
LONG = "#" * 300
NAMES = [f"name-{number:02}" for number in range(14)]
ITEMS = [code(it) for it in NAMES]


def short(line: str) -> str:
    (section,) = shortened([Section("", [f"- a\n{line}\n"], "")])
    return section.entries[0].removeprefix("- a\n").removesuffix("\n")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"a {code(LONG)}", f"a `{'#' * 160}…`"),
        (f"{code(f'{LONG}a{LONG}')} → {code(f'{LONG}b')}", f"`…{'#' * 40}a{'#' * 119}…` → `…{'#' * 40}b`"),
        (f"{code(f'a{LONG}')} → {code('b')}", f"`a{'#' * 159}…` → `b`"),
        (f"{code(f'`{LONG}')}, {code('b')}", f"`` `{'#' * 159}… ``, `b`"),
        (f"{code('a``b')} {code('| `')} {LONG}", f"{code('a``b')} {code('| `')} {LONG}"),
        (
            f"+ {listed(ITEMS)}, - {listed(ITEMS[:2])}",
            f"+ {', '.join(ITEMS[:12])} and 2 more, - {listed(ITEMS[:2])}",
        ),
        (
            f"tags: {listed([f'`{it}` now `1`' for it in NAMES])}.",
            f"tags: {', '.join(f'`{it}` now `1`' for it in NAMES[:12])} and 2 more.",
        ),
        (
            listed([f"`{it}` `1` → (known after apply)" for it in NAMES]),
            f"{', '.join(f'`{it}` `1` → (known after apply)' for it in NAMES[:12])} and 2 more",
        ),
        (", ".join(ITEMS * 3), ", ".join(ITEMS * 3)),
    ],
)
def test_long_values_and_lists_are_cut(line: str, expected: str) -> None:
    """A list without an `and` is one of permissions, of which each counts."""
    assert short(f"{line}{' ' * 160}").rstrip() == expected


def texts(folder: Path, *changes: Json) -> tuple[Reviewed, str]:
    full = folder / "full.md"
    review = reviewed(folder, {"dev": plan(*changes)}, "--full", str(full))
    return review, full.read_text(encoding="utf-8")


def test_the_last_of_many_values_of_a_chart_counts_as_the_first(tmp_path: Path) -> None:
    values = {f"key{number:02}": 1 for number in range(45)}
    opened = {**dict.fromkeys(values, 2), "service": {"loadBalancerSourceRanges": ["0.0.0.0/0"]}}
    done = update(RELEASE, {"values": [yaml.safe_dump(values)]}, {"values": [yaml.safe_dump(opened)]})

    sentences = said(tmp_path, done)

    assert (len(sentences), sentences[-1]) == (
        46,
        'reach: value `service`: now `{"loadBalancerSourceRanges": ["0.0.0.0/0"]}`',
    )


def test_a_list_and_a_value_are_cut_in_the_comment_alone(tmp_path: Path) -> None:
    before, after = ({"values": [yaml.safe_dump(it)]} for it in ({"a": [], "b": f"{LONG}1"}, {"a": NAMES, "b": LONG}))
    lists, value = f"value `a`: + {listed(ITEMS)}", f"value `b`: `{LONG}1` → `{LONG}`"

    review, full = texts(tmp_path, update(RELEASE, before, after))

    (entry,) = review.document["stacks"][0]["entries"]
    assert [it["text"] for it in entry["sentences"]] == [lists, value]
    assert f"  - {lists}\n  - {value}\n" in full
    assert f"  - value `a`: + {', '.join(ITEMS[:12])} and 2 more\n" in review.text
    assert f"  - value `b`: `…{'#' * 40}1` → `…{'#' * 40}`\n" in review.text


def test_a_value_of_another_resource_is_whole_in_the_full_text(tmp_path: Path) -> None:
    review, full = texts(tmp_path, update("aws_x.y", {"a": f"{LONG}1"}, {"a": f"{LONG}2"}))

    assert f"  - `a` `{LONG}1` → `{LONG}2`\n" in full
    assert f"  - `a` `…{'#' * 40}1` → `…{'#' * 40}2`\n" in review.text


@pytest.mark.parametrize(
    ("release", "sentences"),
    [
        (
            made(RELEASE, name="r", values=["a: 1\nb: {c: [x]}"]),
            ["note: `r` installed", "note: value `a`: now `1`", 'note: value `b`: now `{"c": ["x"]}`'],
        ),
        (
            made(RELEASE, name="r", values=["b: {c: [0.0.0.0/0]}\npassword: x"]),
            [
                "note: `r` installed",
                'reach: value `b`: now `{"c": ["0.0.0.0/0"]}`',
                "note: value `password`: now (not shown: by its name it may be secret)",
            ],
        ),
        (
            change(RELEASE, "create", after={"name": "r", "values": []}, after_unknown={"values": [True]}),
            ["note: `r` installed", "note: its values can't be told key by key (known after apply)"],
        ),
        (
            change(RELEASE, "delete", before={"name": "r", "values": ["a: &b 1\nc: *b"]}),
            ["note: `r` uninstalled", "note: its values can't be read: it may have custom resources or volumes"],
        ),
    ],
)
def test_a_release_that_comes_or_goes(release: Json, sentences: list[str], tmp_path: Path) -> None:
    assert said(tmp_path, release) == sentences


def test_what_is_to_be_copied_stays_whole() -> None:
    section = Section("", [f"  - address: ``{'x' * 200}``\n"], "", repeats=True)

    assert shortened([section]) == [section]
