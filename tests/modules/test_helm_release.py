"""Helm releases and the values that they carry."""

import json
import re
import subprocess
from pathlib import Path

import pytest
import yaml
from cdktf import TerraformResource
from cdktf_cdktf_provider_aws.iam_role import IamRole
from constructs import Construct
from hypothesis import given
from hypothesis import strategies as st

from modules.helm_release import HelmRelease, own_chart, values_yaml
from tests.synthesis import Json, synthesize_stack

_TEXTS = st.text(st.characters(codec="utf-8") | st.sampled_from("${}%\\\"'\n:# "), max_size=20)
_VALUES = st.dictionaries(
    _TEXTS,
    st.recursive(
        st.none() | st.booleans() | st.integers() | _TEXTS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    ),
    max_size=4,
)


def _release(stack: Construct, *, chart: str, repository: str | None = None, version: str | None = None) -> HelmRelease:
    return HelmRelease(
        stack,
        "helm",
        name="web",
        namespace="sites",
        values={"replicas": 2, "host": "web.example.com"},
        timeout_seconds=300,
        depends_on=[_role(stack)],
        chart=chart,
        repository=repository,
        version=version,
    )


def _role(stack: Construct) -> TerraformResource:
    return IamRole(stack, "role", assume_role_policy="{}")


def test_a_release_is_pinned_waits_and_takes_over_what_a_killed_apply_left() -> None:
    def build(stack: Construct) -> None:
        _release(stack, repository="https://charts.example.com", chart="web", version="1.2.3")

    assert synthesize_stack(build)["resource"]["helm_release"] == {
        "helm_release": {
            "name": "web",
            "namespace": "sites",
            "create_namespace": True,
            "repository": "https://charts.example.com",
            "chart": "web",
            "version": "1.2.3",
            "values": ["host: web.example.com\nreplicas: 2\n"],
            "wait": True,
            "timeout": 300,
            "upgrade_install": True,
            "max_history": 10,
            "depends_on": ["aws_iam_role.role"],
        }
    }


def test_a_release_that_waits_for_nothing_says_nothing_of_it() -> None:
    def build(stack: Construct) -> None:
        HelmRelease(
            stack, "helm", name="web", namespace="sites", chart="web", values={}, timeout_seconds=300, depends_on=[]
        )

    assert synthesize_stack(build)["resource"]["helm_release"]["helm_release"] == {
        "name": "web",
        "namespace": "sites",
        "create_namespace": True,
        "chart": "web",
        "values": ["{}\n"],
        "wait": True,
        "timeout": 300,
        "upgrade_install": True,
        "max_history": 10,
    }


def test_a_chart_of_ours_travels_beside_the_stack_under_a_name_that_only_its_content_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def path_of_copy(folder: str, content: str) -> str:
        (tmp_path / folder / "web").mkdir(parents=True)
        (tmp_path / folder / "web/Chart.yaml").write_text(content)
        monkeypatch.setattr("modules.helm_release._CHARTS", tmp_path / folder)

        def build(stack: Construct) -> None:
            _release(stack, chart=own_chart(stack, "chart", "web"))

        return str(synthesize_stack(build)["resource"]["helm_release"]["helm_release"]["chart"])

    first, elsewhere, changed = path_of_copy("a", "name: x"), path_of_copy("b", "name: x"), path_of_copy("c", "name: y")

    assert (first == elsewhere, first == changed) == (True, False)
    assert first.startswith("./assets/chart/")


@pytest.mark.parametrize("text", ["0089", "1e5", "y", "N", "0o17", "08", "yes", "null", "~", "2026-01-01"])
def test_texts_that_helm_could_read_as_something_else_are_quoted(text: str) -> None:
    """Helm 3.18 reads the first six as numbers and booleans, where YAML 1.1 does not."""
    assert (values_yaml({"tag": text}), values_yaml({text: "tag"})) == (f"tag: '{text}'\n", f"'{text}': tag\n")


def test_what_holds_a_token_is_quoted() -> None:
    """Terraform puts digits there for an account id, and without quotes Helm would read a number."""

    def build(stack: Construct) -> None:
        role = IamRole(stack, "role", assume_role_policy="{}")
        HelmRelease(
            stack,
            "helm",
            name="web",
            namespace="sites",
            chart="web",
            values={"account": role.id, "literal": "${x} %{y} $${z}", role.arn: "for the role"},
            timeout_seconds=300,
            depends_on=[],
        )

    assert synthesize_stack(build)["resource"]["helm_release"]["helm_release"]["values"] == [
        "'${aws_iam_role.role.arn}': for the role\naccount: '${aws_iam_role.role.id}'\nliteral: '$${x} %%{y} $$${z}'\n"
    ]


@given(_VALUES)
def test_values_survive_yaml_and_terraforms_templates(values: Json) -> None:
    assert yaml.safe_load(_rendered(values_yaml(values))) == values


def test_what_stands_at_two_places_is_written_twice() -> None:
    same = {"size": 1}

    assert values_yaml({"one": same, "other": same}) == "one:\n  size: 1\nother:\n  size: 1\n"


@given(_VALUES)
def test_values_in_another_order_are_the_same_values(values: Json) -> None:
    assert values_yaml(dict(reversed(values.items()))) == values_yaml(values)


@pytest.mark.usefixtures("without_settings")
def test_terraform_itself_reads_literal_texts_as_they_are(tmp_path: Path) -> None:
    starts = ("$", "$$", "$$$", "%", "%%", "%%%", "$%", "%$", "\\$", "'$", '"$', "\n$", "${", "${$", "# $", "- $")
    values: dict[str, object] = {"texts": [f"{start}{{x}} {start}{{" for start in starts], "${key}": "%{ value ~}"}
    (tmp_path / "main.tf.json").write_text(json.dumps({"output": {"values": {"value": values_yaml(values)}}}))

    _terraform(tmp_path, "apply", "-auto-approve")

    written = json.loads(_terraform(tmp_path, "output", "-json"))["values"]["value"]
    assert yaml.safe_load(written) == values


@pytest.fixture
def without_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep Terraform from settings of whoever runs the tests, and from asking for newer versions of itself."""
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("CHECKPOINT_DISABLE", "1")


def _terraform(folder: Path, *arguments: str) -> str:
    return subprocess.run(["terraform", *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


def _rendered(template: str) -> str:
    """What Terraform makes of a template without interpolation."""
    return re.sub(r"([$%])\1(?=\{)", r"\1", template)
