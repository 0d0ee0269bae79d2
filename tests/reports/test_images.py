"""Which images the releases of an environment may start."""

import json
from pathlib import Path

import pytest
import yaml

from modules.controllers import CONTROLLERS
from modules.vendored_charts.chart_facts import chart_facts
from reports import image_sources
from reports.__main__ import main
from reports.written import Json
from tests.synthesis import Synthesized

FACTS = {
    "tool-1.2.3": [
        {
            "path": "image",
            "repository": "quay.io/a/tool",
            "tag": "v1",
            "values": {"image.repository": "{registry}/a/tool"},
        },
        {
            "path": "side.image",
            "repository": "docker.io/b",
            "tag": "2",
            "values": {"side.image.registry": "{registry}"},
        },
        {"path": "side.reload", "repository": "docker.io/r", "tag": "3", "values": {"side.env[FROM]": "{registry}"}},
    ],
    "crds-1.2.3": [
        {"path": "image", "repository": "r.io/c", "tag": "", "values": {"image.repository": "{registry}/c"}}
    ],
}

TOLD = {
    "aws_region": "eu-central-1",
    "left_over_chart": "tool",
    "left_over_chart_repository": "https://example.com",
    "left_over_chart_version": "1.2.3",
    "left_over_values": '{"image":{"tag":"v8"}}',
    "objects_chart_path": "charts/objects",
}
"""What a release is told to let Git install."""


def release(chart: str, values: Json = None, version: str = "1.2.3") -> Json:
    text = {} if values is None else {"values": [yaml.safe_dump(values)]}
    return {"name": f"my-{chart}", "chart": chart, "version": version, "repository": "https://example.com", **text}


def written(outdir: Path, stacks: dict[str, Json]) -> Path:
    manifest = {}
    for id, releases in stacks.items():
        folder = outdir / "stacks" / id
        folder.mkdir(parents=True)
        (folder / "cdk.tf.json").write_text(json.dumps({"resource": {"helm_release": releases}} if releases else {}))
        manifest[id] = {"synthesizedStackPath": f"stacks/{id}/cdk.tf.json"}
    (outdir / "manifest.json").write_text(json.dumps({"stacks": manifest}))
    return outdir


@pytest.fixture(autouse=True)
def facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    for name, images in FACTS.items():
        (folder / f"{name}.json").write_text(json.dumps({"images": images, "repository": "https://example.com"}))
    monkeypatch.setattr(image_sources, "_FACTS", (folder,))


@pytest.fixture
def outdir(tmp_path: Path) -> Path:
    """One environment with images from their origins, one with copies of them and a chart of its own."""
    copies = {
        "image": {"repository": "mirror.example.com/x/quay.io/a/tool", "tag": "v9"},
        "side": {
            "image": {"registry": "mirror.example.com/x/docker.io"},
            "env": [{"name": "LEVEL", "value": "1"}, {"name": "FROM", "value": "mirror.example.com/x/docker.io"}],
        },
        "role": '${data.x.y["arn"]}',
    }
    web = {"name": "web", "chart": "./assets/web", "values": [yaml.safe_dump({"image": {"tag": "7"}})]}
    empty = {"name": "class", "chart": "./assets/class"}
    outdir = written(
        tmp_path / "out",
        {
            "dev-controllers": {"a": release("tool", {"image": {"repository": "registry.example.com/own"}})},
            "dev-network": {},
            "prod-controllers": {
                "a": release("tool", copies, version="v1.2.3"),
                "b": release("crds", {"clusters": {"annotations": TOLD}}),
                "c": release("other"),
            },
            "prod-smoke-test": {"a": web, "b": empty},
        },
    )
    for name, text in {"web": "image: {repository: ghcr.io/w/web, tag: '6'}", "class": ""}.items():
        folder = outdir / "stacks" / "prod-smoke-test" / "assets" / name
        folder.mkdir(parents=True)
        (folder / "values.yaml").write_text(text)
    return outdir


def test_the_report_is_by_registry(outdir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["images", "--outdir", str(outdir)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "dev:",
        "  docker.io",
        "    b:2 (my-tool)",
        "    r:3 (my-tool)",
        "  registry.example.com",
        "    own:v1 (my-tool)",
        "prod:",
        "  docker.io",
        "    b:2 (left-over)",
        "    b:2 (my-tool, copied to mirror.example.com/x/docker.io/b)",
        "    r:3 (left-over)",
        "    r:3 (my-tool, copied to mirror.example.com/x/docker.io/r)",
        "  ghcr.io",
        "    w/web:7 (web)",
        "  quay.io",
        "    a/tool:v8 (left-over)",
        "    a/tool:v9 (my-tool, copied to mirror.example.com/x/quay.io/a/tool)",
        "  not known: tag of r.io/c in release my-crds in prod",
        "  not known: images of release my-other (chart other 1.2.3) in prod",
    ]


def test_the_list_is_for_scripts(outdir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What it does not know is no line of it."""
    assert main(["images", "prod", "--list", "--outdir", str(outdir)]) == 0
    captured = capsys.readouterr()
    assert captured.out.splitlines() == [
        "docker.io/b:2",
        "docker.io/b:2 mirror.example.com/x/docker.io/b:2",
        "docker.io/r:3",
        "docker.io/r:3 mirror.example.com/x/docker.io/r:3",
        "ghcr.io/w/web:7",
        "quay.io/a/tool:v8",
        "quay.io/a/tool:v9 mirror.example.com/x/quay.io/a/tool:v9",
    ]
    assert captured.err.splitlines() == [
        "not known: tag of r.io/c in release my-crds in prod",
        "not known: images of release my-other (chart other 1.2.3) in prod",
    ]


def test_json_is_for_programs(outdir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["images", "dev", "--json", "--outdir", str(outdir)]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {
            "environment": "dev",
            "images": [
                {"release": "my-tool", "origin": "docker.io/b", "tag": "2", "copy": None},
                {"release": "my-tool", "origin": "docker.io/r", "tag": "3", "copy": None},
                {"release": "my-tool", "origin": "registry.example.com/own", "tag": "v1", "copy": None},
            ],
            "unknown": [],
        }
    ]


def test_an_environment_that_is_not_there_is_named(outdir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["images", "test", "--outdir", str(outdir)]) == 1
    words = f"{outdir}: holds no controllers of test (dev, prod); synthesize first\n"
    assert capsys.readouterr().err == words


def test_every_image_of_the_charts_of_an_environment_is_in_the_report(
    synthesized: Synthesized, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    assert main(["images", "dev", "--json", "--outdir", str(synthesized.outdir)]) == 0
    (dev,) = json.loads(capsys.readouterr().out)

    charts = {name: CONTROLLERS[name].chart for name in ("aws-load-balancer-controller", "external-dns")}
    expected = {
        (name, image.repository, image.tag)
        for name, chart in charts.items()
        for image in chart_facts(chart.name, chart.version).images
    }
    found = {(image["release"], image["origin"], image["tag"]) for image in dev["images"]}
    assert {it for it in found if it[0] in charts} == expected
    assert [it[1] for it in found if it[0] not in charts] == ["public.ecr.aws/nginx/nginx-unprivileged"]
    assert dev["unknown"] == []
