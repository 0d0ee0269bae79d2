"""Files that are no plans: one clear line for each, and status 1."""

import json
from datetime import date
from pathlib import Path

import pytest

from reports.review import plan_file
from reports.review.allowances import read_allowances
from tests.reports.review.reviewing import change, plan, run

REMEDY = "write it with `terraform show -json SAVED_PLAN`"
WHOLE = json.dumps(plan(change("aws_vpc.x", "create", after={"cidr_block": "10.0.0.0/16"})))
CHANGE = "change: replace, reason: c, until: 2026-11-01"
GOOD = f"address: b.c, {CHANGE}"
FIRST = "# one\nallowances:\n  - {stack: a, address: b.c, change: replace, until: 2026-11-01,\n"
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
            json.dumps(plan({**change("aws_eks_cluster.x", "delete", before={}), "type": ""})).encode(),
            "a change has no type; this review knows the plans of Terraform 1.x up to 1.11",
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


def test_a_mark_of_the_byte_order_is_no_mistake(tmp_path: Path) -> None:
    """As some shells write it in front of what they redirect."""
    file = tmp_path / "dev.json"
    file.write_text(WHOLE, encoding="utf-8-sig")

    assert run(tmp_path, [str(file)])[::2] == (0, "")


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
        ("- a", ":1: the file: has no keys of its own; docs/plan-review.md shows"),
        ("\nother: 1", ":2: other: is not known here"),
        ("allowances: {a: b}", ":1: allowances: is no list; begin each allowance with a dash"),
        ("allowances: [a]", ":1: allowances.1: has no keys of its own"),
        ("\nallowances:\n- {stack: a, address: b.c, change: replace}", ":3: allowances.1.reason: is missing"),
        (
            "allowances: [{stack: a, address: b.c, change: replace, reason: c}]",
            ":1: allowances.1: needs an end: either `until` (a date) or `base` (a commit)",
        ),
        (
            "allowances: [{stack: a, address: b.c, change: create, reason: c, until: 2026-11-01}]",
            ":1: allowances.1.change: is none of replace, destroy and update",
        ),
        (
            "allowances: [{stack: a, address: b.c, change: replace, reason: c, base: main}]",
            ":1: allowances.1.base: is no commit; write all 40 digits of its hash",
        ),
        (f"allowances: [{{stack: 5, {GOOD}}}]", ":1: allowances.1.stack: is no text; put it in quotes"),
        *(
            (
                f"{FIRST}     reason: {json.dumps(reason)}}}",
                f":4: allowances.1.reason: {said}",
            )
            for reason, said in (
                ("", "is empty; write it for whoever reviews this"),
                (" ", "is empty; write it for whoever reviews this"),
                ("fine \u202egnihton", "holds characters that nobody sees"),
            )
        ),
        *(
            (
                f"allowances:\n  - {{stack: a, address: b.c, change: replace, reason: c, until: {until}}}",
                f":2: allowances.1.until: {said}",
            )
            for until, said in (
                ("soon", "is no date; write year, month and day, as 2026-11-30"),
                ("2026-02-30", "is no date"),
                ("20261130", "is no date"),
                ("'20261130'", "is no date"),
                ("1796000000", "is no date"),
                ("2026-11-30T00:00:00", "is no date"),
                ("2027-01-31", "is more than 90 days ahead; the last day can be 2027-01-30"),
            )
        ),
        *(
            (
                f"allowances:\n  - {{stack: a, address: {json.dumps(address)}, {CHANGE}}}",
                ":2: allowances.1.address: is not the address of one resource; copy it from the review",
            )
            for address in ("b", "aws_subnet.*", "aws_subnet.a, aws_subnet.b", " aws_subnet.a", "aws_subnet.a[*]")
        ),
        ("allowances: []\nallowances: []", ":1: allowances: stands twice, on lines 1 and 2; leave one out"),
    ],
)
def test_a_file_of_allowances_with_a_mistake(tmp_path: Path, text: str, said: str) -> None:
    file, allowances = tmp_path / "dev.json", tmp_path / "allowances.yaml"
    file.write_text(WHOLE)
    allowances.write_text(text)

    found = run(tmp_path, [str(file), "--allowances", str(allowances), "--on", "2026-11-01"])

    assert (found.status, found.text) == (1, "")
    assert found.errors.startswith(f"{allowances}{said}")
    assert len(found.errors.splitlines()) == 1


@pytest.mark.parametrize(
    "address",
    ["aws_subnet.a-b_1", 'aws_subnet.a["b]c\\"d"]', "module.a.module.b[0].aws_x.c[1]", 'module.a["x"].aws_x.c'],
)
@pytest.mark.parametrize("until", ["2026-01-01", "2027-01-30"])
def test_an_allowance_names_one_resource_by_any_address_of_terraform(tmp_path: Path, address: str, until: str) -> None:
    """And ends within 90 days, or has ended."""
    file = tmp_path / "allowances.yaml"
    one = {"stack": "a", "address": address, "change": "replace", "reason": "c", "until": until}
    file.write_text(json.dumps({"allowances": [one]}))

    (found,) = read_allowances(file, on=date(2026, 11, 1), base=None).all
    assert (found.address, found.until) == (address, date.fromisoformat(until))


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
