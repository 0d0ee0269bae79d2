"""Whatever stands in a plan: no crash, no secret in the output, and numbers that add up."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, TypeAlias

import jsonschema_rs
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reports.review.comment import size
from reports.review.schema import schema
from tests.reports.review.reviewing import Reviewed, change, plan, run
from tests.synthesis import Json

SECRET = "hunter2-Wolfsmilch\n\"'`"  # noqa: S105 - it stands for all of them
SHOWN = ("hunter2", "Wolfsmilch")
FITS = jsonschema_rs.validator_for(json.loads(schema()))

Marked: TypeAlias = tuple[Json, Json]
"""A value, and Terraform's mark beside it: true where it is sensitive."""

TEXTS = st.one_of(
    st.sampled_from(
        [
            "0.0.0.0/0",
            "1.33",
            "1.35",
            "arn:aws:iam::111122223333:role/x",
            '{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}',
            '{"Statement": 5}',
            "crds: {enabled: true}",
            "a: [1, &x {b: .nan}, !!set {c, d}, 2026-01-01]",
            "`<details>|\n@team",
            "(</details> <!-- @team ![](x))",
            "( --> @team)",
            "\ud800\u202e",
        ]
    ),
    st.text(max_size=8),
)
NAMES = st.sampled_from(
    [
        "access_scope",
        "address",
        "arn",
        "cidr_blocks",
        "cluster_name",
        "from_port",
        "gateway_id",
        "ingress",
        "inline_policy",
        "metadata_options",
        "name",
        "node_group_name",
        "password",
        "policy",
        "policy_arn",
        "protocol",
        "principal_arn",
        "public_access_cidrs",
        "role",
        "route",
        "rule",
        "set",
        "tags",
        "value",
        "values",
        "version",
        "vpc_config",
        SECRET,
    ]
)
TYPES = st.sampled_from(
    [
        "aws_eks_access_entry",
        "aws_eks_access_policy_association",
        "aws_eks_addon",
        "aws_eks_cluster",
        "aws_eks_node_group",
        "aws_iam_policy",
        "aws_iam_role",
        "aws_launch_template",
        "aws_network_acl",
        "aws_route_table",
        "aws_s3_bucket_lifecycle_configuration",
        "aws_security_group",
        "aws_security_group_rule",
        "aws_subnet",
        "aws_x",
        "helm_release",
    ]
)
ACTIONS = st.sampled_from(
    [["no-op"], ["create"], ["update"], ["delete"], ["delete", "create"], ["create", "delete"], ["forget"], ["read"]]
)


def unmarked(values: st.SearchStrategy[Json]) -> st.SearchStrategy[Marked]:
    return values.map(lambda value: (value, False))


# A secret that is marked, and copies of it that Terraform has lost sight of.
LEAVES = st.one_of(
    unmarked(st.none() | st.booleans() | st.integers(-5, 5) | st.floats(allow_nan=False, allow_infinity=False) | TEXTS),
    st.just((SECRET, True)),
    unmarked(st.sampled_from([SECRET, f"a {SECRET} b", json.dumps({"a": SECRET}), f"a: {json.dumps(SECRET)}"])),
)


def together(children: st.SearchStrategy[Marked]) -> st.SearchStrategy[Marked]:
    lists = st.lists(children, max_size=3).map(lambda them: ([it for it, _ in them], [mark for _, mark in them]))
    return lists | objects(children)


def objects(children: st.SearchStrategy[Marked]) -> st.SearchStrategy[Marked]:
    return st.dictionaries(NAMES, children, max_size=4).map(
        lambda them: ({key: it for key, (it, _) in them.items()}, {key: mark for key, (_, mark) in them.items()})
    )


VALUES = objects(st.recursive(LEAVES, together, max_leaves=8))
MARKS = st.recursive(
    st.booleans(), lambda inner: st.dictionaries(NAMES, inner, max_size=2) | st.lists(inner, max_size=2)
)


@st.composite
def changes(draw: st.DrawFn) -> Json:
    """What happens to a resource, with everything that Terraform may say of it."""
    (before, before_sensitive), (after, after_sensitive) = draw(VALUES), draw(VALUES)
    type_name, actions = draw(TYPES), draw(ACTIONS)
    change = {
        "actions": actions,
        "before": None if actions == ["create"] else before,
        "after": None if actions == ["delete"] else after,
        "before_sensitive": before_sensitive,
        "after_sensitive": after_sensitive,
        "after_unknown": draw(MARKS),
        "replace_paths": draw(st.lists(st.lists(NAMES | st.integers(0, 2), max_size=3), max_size=2)),
    }
    moved = draw(st.sampled_from([{}, {"previous_address": "aws_x.old"}, {"action_reason": "replace_because_tainted"}]))
    return {"mode": "managed", "type": type_name, **moved, "change": change}


def placed(several: list[Json]) -> list[Json]:
    """Each at an address of its own."""
    return [{"address": f'{it["type"]}.x["{number}{SECRET}"]', **it} for number, it in enumerate(several)]


SEVERAL = st.lists(changes(), max_size=5).map(placed)
OUTPUTS = st.dictionaries(
    NAMES,
    VALUES.map(
        lambda it: {
            "actions": ["update"],
            "before": {},
            "after": it[0],
            "before_sensitive": {},
            "after_sensitive": it[1],
        }
    ),
    max_size=2,
)
# One marked place for each copy: else nobody could know that it is a secret.
KNOWN = {"mode": "data", "address": "data.x.known", "type": "x"}
KNOWN["change"] = {"actions": ["no-op"], "before": SECRET, "after": SECRET, "before_sensitive": True}  # type: ignore[assignment] # JSON


class Everything(NamedTuple):
    """What a review wrote, in all places."""

    review: Reviewed
    full: str


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("plans")


def reviewed(folder: Path, plans: Mapping[str, Json]) -> Everything:
    for stack, document in plans.items():
        (folder / f"{stack}.json").write_text(json.dumps(document), encoding="utf-8")
    files = [str(folder / f"{stack}.json") for stack in plans]
    review = run(folder, [*files, "--full", str(folder / "full.md")])
    return Everything(review, (folder / "full.md").read_text(encoding="utf-8"))


@example(
    several=[change("aws_x.x", "update", before={"name": "x"}, after={"name": "(<!-- @team)"})], drift=[], outputs={}
)
@given(several=SEVERAL, drift=SEVERAL, outputs=OUTPUTS)
def test_any_plan_is_reviewed(folder: Path, several: list[Json], drift: list[Json], outputs: Json) -> None:
    first = plan(KNOWN, *several, resource_drift=drift, output_changes=outputs)
    review, full = reviewed(folder, {"dev-a": first, "dev-b": plan(*several)})

    assert review.status in {0, 2}
    assert [it for it in SHOWN if it in review.text + full + json.dumps(review.document)] == []
    assert [line for line in (review.text + full).splitlines() if "@team" in without_code(line)] == []
    assert size(review.text) <= 65_000
    assert review.text.count("\n<details>") == review.text.count("\n</details>\n")
    FITS.validate(review.document)
    assert_it_adds_up(review, {"dev-a": len(several) + 1, "dev-b": len(several)})


def without_code(line: str) -> str:
    """What Markdown would interpret."""
    return re.sub(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", "", line)


def assert_it_adds_up(review: Reviewed, resources: Mapping[str, int]) -> None:
    on_top = {"imports", "moves"}
    counts = {it["name"]: it["counts"] for it in review.document["stacks"]}
    assert {
        name: sum(number for kind, number in of_it.items() if kind not in on_top) for name, of_it in counts.items()
    } == dict(resources)
    assert review.document["counts"] == {
        kind: sum(of_it[kind] for of_it in counts.values()) for kind in review.document["counts"]
    }
    blocked = [it for stack in review.document["stacks"] for it in stack["entries"] if it["level"] == "blocked"]
    assert (review.status == 2) == bool(blocked) == (review.document["verdict"] == "blocked")


@settings(max_examples=40)
@given(several=SEVERAL)
def test_the_order_of_a_plan_means_nothing(folder: Path, several: list[Json]) -> None:
    one = reviewed(folder, {"dev": plan(*several)})

    assert reviewed(folder, {"dev": plan(*reversed(several))}) == one


SECTIONS = st.sampled_from(
    [
        "format_version",
        "planned_values",
        "resource_changes",
        "resource_drift",
        "output_changes",
        "configuration",
        "root_module",
        "resources",
        "address",
        "change",
        "actions",
        "expressions",
        "references",
        "errored",
    ]
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["1.2", "no-op", "data.x.y"]) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(SECTIONS, inner, max_size=5),
    max_leaves=15,
)


@given(document=ANYTHING | st.dictionaries(SECTIONS, ANYTHING, max_size=8).map(lambda it: {**plan(), **it}))
def test_anything_else_is_refused_in_one_line(folder: Path, document: Json) -> None:
    file = folder / "dev.json"
    file.write_text(json.dumps(document), encoding="utf-8")

    review = run(folder, [str(file)])

    assert (review.status == 1) == (review.text == "") == (len(review.errors.splitlines()) == 1)
