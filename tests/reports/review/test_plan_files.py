"""Files that are no plans: one clear line for each, and status 1."""

import json
from pathlib import Path

import pytest

from reports.review import plan_file
from tests.reports.review.reviewing import change, plan, run

REMEDY = "write it with `terraform show -json SAVED_PLAN`"
WHOLE = json.dumps(plan(change("aws_vpc.x", "create", after={"cidr_block": "10.0.0.0/16"})))
STATE = {"format_version": "1.0", "terraform_version": "1.11.4", "values": {}}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", f"is empty; {REMEDY}"),
        (b" \n", f"is empty; {REMEDY}"),
        (WHOLE[:-20].encode(), f"is not one whole JSON document; it may be cut off, else {REMEDY}"),
        (f"{WHOLE}\n{WHOLE}".encode(), f"is not one whole JSON document; it may be cut off, else {REMEDY}"),
        (b'{"format_version": NaN}', f"is not one whole JSON document; it may be cut off, else {REMEDY}"),
        (b"[]", f"is not a plan; {REMEDY}"),
        (b"Error: no plan", f"is not a plan; {REMEDY}"),
        (b"{}", f"is JSON, but not a plan; {REMEDY}"),
        (json.dumps(STATE).encode(), f"is JSON, but not a plan; {REMEDY}"),
        (b"PK\x03\x04tfplan", f"is the saved plan itself; {REMEDY}"),
        (b"\xff\xfe{", f"is not text in UTF-8; {REMEDY}"),
        (b'{"a":' * 100_000, "is nested too deeply for a plan"),
        (json.dumps(plan(format_version="2.0")).encode(), "has format_version 2.0; only 1.x is read"),
        (json.dumps(plan(format_version="1.x")).encode(), "has format_version 1.x; only 1.x is read"),
        (json.dumps(plan(format_version=1)).encode(), "has no format_version; only 1.x is read"),
        (
            json.dumps(plan(change("aws_vpc.x", "explode"))).encode(),
            "a change does explode; this review knows the plans of Terraform 1.x up to 1.11",
        ),
        (
            json.dumps(plan({"change": {}})).encode(),
            "a change has no address; this review knows the plans of Terraform 1.x up to 1.11",
        ),
        (
            json.dumps(plan(resource_drift={})).encode(),
            "its resource_drift are no list; this review knows the plans of Terraform 1.x up to 1.11",
        ),
    ],
)
def test_a_file_that_is_no_plan(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "dev.json"
    file.write_bytes(content)

    assert run(tmp_path, [str(file)]) == (1, "", f"{file}: {said}\n", None)


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "dev.json"
    with file.open("wb") as huge:
        huge.truncate(plan_file.LARGEST + 1)

    assert run(tmp_path, [str(file)]).errors == f"{file}: has 129 MiB; the largest plan that is read has 128 MiB\n"


def test_all_files_are_named_at_once(tmp_path: Path) -> None:
    good, empty, missing = (tmp_path / name for name in ("dev.json", "prod.json", "none.json"))
    good.write_text(WHOLE)
    empty.touch()
    (tmp_path / "again").mkdir()
    again = tmp_path / "again" / "dev.json"

    assert run(tmp_path, list(map(str, (good, empty, missing, again)))).errors == (
        f"{empty}: is empty; {REMEDY}\n"
        f"{missing}: can't be read: No such file or directory\n"
        f"{again}: there are two files for stack dev; name each as its stack\n"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("allowances: [", ":1: while parsing a flow node"),
        ("- a", ": the file: "),
        ("other: 1", ": other: is not known here"),
        ("allowances: [{stack: a, address: b, change: replace}]", ": allowances.1.reason: is missing"),
        (
            "allowances: [{stack: a, address: b, change: replace, reason: c}]",
            ": allowances.1: needs an end: either `until` (a date) or `base` (a commit)",
        ),
        (
            "allowances: [{stack: a, address: b, change: replace, reason: '', until: 2026-01-01}]",
            ": allowances.1.reason: String should have at least 1 character",
        ),
        (
            "allowances: [{stack: a, address: b, change: create, reason: c, until: 2026-01-01}]",
            ": allowances.1.change: Input should be 'replace', 'destroy' or 'update'",
        ),
        (
            "allowances: [{stack: a, address: b, change: replace, reason: c, until: soon}]",
            ": allowances.1.until: Input should be a valid date",
        ),
        (
            "allowances: [{stack: a, address: b, change: replace, reason: c, base: main}]",
            ": allowances.1.base: String should match pattern",
        ),
        ("allowances: []\nallowances: []", ": allowances: stands twice, on lines 1 and 2; leave one out"),
    ],
)
def test_a_file_of_allowances_with_a_mistake(tmp_path: Path, text: str, said: str) -> None:
    file, allowances = tmp_path / "dev.json", tmp_path / "allowances.yaml"
    file.write_text(WHOLE)
    allowances.write_text(text)

    found = run(tmp_path, [str(file), "--allowances", str(allowances)])

    assert (found.status, found.text) == (1, "")
    assert found.errors.startswith(f"{allowances}{said}")
    assert len(found.errors.splitlines()) == 1


def test_an_empty_file_of_allowances_allows_nothing(tmp_path: Path) -> None:
    file, allowances = tmp_path / "dev.json", tmp_path / "allowances.yaml"
    file.write_text(WHOLE)
    allowances.write_text("# none\n")

    assert run(tmp_path, [str(file), "--allowances", str(allowances)]).status == 0


def test_a_place_that_can_not_be_written(tmp_path: Path) -> None:
    file = tmp_path / "dev.json"
    file.write_text(WHOLE)

    assert run(tmp_path, [str(file), "--full", str(tmp_path / "no" / "text")]).errors == (
        f"{tmp_path}/no/text: can't be written: No such file or directory\n"
    )
