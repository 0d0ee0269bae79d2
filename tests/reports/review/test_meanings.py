"""What changes mean: each sentence, with how much it deserves to be looked at."""

from pathlib import Path

import pytest

from reports.review.meanings.helm import version_jump
from tests.reports.review.reviewing import change, entry, plan, reviewed, said, update
from tests.synthesis import Json

CLUSTER = "aws_eks_cluster.x"
RELEASE = "helm_release.x"


@pytest.mark.parametrize(
    ("done", "sentences"),
    [
        (
            update(CLUSTER, {"version": "1.33"}, {"version": "1.34"}),
            ["note: Kubernetes `1.33` → `1.34`: EKS replaces the API servers; there is no way back"],
        ),
        (
            update(
                "aws_eks_node_group.x", {"launch_template": [{"version": 1}]}, {"launch_template": [{"version": 2}]}
            ),
            ["note: a new version of the launch template: EKS rolls all nodes of the group"],
        ),
    ],
    ids=lambda it: it["address"] if isinstance(it, dict) else it[0][:40],
)
def test_sentences(tmp_path: Path, done: Json, sentences: list[str]) -> None:
    assert said(tmp_path, done) == sentences


def release(values: str, version: str = "1.0.0", **more: Json) -> Json:
    return {"name": "x", "version": version, "values": [values], **more}


@pytest.mark.parametrize(
    ("before", "after", "sentences"),
    [
        (
            release("a: {b: 1}"),
            release("a: {b: 2}\nc: x"),
            ["note: value `a.b`: `1` → `2`", "note: value `c`: now `x`"],
        ),
        (release("a: '1'"), release("a: 1"), ['note: value `a`: `"1"` → `1`']),
        (release("a: [x, y]"), release("a: [y, z]"), ["note: value `a`: + `z`, - `x`"]),
        (
            release("cidrs: [10.0.0.0/8]"),
            release("cidrs: [10.0.0.0/8, 0.0.0.0/0]"),
            ["reach: value `cidrs`: + `0.0.0.0/0`"],
        ),
        (
            release("password: old"),
            release("password: new"),
            [
                (
                    "note: value `password`: (not shown: by its name it may be secret) → "
                    "(not shown: by its name it may be secret)"
                )
            ],
        ),
        (release("a: 1"), release("a: 1 # why"), ["routine: values are written in another way, and mean the same"]),
        (
            release("a: 1", "1.2.3"),
            release("a: 1", "2.0.0"),
            ["reach: chart version `1.2.3` → `2.0.0` (major version)"],
        ),
        (
            release("a: 1", chart="x"),
            release("a: 1", chart="y"),
            ["reach: **another chart**, `x` → `y`: what it does not have is deleted"],
        ),
        (
            release("a: 1", chart="oci://a/x"),
            release("a: 1", chart="oci://b/x"),
            ["reach: the chart comes from **another place**, `oci://a/x` → `oci://b/x`"],
        ),
        (release("a: 1", chart="./assets/1"), release("a: 1", chart="./assets/2"), ["note: our own chart changes"]),
        (
            release("a: 1", namespace="a"),
            release("a: 1", namespace="b"),
            ["loss: `namespace`: it is uninstalled, and **installed in another namespace**"],
        ),
        (
            release("a: 1", set=[{"name": "b", "value": "1"}]),
            release("a: 1", set=[{"name": "b", "value": "2"}]),
            ['note: value `b`: `"1"` → `"2"`'],
        ),
        (
            release("a: &x [1]\nb: *x"),
            release("a: &x [2]\nb: *x"),
            ["reach: values change, and can't be compared key by key (not shown)"],
        ),
    ],
)
def test_releases(tmp_path: Path, before: Json, after: Json, sentences: list[str]) -> None:
    assert said(tmp_path, update(RELEASE, before, after)) == sentences


@pytest.mark.parametrize(
    ("before", "after", "jump"),
    [
        ("1.2.3", "2.0.0", "major"),
        ("v1.2.3", "v1.3.0", "minor"),
        ("1.2.3", "1.2.4", "patch"),
        ("1.2.3", "1.2.2", "back"),
        ("2.0.0", "1.9.9", "back"),
        ("1.2.3", "1.2.3-rc1", ""),
        ("latest", "1.0.0", ""),
    ],
)
def test_jumps_of_chart_versions(before: str, after: str, jump: str) -> None:
    assert version_jump(before, after) == jump


def test_what_moves_by_itself_is_said_where_it_moves(tmp_path: Path) -> None:
    source = "data.aws_eks_addon_version.coredns-moves-by-itself"
    resources = [
        {"address": source, "mode": "data", "type": "aws_eks_addon_version"},
        {
            "address": "aws_eks_addon.x",
            "mode": "managed",
            "expressions": {"addon_version": {"references": [f"{source}.version", source]}},
        },
    ]
    step = update("aws_eks_addon.x", {"addon_version": "v1"}, {"addon_version": "v2"})

    found = reviewed(tmp_path, {"dev": plan(step, configuration={"root_module": {"resources": resources}})}).document

    (stack,) = found["stacks"]
    assert stack["moves_by_itself"] == [source]
    assert [it["text"] for it in stack["entries"][0]["sentences"]] == [
        "EKS add-on `v1` → `v2`: EKS rolls its pods",
        f"`addon_version` **moves by itself**, with `{source}`",
    ]


@pytest.mark.parametrize(
    ("done", "circumstances", "level"),
    [
        (change("aws_x.y", "no-op", previous_address="aws_x.old"), ["moved from `aws_x.old`"], "note"),
        (change("aws_x.y", "no-op", importing={"id": "vpc-1"}), ["imported: `vpc-1`"], "note"),
        (change("aws_x.y", "no-op", importing={"identity": {}}), ["imported: `by identity`"], "note"),
        (
            change("aws_x.y", "forget", before={}),
            ["the state drops it, and it stays where it is; nobody looks after it then"],
            "note",
        ),
        (
            change("aws_x.y", "delete", before={}, deposed="00000000"),
            ["the old object that an interrupted replacement left behind"],
            "loss",
        ),
        (
            change("aws_x.y", "delete", "create", before={}, after={}, action_reason="replace_by_request"),
            ["asked for with `-replace`"],
            "loss",
        ),
    ],
)
def test_circumstances(tmp_path: Path, done: Json, circumstances: list[str], level: str) -> None:
    found = entry(tmp_path, done)

    assert (found["circumstances"], found["level"]) == (circumstances, level)


def test_what_forces_a_replacement_comes_with_its_values(tmp_path: Path) -> None:
    done = change(
        "aws_x.y",
        "delete",
        "create",
        before={"a": "1", "b": [{"c": True}]},
        after={"b": [{"c": False}]},
        after_unknown={"a": True},
        replace_paths=[["a"], ["b", 0, "c"]],
    )

    assert entry(tmp_path, done)["forced_by"] == [
        {"path": "b.c", "before": "true", "after": "false"},
        {"path": "a", "before": '"1"', "after": "(known after apply)"},
    ]


def test_tags_alone_are_folded(tmp_path: Path) -> None:
    tags = {"tags": {"a": "1"}, "tags_all": {"a": "1", "b": "2"}}
    found = entry(tmp_path, update("aws_x.y", tags, {"tags": {"a": "1"}, "tags_all": {"a": "1", "b": "3"}}))

    assert (found["level"], found["tags"], found["values"]) == (
        "tags",
        [{"path": "tags_all.b", "before": '"2"', "after": '"3"'}],
        [],
    )


@pytest.mark.parametrize(
    ("more", "circumstance"),
    [
        ({"importing": {"id": "i-1"}}, "imported: `i-1`"),
        ({"previous_address": "aws_x.old"}, "moved from `aws_x.old`"),
    ],
)
def test_an_import_and_a_move_are_told_with_the_tags_that_change(more: Json, circumstance: str, tmp_path: Path) -> None:
    found = entry(tmp_path, update("aws_x.y", {"tags": {"a": "1"}}, {"tags": {"a": "2"}}, **more))

    assert (found["level"], found["circumstances"]) == ("note", [circumstance])


def test_a_replacement_is_not_folded_because_only_tags_differ(tmp_path: Path) -> None:
    tainted = change("aws_x.y", "delete", "create", before={"tags": {"a": "1"}}, after={"tags": {"a": "2"}})

    assert entry(tmp_path, tainted)["level"] == "loss"


def reader(state: str, *outputs: str) -> Json:
    """The configuration of a stack that reads the state of another one."""
    references = [f'data.terraform_remote_state.apply-first.outputs.{it}["zone"]' for it in outputs]
    resources = [
        {
            "address": "data.terraform_remote_state.apply-first",
            "mode": "data",
            "type": "terraform_remote_state",
            "name": "apply-first",
            "expressions": {"config": {"constant_value": {"key": state}}},
        },
        {"address": "aws_x.y", "expressions": {"z": {"references": references}}},
    ]
    return {"root_module": {"resources": resources}}


@pytest.mark.parametrize(
    ("state", "consumer", "outputs"),
    [
        ("dev/network.tfstate", "dev-cluster", ["vpc_id"]),
        ("../../../state/dev-network.tfstate", "dev-cluster", ["vpc_id"]),
        ("prod/network.tfstate", "prod-cluster", None),
        ("dev/cluster.tfstate", "dev-controllers", None),
    ],
)
def test_what_others_read_is_named(tmp_path: Path, state: str, consumer: str, outputs: list[str] | None) -> None:
    changes = {
        name: {"actions": actions, "before": "a", "after": "b"}
        for name, actions in (("vpc_id", ["update"]), ("vpc_arn", ["no-op"]), ("unread", ["update"]))
    }
    plans = {
        "dev-network": plan(output_changes=changes),
        consumer: plan(configuration=reader(state, "vpc_id", "vpc_arn")),
    }

    expected = [] if outputs is None else [{"producer": "dev-network", "consumer": consumer, "outputs": outputs}]
    assert reviewed(tmp_path, plans).document["consequences"] == expected
