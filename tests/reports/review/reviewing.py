"""Plans as `terraform show -json` has them, and the command that reviews them."""

import json
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from reports.__main__ import main
from tests.synthesis import Json


class Reviewed(NamedTuple):
    """What came of it."""

    status: int
    text: str
    errors: str
    document: Json


def plan(*changes: Json, **sections: Json) -> Json:
    """A plan of one stack."""
    return {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "planned_values": {},
        "resource_changes": list(changes),
        **sections,
    }


def change(address: str, *actions: str, before: Json = None, after: Json = None, **more: Json) -> Json:
    """What a plan does to a resource; `more` goes to Terraform's `change`, but for what stands beside it."""
    beside = {name: more.pop(name) for name in ("action_reason", "previous_address", "deposed", "mode") if name in more}
    return {
        "address": address,
        "mode": "managed",
        "type": address.removeprefix("data.").partition(".")[0],
        **beside,
        "change": {"actions": list(actions), "before": before, "after": after, **more},
    }


def written(folder: Path, plans: Mapping[str, Json]) -> list[str]:
    """A file for each plan, called as its stack."""
    files = [folder / f"{stack}.json" for stack in plans]
    for file, document in zip(files, plans.values(), strict=True):
        file.write_text(json.dumps(document), encoding="utf-8")
    return [str(file) for file in files]


def reviewed(folder: Path, plans: Mapping[str, Json], *options: str) -> Reviewed:
    """The review of some plans, on a day before any allowance ends."""
    return run(folder, [*written(folder, plans), "--on", "2026-11-01", *options])


def run(folder: Path, arguments: Sequence[str]) -> Reviewed:
    """The command, with its document beside its text."""
    document = folder / "review-document"
    with redirect_stdout(StringIO()) as text, redirect_stderr(StringIO()) as errors:
        status = main(["review", "--json", str(document), *arguments])
    said = json.loads(document.read_text(encoding="utf-8")) if status != 1 else None
    return Reviewed(status, text.getvalue(), errors.getvalue(), said)


def gone(address: str, **before: Json) -> Json:
    return change(address, "delete", before=before)


def anew(address: str, *, first: str = "delete", **before: Json) -> Json:
    second = "create" if first == "delete" else "delete"
    return change(address, first, second, before=before, after=before, replace_paths=[["name"]])


def stays(address: str, **values: Json) -> Json:
    return change(address, "no-op", before=values, after=values)


def made(address: str, **values: Json) -> Json:
    return change(address, "create", after=values)


def forgotten(address: str, **values: Json) -> Json:
    return change(address, "forget", before=values)


def guards(review: Reviewed) -> list[tuple[str, str, str | None]]:
    """Address, level and kind of what happens."""
    entries = review.document["stacks"][0]["entries"]
    return [(it["address"], it["level"], it["guard"] and it["guard"]["kind"]) for it in entries]


def entry(folder: Path, *changes: Json, **sections: Json) -> Json:
    """The first entry of a review of these."""
    return reviewed(folder, {"dev": plan(*changes, **sections)}).document["stacks"][0]["entries"][0]


def said(folder: Path, *changes: Json, **sections: Json) -> list[str]:
    """Level and text of the sentences about the first of some changes."""
    return [f"{it['level']}: {it['text']}" for it in entry(folder, *changes, **sections)["sentences"]]


def update(address: str, before: Json, after: Json, **more: Json) -> Json:
    return change(address, "update", before=before, after=after, **more)
