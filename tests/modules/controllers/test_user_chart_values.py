"""Values of a chart of the user's own, and what is laid over them: each mistake in a file is a line, no traceback."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from config.controllers.identity import Identity
from config.controllers.kinds import ControllerOptions
from config.controllers.user_charts import UserChart
from modules.controllers.controller import Installation
from modules.controllers.user_charts import controller_of, user_chart_lines
from modules.controllers.values import values_of
from modules.vendored_charts import __main__ as vendored_charts
from tests.modules.controllers.platforms import cluster_facts

REPOSITORY = "https://charts.example.com"
VALUES = {
    "image": {"repository": "registry.example.com/backup", "tag": "2"},
    "replicas": 1,
    "controller": {"serviceAccount": {"create": True, "name": "", "annotations": {}}, "podAnnotations": {}},
    "plain": {"account": "x"},
}
SCHEMA = '{"required": ["replicas"], "properties": {"replicas": {"type": "integer"}}}'
IN_CONTROLLER = {
    "service_account_path": "controller.serviceAccount",
    "pod_annotations_path": "controller.podAnnotations",
}
STATEMENT = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}
POLICIES = {"read": {"Version": "2012-10-17", "Statement": [STATEMENT]}}
POD_IDENTITY = {"identity": Identity.POD_IDENTITY}
NO_ACCOUNT = "is not where chart backup 2.1.0 reads a service account, with create, name and annotations; "
NO_PODS = (
    "is not where chart backup 2.1.0 reads annotations of its pods, which start anew by them when `identity` changes; "
)
Settings = dict[str, Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an environment file, with what is known of a chart."""
    folder = tmp_path_factory.mktemp("environments")
    source = folder / "backup"
    source.mkdir()
    (source / "Chart.yaml").write_text("{name: backup, version: 2.1.0, appVersion: '2'}")
    (source / "values.yaml").write_text(yaml.safe_dump(VALUES))
    (source / "values.schema.json").write_text(SCHEMA)
    assert vendored_charts.main([str(source), "--from", REPOSITORY, "--into", str(folder / "charts")]) == 0
    return folder


def backup(**settings: Any) -> UserChart:  # noqa: ANN401 - as pydantic takes them
    return UserChart(**{"repository": REPOSITORY, "version": "2.1.0", **settings})


def lines(folder: Path, **settings: Any) -> list[str]:  # noqa: ANN401 - as above
    found = user_chart_lines(folder / "dev.yaml", {"backup": backup(**settings)}, cluster_facts().platform)
    return [line.removeprefix(f"{folder}/dev.yaml: charts.backup.") for line in found]


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"values": {"replicas": 2}},
        {"policies": POLICIES, **IN_CONTROLLER},
        {"policies": POLICIES, **IN_CONTROLLER, **POD_IDENTITY},
        {"policies": POLICIES, "service_account_path": "controller.serviceAccount"},
    ],
    ids=["nothing", "values", "a role", "a role by Pod Identity", "annotations of pods are for Pod Identity only"],
)
def test_what_fits_is_accepted(folder: Path, settings: Settings) -> None:
    """A required value that the chart's own defaults have is not missing."""
    assert lines(folder, **settings) == []


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        (
            {"values": {"replica": 2}},
            "values.replica: 2: is not a value of chart backup 2.1.0; did you mean replicas?",
        ),
        (
            {"values": {"replicas": "two"}},
            'values.replicas: two: does not fit the chart\'s schema: "two" is not of type "integer"',
        ),
        (
            {"policies": POLICIES},
            f"service_account_path: serviceAccount: {NO_ACCOUNT}did you mean controller.serviceAccount?",
        ),
        (
            {"policies": POLICIES, "service_account_path": "plain.account"},
            f"service_account_path: plain.account: {NO_ACCOUNT}did you mean controller.serviceAccount?",
        ),
        (
            {"policies": POLICIES, "service_account_path": "plain.account.name"},
            (f"service_account_path: plain.account.name: {NO_ACCOUNT}did you mean controller.serviceAccount?"),
        ),
        (
            {"policies": POLICIES, **POD_IDENTITY, "service_account_path": "controller.serviceAccount"},
            f"pod_annotations_path: podAnnotations: {NO_PODS}did you mean controller.podAnnotations?",
        ),
        (
            {
                "policies": POLICIES,
                **POD_IDENTITY,
                **IN_CONTROLLER,
                "pod_annotations_path": "controller.serviceAccount",
            },
            (
                "pod_annotations_path: controller.serviceAccount: can't be in one place with service_account_path "
                "(controller.serviceAccount); write where the chart reads annotations of its pods"
            ),
        ),
        (
            {"policies": POLICIES, **IN_CONTROLLER, "values": {"controller": {"serviceAccount": {"create": False}}}},
            (
                "values.controller.serviceAccount: {create: false}: is the platform's own, because a role trusts "
                "exactly that service account; leave it out"
            ),
        ),
        (
            {"policies": POLICIES, **IN_CONTROLLER, "values": {"controller": "x"}},
            "values.controller: x: is no map, but service_account_path leads through it; correct one of both",
        ),
        (
            {
                "policies": POLICIES,
                **POD_IDENTITY,
                **IN_CONTROLLER,
                "values": {"controller": {"podAnnotations": {"eks-platform/identity": "mine"}}},
            },
            (
                'values.controller.podAnnotations["eks-platform/identity"]: mine: is the platform\'s own, because it '
                "tells how pods become a role; leave it out"
            ),
        ),
        (
            {
                "policies": POLICIES,
                **POD_IDENTITY,
                "values": {"podAnnotations": "x"},
                "unchecked_because": "rendered elsewhere",
            },
            "values.podAnnotations: x: is no map, but pod_annotations_path leads through it; correct one of both",
        ),
    ],
)
def test_a_mistake_is_answered_where_it_stands(folder: Path, settings: Settings, line: str) -> None:
    assert lines(folder, **settings) == [line]


def test_a_chart_without_a_place_for_an_account_or_annotations_gets_no_role(folder: Path) -> None:
    source = folder / "bare"
    source.mkdir()
    (source / "Chart.yaml").write_text("{name: bare, version: 2.1.0}")
    (source / "values.yaml").write_text("{replicas: 1}")
    assert vendored_charts.main([str(source), "--from", REPOSITORY, "--into", str(folder / "charts")]) == 0

    account, pods = (it.replace("backup", "bare") for it in (NO_ACCOUNT, NO_PODS))
    assert lines(folder, chart="bare", policies=POLICIES, **POD_IDENTITY) == [
        f"service_account_path: serviceAccount: {account}without one it gets no role",
        f"pod_annotations_path: podAnnotations: {pods}write identity: irsa",
    ]


@pytest.mark.parametrize(
    "settings",
    [
        {"version": "2.1.1"},
        {"repository": "https://elsewhere.example.com"},
        {"chart": "metrics-server", "version": "3.13.1"},
    ],
    ids=["another version", "another repository", "a controller's chart, of another repository"],
)
def test_what_is_known_is_of_one_repository_and_version(folder: Path, settings: Settings) -> None:
    chart = {"chart": "backup", "version": "2.1.0", "repository": REPOSITORY, **settings}

    known = f"charts/{chart['chart']}-{chart['version']}.json is missing beside this file, or is of another repository"
    remedy = f"get the chart and run `make vendor-chart CHART=path FROM={chart['repository']} INTO={folder}/charts`"
    assert lines(folder, **settings) == [
        (
            f"version: {chart['version']}: can't be checked: {known}; {remedy}, "
            "or say in unchecked_because why its values need no check"
        )
    ]


def test_a_second_release_of_a_controllers_chart_is_checked_by_what_we_know_of_it(folder: Path) -> None:
    known = {"repository": "https://kubernetes-sigs.github.io/metrics-server", "chart": "metrics-server"}

    assert lines(folder, **known, version="3.13.1", values={"replica": 2}) == [
        "values.replica: 2: is not a value of chart metrics-server 3.13.1; did you mean replicas?"
    ]


@pytest.mark.parametrize(
    "content", ["<<<<<<< HEAD", "[]", "{}", '{"images": [], "nmae": "x"}', '{"images": [1]}', "[" * 100_000, "\u00ff"]
)
def test_a_broken_file_of_what_is_known_is_a_line(tmp_path: Path, content: str) -> None:
    (tmp_path / "charts").mkdir()
    (tmp_path / "charts" / "backup-2.1.0.json").write_text(content)

    (line,) = lines(tmp_path)

    assert line.startswith("version: 2.1.0: can't be checked: charts/backup-2.1.0.json is broken (")
    assert line.endswith(f"run `make vendor-chart CHART=path FROM={REPOSITORY} INTO={tmp_path}/charts`")


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("values", 5, 'values: 5 is not one of "any", "boolean" or 2 other candidates'),
        ("values", {"replicas": []}, 'values.replicas: [] is not one of "any", "boolean" or 2 other candidates'),
        ("kube_version", 5, 'kube_version: 5 is not of types "null", "string"'),
        ("app_version", None, 'app_version: null is not of type "string"'),
        ("images", [{}], 'images.0: "path" is a required property'),
        ("colour", 1, "Additional properties are not allowed ('colour' was unexpected)"),
        ("schema", {"$ref": "#/nope"}, "schema: Pointer '/nope' does not exist"),
        ("schema", {"pattern": "("}, 'schema: "(" is not a "regex"'),
        (
            "schema",
            {"$ref": "https://schemas.example.com/a"},
            "schema: https://schemas.example.com/a is elsewhere, and nothing is fetched to check values",
        ),
    ],
)
def test_a_file_of_what_is_known_that_is_wrong_in_one_place_is_a_line(
    folder: Path, tmp_path: Path, key: str, value: object, reason: str
) -> None:
    facts = json.loads((folder / "charts" / "backup-2.1.0.json").read_bytes())
    (tmp_path / "charts").mkdir()
    (tmp_path / "charts" / "backup-2.1.0.json").write_text(json.dumps({**facts, key: value}))

    remedy = f"get the chart and run `make vendor-chart CHART=path FROM={REPOSITORY} INTO={tmp_path}/charts`"
    assert lines(tmp_path, values={"replicas": 2}) == [
        f"version: 2.1.0: can't be checked: charts/backup-2.1.0.json is broken ({reason}); {remedy}"
    ]


def test_a_chart_whose_values_say_nothing_takes_all(tmp_path: Path) -> None:
    source = tmp_path / "backup"
    source.mkdir()
    (source / "Chart.yaml").write_text("{name: backup, version: 2.1.0}")
    (source / "values.yaml").write_text("")
    assert vendored_charts.main([str(source), "--from", REPOSITORY, "--into", str(tmp_path / "charts")]) == 0

    assert lines(tmp_path, values={"replicas": 2}) == []


def test_images_come_from_the_registry_unless_the_values_say_more(folder: Path) -> None:
    facts = cluster_facts(image_registry="mirror.example.com")
    account = {"create": True, "name": "backup"}
    chart = backup(values={"image": {"tag": "3"}}, policies=POLICIES, **IN_CONTROLLER)
    installation = Installation(options=ControllerOptions(), cluster=facts, service_account=account)

    assert values_of(controller_of("backup", chart, (), folder), installation, Identity.POD_IDENTITY) == {
        "image": {"repository": "mirror.example.com/registry.example.com/backup", "tag": "3"},
        "controller": {"serviceAccount": account, "podAnnotations": {"eks-platform/identity": "pod-identity"}},
    }


def test_the_identity_of_the_environment_counts(folder: Path) -> None:
    platform = replace(cluster_facts().platform, identity=Identity.POD_IDENTITY)
    chart = backup(policies=POLICIES, service_account_path="controller.serviceAccount")

    (line,) = user_chart_lines(folder / "dev.yaml", {"backup": chart}, platform)

    assert "pod_annotations_path: podAnnotations: is not where" in line
