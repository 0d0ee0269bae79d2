"""Two changes have one digest only where they are the same, and none that could betray a secret."""

from pathlib import Path

import pytest

from tests.reports.review.reviewing import change, plan, reviewed
from tests.synthesis import Json


def digest(folder: Path, done: Json) -> str | None:
    (entry,) = reviewed(folder, {"dev": plan(done)}).document["stacks"][0]["entries"]
    found: str | None = entry["digest"]
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            change("aws_eks_access_entry.x", "create", after={"principal_arn": "a"}),
            change("aws_eks_access_entry.x", "create", after={"principal_arn": "b"}),
        ),
        (change("aws_x.y", "delete", before={"id": "a"}), change("aws_x.y", "delete", before={"id": "b"})),
        (
            change("helm_release.x", "create", after={"values": ["a: 1"]}),
            change("helm_release.x", "create", after={"values": ["a: 2"]}),
        ),
        (
            change("aws_x.y", "create", after={}, after_unknown={"a": True}),
            change("aws_x.y", "create", after={"a": None}),
        ),
    ],
)
def test_other_changes_have_other_digests(one: Json, other: Json, tmp_path: Path) -> None:
    assert (digest(tmp_path, one) == digest(tmp_path, one)) is True
    assert len({digest(tmp_path, one), digest(tmp_path, other), None}) == 3


@pytest.mark.parametrize(
    "done",
    [
        change("aws_x.y", "create", after={"a": "hidden"}, after_sensitive={"a": True}),
        change("aws_x.y", "create", after={"password": "hidden"}),
        change("helm_release.x", "update", before={"values": ["password: a"]}, after={"values": ["password: b"]}),
        change("aws_x.y", "create", after={"script": "a\nTOKEN=b: c: d"}),
    ],
)
def test_a_hidden_value_that_changes_has_none(done: Json, tmp_path: Path) -> None:
    assert digest(tmp_path, done) is None


def outputs(folder: Path, before: Json, after: Json, *, sensitive: bool = False) -> list[Json]:
    marks = {"before_sensitive": sensitive, "after_sensitive": sensitive}
    changed = {"o": {"actions": ["update"], "before": before, "after": after, **marks}}
    found: list[Json] = reviewed(folder, {"dev": plan(output_changes=changed)}).document["stacks"][0]["outputs"]
    return found


def test_outputs_have_digests_too(tmp_path: Path) -> None:
    """None where a hidden value changes: two of them would look the same."""
    one, same, other = (outputs(tmp_path, {"a": 1}, {"a": it}) for it in (2, 2, 3))

    assert (one == same, one == other, one[0]["digest"] == other[0]["digest"]) == (True, False, False)
    assert [it["digest"] for it in outputs(tmp_path, "a", "b", sensitive=True)] == [None]
    assert [it["digest"] for it in outputs(tmp_path, {"password": "a"}, {"password": "b"})] == [None]


def test_a_hidden_value_that_stays_is_not_in_it(tmp_path: Path) -> None:
    one, other = (
        change(
            "helm_release.x", "update", before={"values": [f"password: {it}"]}, after={"values": [f"password: {it}"]}
        )
        for it in ("a", "b")
    )

    assert digest(tmp_path, one) == digest(tmp_path, other) is not None
