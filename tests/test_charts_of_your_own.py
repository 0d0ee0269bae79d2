"""docs/controllers/charts-of-your-own.md, from its first line to its last: what it says is what happens."""

import json
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from config.loading import InvalidInput, load_environments
from main import synthesize
from modules.controllers import CONTROLLERS
from modules.vendored_charts import __main__ as vendored_charts
from tests.conftest import ENVIRONMENTS
from tests.rehearsal.changing import Settings
from tests.synthesis import Json, Synthesized, helm_values
from tests.test_documentation import OWN_CHARTS, blocks, codes, table

NAME = "nightly-backup"
FIRST, WHOLE = (yaml.safe_load(block)["charts"][NAME] for block in blocks(OWN_CHARTS, "yaml"))
MISTAKES = [
    (yaml.safe_load(codes(wrong)[0]), codes(answer)[0]) for wrong, answer in table(OWN_CHARTS, "wrong", "answer")
]
Answers = Callable[[Settings], list[str]]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which somebody follows the page: the environment, the policy and the chart."""
    monkeypatch.chdir(tmp_path)
    Path("environments/policies").mkdir(parents=True)
    Path("environments/policies/backup.json").write_text(blocks(OWN_CHARTS, "json")[0])
    Path("chart").mkdir()
    for name, text in zip(("Chart.yaml", "values.yaml"), blocks(OWN_CHARTS, "yml"), strict=True):
        Path("chart", name).write_text(text)
    return tmp_path


@pytest.fixture
def answers(project: Path) -> Answers:
    """What is said of an entry."""

    def lines(entry: Settings) -> list[str]:
        try:
            with_chart(entry, project)
        except InvalidInput as error:
            return list(error.lines)
        return []

    return lines


def with_chart(entry: Settings, project: Path) -> Json:
    """The resources of the controllers of dev with a chart."""
    dev = yaml.safe_load((ENVIRONMENTS / "dev.yaml").read_text(encoding="utf-8"))
    Path("environments/dev.yaml").write_text(yaml.safe_dump({**dev, "charts": {NAME: entry}}))
    environments = load_environments(Path("environments"), CONTROLLERS)
    synthesize(environments, outdir=project / "cdktf.out", states=project / "state")
    return Synthesized(project / "cdktf.out").stack("dev-controllers")["resource"]


def vendored() -> None:
    """The command of the page, with the folder of the chart in place of its archive."""
    (command,) = (line for block in blocks(OWN_CHARTS) for line in block.splitlines() if line.startswith("make vendor"))
    words = dict(word.split("=", 1) for word in shlex.split(command) if "=" in word)
    assert words["CHART"] == f"{NAME}-{FIRST['version']}.tgz"
    assert vendored_charts.main(["chart", "--from", words["FROM"], "--into", words["INTO"]]) == 0


def test_an_entry_alone_is_answered_with_what_to_do(answers: Answers) -> None:
    assert answers(FIRST) == [block.strip() for block in blocks(OWN_CHARTS) if "can't be checked" in block]


def test_the_entry_becomes_what_the_page_lists(project: Path, synthesized: Synthesized) -> None:
    vendored()

    resources = with_chart(WHOLE, project)

    before = synthesized.stack("dev-controllers")["resource"]
    new = {
        f"{kind}.{name}"
        for kind in resources
        for name in resources[kind]
        # Whoever follows the page has it in dev already.
        if name not in before.get(kind, {}) or name.startswith(f"{NAME}_")
    }
    assert new == set(blocks(OWN_CHARTS)[-1].split())
    release = resources["helm_release"][f"{NAME}_helm_release"]
    assert {key: release[key] for key in ("name", "namespace", "repository", "chart", "version", "timeout")} == {
        "name": NAME,
        "namespace": "backup",
        "repository": "https://charts.example.com",
        "chart": NAME,
        "version": "2.1.0",
        "timeout": 300,
    }
    assert helm_values(release) == {
        "schedule": "0 3 * * *",
        "bucket": "example-backups",
        "job": {
            "serviceAccount": {"create": True, "name": NAME},
            "podAnnotations": {"eks-platform/identity": "pod-identity"},
        },
    }
    written = resources["aws_iam_policy"][f"{NAME}_identity_write-backups-policy"]["policy"]
    assert json.loads(written) == json.loads(blocks(OWN_CHARTS, "json")[0])


@pytest.mark.parametrize(("wrong", "answer"), MISTAKES, ids=[str(wrong) for wrong, _ in MISTAKES])
def test_a_mistake_is_answered_as_the_page_says(wrong: Settings, answer: str, answers: Answers) -> None:
    vendored()

    (line,) = answers({**WHOLE, **wrong})

    assert line.startswith(f"environments/dev.yaml: charts.{NAME}.")
    assert answer in line
