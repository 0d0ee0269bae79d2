"""From a chart as its project publishes it to the facts that are kept."""

import hashlib
import json
import tarfile
from pathlib import Path

import pytest

from modules.vendored_charts import __main__ as command
from modules.vendored_charts.chart_facts import FOLDER, ChartNotVendoredError, chart_facts
from modules.vendored_charts.chart_source import NoChartError, read_chart
from modules.vendored_charts.images import Image
from modules.vendored_charts.marks import MarkMissesError, Marks
from modules.vendored_charts.vendoring import SUMS, facts_of, sums_of

REPOSITORY = "https://charts.example.com"
NO_MARKS = Marks({}, {}, (), ())
CHART = """\
name: web
version: 1.2.3
appVersion: v4.5.6
kubeVersion: ">=1.30.0-0"
dependencies:
  - {name: cache, alias: store}
"""
VALUES = """\
image: {registry: quay.io, repository: web/server, tag: ""}
replicas: 2
store: {size: 1}
"""
SCHEMA = {"description": "for people", "properties": {"replicas": {"type": "integer"}, "extra": {}}}


@pytest.fixture
def chart(tmp_path: Path) -> Path:
    """A chart with another one inside."""
    folder = tmp_path / "web"
    inside = folder / "charts" / "cache"
    inside.mkdir(parents=True)
    (folder / "Chart.yaml").write_text(CHART)
    (folder / "values.yaml").write_text(VALUES)
    (folder / "values.schema.json").write_text(json.dumps(SCHEMA))
    (inside / "Chart.yaml").write_text("name: cache\nversion: 0.1.0\nappVersion: '7'\n")
    (inside / "values.yaml").write_text("image: {repository: redis}\nport: 6379\n")
    return folder


def archived(chart: Path) -> Path:
    archive = chart.parent / "web-1.2.3.tgz"
    with tarfile.open(archive, "w:gz") as written:
        written.add(chart, arcname="web")
    return archive


@pytest.mark.parametrize("published", [Path, archived], ids=["a folder", "an archive"])
def test_the_facts_of_a_chart_and_of_the_chart_inside_it(chart: Path, published: type[Path]) -> None:
    facts = facts_of(read_chart(published(chart)), REPOSITORY, "example/charts@v1", NO_MARKS)

    assert (facts.name, facts.version, facts.repository, facts.app_version, facts.kube_version) == (
        "web",
        "1.2.3",
        REPOSITORY,
        "v4.5.6",
        ">=1.30.0-0",
    )
    assert facts.values == {
        "image": {"registry": "value", "repository": "value", "tag": "value"},
        "replicas": "value",
        "extra": "any",
        "store": {"size": "value", "image": {"repository": "value"}, "port": "value", "global": "any"},
    }
    assert facts.images == (
        Image("image", "quay.io/web/server", "v4.5.6", {"image.registry": "{registry}"}),
        Image("store.image", "docker.io/redis", "7", {"store.image.repository": "{registry}/redis"}),
    )
    assert facts.schema == {"properties": {"replicas": {"type": "integer"}, "extra": {}}}
    assert facts.sources == {
        file: {"from": f"example/charts@v1/{file}", "sha256": hashlib.sha256((chart / file).read_bytes()).hexdigest()}
        for file in ("Chart.yaml", "values.yaml", "values.schema.json")
    }


def test_marks_free_a_subtree_add_a_key_and_name_an_image(chart: Path) -> None:
    image = {
        "path": "sidecar",
        "repository": "quay.io/x",
        "tag": "{app_version}-y",
        "values": {"sidecar": "{registry}/x"},
    }
    marks = Marks({"store": "its own chart"}, {"image.digest": "templates"}, [image], ())

    facts = facts_of(read_chart(chart), REPOSITORY, "example", marks)

    assert facts.values == {
        "image": {"registry": "value", "repository": "value", "tag": "value", "digest": "any"},
        "replicas": "value",
        "extra": "any",
        "store": "any",
    }
    assert facts.images[-1] == Image("sidecar", "quay.io/x", "v4.5.6-y", {"sidecar": "{registry}/x"})


DEFINITION = """\
kind: CustomResourceDefinition
metadata: {labels: {a: b}}
spec:
  names: {kind: Page}
  versions:
    - name: v1
      storage: true
      schema:
        openAPIV3Schema:
          properties:
            spec:
              description: for people
              properties:
                title: {type: string}
                parts:
                  type: array
                  items: {type: object, properties: {text: {type: string}, film: {type: object}}}
"""


def test_of_a_kind_its_closed_spec_is_kept_without_what_is_left_out(chart: Path) -> None:
    (chart / "crds").mkdir()
    (chart / "crds" / "page.yaml").write_text(DEFINITION)
    marks = Marks({}, {}, (), ["Page"], {"Page.parts.film": "no page of ours has one"})

    facts = facts_of(read_chart(chart), REPOSITORY, "example", marks)

    part = {"type": "object", "properties": {"text": {"type": "string"}}, "additionalProperties": False}
    assert facts.kinds == {
        "Page": {
            "properties": {"title": {"type": "string"}, "parts": {"type": "array", "items": part}},
            "additionalProperties": False,
        }
    }
    assert set(facts.sources) == {"Chart.yaml", "values.yaml", "values.schema.json", "crds/page.yaml"}


@pytest.mark.parametrize(
    ("marks", "message"),
    [
        (Marks({"stoer": "?"}, {}, (), ()), "free_form marks keys that the chart does not have: stoer"),
        (Marks({}, {"replicas": "?"}, (), ()), "also_read marks keys that the chart names by itself: replicas"),
        (Marks({}, {"nothing.below": "?"}, (), ()), "nothing.below: nothing leads to nothing"),
        (Marks({}, {}, (), (), {"Page.film": "?"}), "left_out: Page.film: nothing leads to Page"),
    ],
)
def test_a_mark_that_misses_is_an_error(chart: Path, marks: Marks, message: str) -> None:
    with pytest.raises(MarkMissesError) as missed:
        facts_of(read_chart(chart), REPOSITORY, "example", marks)

    assert str(missed.value) == message


def test_what_is_no_chart_is_said_in_one_line(tmp_path: Path, chart: Path) -> None:
    (chart / "values.yaml").unlink()
    broken = tmp_path / "broken.tgz"
    broken.write_bytes(b"no archive")

    for path, message in {
        tmp_path / "nowhere": f"{tmp_path}/nowhere: is no chart; name the folder of a chart, or its archive (.tgz)",
        chart: f"{chart}: has no values.yaml, so it is no chart that can be vendored",
        broken: "broken.tgz: can't be read as an archive (not a gzip file)",
    }.items():
        with pytest.raises(NoChartError) as error:
            read_chart(path)
        assert str(error.value) == message


@pytest.mark.parametrize(
    ("file", "content", "line"),
    [
        ("Chart.yaml", "a: [", "Chart.yaml: can't be read (while parsing a flow node expected the node content, "),
        ("Chart.yaml", "[web]", "Chart.yaml: is no map of keys to values, so this is no chart that can be vendored"),
        ("Chart.yaml", "version: 1.2.3", "Chart.yaml: name: None: is no name of a chart, such as my-chart"),
        (
            "Chart.yaml",
            "{name: ../../evil, version: 1.2.3}",
            "Chart.yaml: name: ../../evil: is no name of a chart, such as my-chart",
        ),
        ("Chart.yaml", "name: web", "Chart.yaml: version: None: is no version, such as 1.2.3"),
        (
            "Chart.yaml",
            "{name: web, version: 1/../../../x}",
            "Chart.yaml: version: 1/../../../x: is no version, such as 1.2.3",
        ),
        ("values.yaml", "a: [", "values.yaml: can't be read (while parsing a flow node expected the node content, "),
        ("values.schema.json", "{", "values.schema.json: can't be read (Expecting property name enclosed in "),
        ("values.schema.json", "[]", "values.schema.json: is no map of keys to values, so this is no chart that can "),
        (
            "values.schema.json",
            '{"properties": {"a": {"$ref": "http://schemas.example.com/a"}}}',
            "values.schema.json can't be used: http://schemas.example.com/a is elsewhere, and nothing is fetched to ",
        ),
        (
            "values.schema.json",
            '{"$ref": "#/nope"}',
            "values.schema.json can't be used: Pointer '/nope' does not exist",
        ),
    ],
)
def test_a_broken_file_of_a_chart_is_said_in_one_line(
    chart: Path, capsys: pytest.CaptureFixture[str], file: str, content: str, line: str
) -> None:
    (chart / file).write_text(content)

    assert command.main([str(chart), "--from", REPOSITORY, "--into", str(chart.parent / "into")]) == 1

    (said,) = capsys.readouterr().err.splitlines()
    assert said.startswith(f"{chart}: {line}")
    assert not (chart.parent / "into").exists()


def test_a_chart_from_nowhere_is_answered_with_the_key_to_write(
    chart: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main([str(chart), "--from", ""]) == 1
    assert capsys.readouterr().err == (
        "FROM: is missing; write where the chart comes from, such as its repository, https://...\n"
    )


def test_the_command_writes_the_facts_and_takes_away_those_of_the_version_before(
    chart: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "web-1.2.2.json").write_text("{}")
    monkeypatch.setattr(command, "FOLDER", folder)

    assert command.main([str(chart), "--from", f"{REPOSITORY}/ 1.2.3"]) == 0

    sha256 = hashlib.sha256((folder / "web-1.2.3.json").read_bytes()).hexdigest()
    assert sorted(file.name for file in folder.iterdir()) == ["SHA256SUMS", "web-1.2.3.json"]
    assert (folder / "SHA256SUMS").read_text() == f"{sha256}  web-1.2.3.json\n"
    assert capsys.readouterr().out.splitlines() == [
        "web-1.2.2.json is gone: one version of a chart is in use",
        "web-1.2.3.json: images: 2, Kubernetes: >=1.30.0-0",
    ]


def test_a_chart_of_ones_own_goes_into_a_folder_of_ones_own_beside_other_versions(
    chart: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "environments" / "charts"
    folder.mkdir(parents=True)
    (folder / "web-1.2.2.json").write_text("{}")
    (folder / "web.toml").write_text('[also_read]\n"image.digest" = "templates"\n')

    wishes = [str(chart), "--from", "example/charts@v1 web", "--repository", f"{REPOSITORY}/", "--into", str(folder)]
    assert command.main(wishes) == 0

    assert sorted(file.name for file in folder.glob("*.json")) == ["web-1.2.2.json", "web-1.2.3.json"]
    facts = chart_facts("web", "1.2.3", folder)
    assert (facts.repository, facts.sources["values.yaml"]["from"]) == (
        REPOSITORY,
        "example/charts@v1 web/values.yaml",
    )
    assert facts.values["image"] == {"registry": "value", "repository": "value", "tag": "value", "digest": "any"}  # type: ignore[index]  # the tree of this chart is a map

    assert command.main([str(chart), "--from", "example/charts@v1"]) == 1
    assert capsys.readouterr().err == (
        "REPOSITORY: example/charts@v1: is no repository; write its address, https://... or oci://...\n"
    )


def test_what_is_known_of_our_charts_is_what_the_command_wrote() -> None:
    """A key that somebody adds by hand would let values through of which nobody knows whether the chart reads them."""
    assert (FOLDER / SUMS).read_text(encoding="utf-8") == sums_of(FOLDER)


def test_a_chart_of_which_nothing_is_known_is_answered_with_the_command() -> None:
    with pytest.raises(ChartNotVendoredError) as error:
        chart_facts("web", "9.9.9")

    assert str(error.value) == (
        "modules/vendored_charts/data has no web-9.9.9.json: a chart and what is known of it move together; "
        "get chart web 9.9.9 and run `make vendor-chart CHART=path FROM=origin`"
    )
