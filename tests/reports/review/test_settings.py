"""Settings that protect something or open it: the table is of real settings, and every row says something."""

import json
from pathlib import Path

import pytest

from rehearsal.schemas.files import DIRECTORY
from reports.review.meanings.settings import Setting, settings
from tests.reports.review.reviewing import change, gone, made, said
from tests.synthesis import Json


def nested(path: str, value: Json) -> Json:
    """A resource with a value at a path, each block in a list as in a plan."""
    first, _, rest = path.partition(".")
    return {first: [nested(rest, value)] if rest else value}


def fine_and_bad(setting: Setting) -> tuple[Json, Json]:
    """A value that means nothing, and one that does in its place."""
    wanted: Json = setting.wanted[0]
    other = not wanted if isinstance(wanted, bool) else "other"
    return {
        "should_be": (wanted, other),
        "becomes": (other, wanted),
        "loses": (["a", "b"], ["a"]),
        "gains": (["a"], ["a", "b"]),
        "changes": ("a", "b"),
        "smaller": (3, 2),
        "larger": (1, 1_000),
    }[setting.condition]


@pytest.mark.parametrize("setting", settings(), ids=lambda it: f"{it.types[0]} {it.path or it.condition}")
def test_every_row_speaks_where_it_should_and_nowhere_else(setting: Setting, tmp_path: Path) -> None:
    address = f"{setting.types[0]}.x"
    if setting.condition in {"made", "destroyed"}:
        speaks = made(address) if setting.condition == "made" else gone(address)
        silent = change(address, "update", before={}, after={"x": 1})
    else:
        fine, bad = (nested(setting.path, it) for it in fine_and_bad(setting))
        speaks = change(address, "update", before=fine, after=bad)
        silent = change(address, "update", before={**bad, "x": 1}, after={**bad, "x": 2})

    assert [it for it in said(tmp_path, speaks) if setting.says in it] == [
        f"{setting.level}: {f'`{setting.path}`: ' if setting.path else ''}{setting.says}"
    ]
    assert [it for it in said(tmp_path, silent) if setting.says in it] == []


def test_the_table_is_of_settings_that_there_are() -> None:
    """As far as the simulated providers know the types."""
    types = {
        name: schema["block"]
        for provider in ("aws", "helm")
        for name, schema in json.loads((DIRECTORY / f"{provider}.json").read_text())["resource_schemas"].items()
    }

    missing: list[str] = [
        f"{name}: {setting.path}"
        for setting in settings()
        for name in setting.types
        if name in types and setting.path and not is_in(types[name], setting.path.split("."))
    ]
    assert missing == []


def is_in(block: Json, steps: list[str]) -> bool:
    """Whether a schema has a setting at a path."""
    inner = block.get("block_types", {}).get(steps[0])
    if inner is not None and steps[1:]:
        return is_in(inner["block"], steps[1:])
    return steps[0] in block.get("attributes", {}) and not steps[1:]


CLUSTER, TEMPLATE, LIFECYCLE = "aws_eks_cluster.x", "aws_launch_template.x", "aws_s3_bucket_lifecycle_configuration.x"


def expiring(*days: int) -> Json:
    return {"rule": [{"id": it, "noncurrent_version_expiration": [{"noncurrent_days": it}]} for it in days]}


@pytest.mark.parametrize(
    ("done", "paths"),
    [
        pytest.param(
            change(CLUSTER, "update", before={"deletion_protection": True}, after={}),
            ["deletion_protection"],
            id="a protection is left out",
        ),
        pytest.param(
            made(CLUSTER, deletion_protection=False, access_config=[{"authentication_mode": "API"}]), [], id="new"
        ),
        pytest.param(
            change(CLUSTER, "update", before={"deletion_protection": False}, after={"deletion_protection": True}),
            [],
            id="a protection comes",
        ),
        pytest.param(
            change(
                CLUSTER,
                "update",
                before={"deletion_protection": True},
                after={},
                after_unknown={"deletion_protection": True},
            ),
            ["deletion_protection"],
            id="a protection is not known",
        ),
        pytest.param(
            made(TEMPLATE, metadata_options=[{"http_tokens": "optional", "http_put_response_hop_limit": 1}]),
            ["metadata_options.http_tokens", "block_device_mappings.ebs.encrypted"],
            id="something new without protection",
        ),
        pytest.param(
            change(
                TEMPLATE,
                "update",
                before={"block_device_mappings": [{"ebs": [{"encrypted": "true"}]}]},
                after={"block_device_mappings": [{"ebs": [{"encrypted": "true"}]}, {"ebs": [{"encrypted": "false"}]}]},
            ),
            ["block_device_mappings.ebs.encrypted"],
            id="one of several",
        ),
        pytest.param(
            change(TEMPLATE, "update", before={}, after={"metadata_options": [{"http_tokens": "optional"}]}),
            ["metadata_options.http_tokens"],
            id="said to be bad where nothing was said",
        ),
        pytest.param(
            change(LIFECYCLE, "update", before=expiring(90), after=expiring(90, 1)),
            ["rule.noncurrent_version_expiration.noncurrent_days"],
            id="another rule",
        ),
        pytest.param(made(LIFECYCLE, **expiring(90)), [], id="a long time from the start"),
        pytest.param(
            made(LIFECYCLE, **expiring(1)),
            ["rule.noncurrent_version_expiration.noncurrent_days"],
            id="a short time from the start",
        ),
        pytest.param(
            change(
                "aws_cloudwatch_log_group.x", "update", before={"retention_in_days": 0}, after={"retention_in_days": 9}
            ),
            ["retention_in_days"],
            id="an end where there was none",
        ),
        pytest.param(
            change(
                "aws_cloudwatch_log_group.x", "update", before={"retention_in_days": 9}, after={"retention_in_days": 0}
            ),
            [],
            id="no end any more",
        ),
        pytest.param(
            change("helm_release.x", "update", before={"repository": "https://a"}, after={"repository": "https://b"}),
            ["repository"],
            id="another repository",
        ),
        pytest.param(
            change(
                "aws_route.x",
                "update",
                before={"nat_gateway_id": "nat-1", "transit_gateway_id": ""},
                after={"nat_gateway_id": "", "transit_gateway_id": "tgw-1"},
            ),
            ["transit_gateway_id"],
            id="another way out",
        ),
        pytest.param(
            change("aws_route.x", "update", before={}, after={"nat_gateway_id": "nat-1", "transit_gateway_id": ""}),
            [],
            id="no other way out",
        ),
        pytest.param(
            made("helm_release.x", name="x", postrender={"binary_path": "/bin/x"}),
            ["postrender"],
            id="a program from the start",
        ),
    ],
)
def test_ways_of_changing(done: Json, paths: list[str], tmp_path: Path) -> None:
    spoken = [it.partition("`")[2].partition("`")[0] for it in said(tmp_path, done) if it.startswith("reach")]

    assert spoken == paths


def test_what_is_not_known_is_said_to_be(tmp_path: Path) -> None:
    fine, unknown = {"deletion_protection": True}, {"deletion_protection": True}

    assert said(tmp_path, change(CLUSTER, "update", before=fine, after={}, after_unknown=unknown)) == [
        (
            "reach: `deletion_protection` (known after apply), and it may be: nothing keeps the cluster from being "
            "**deleted** any more"
        )
    ]
