"""Values that do not fit their chart, which Helm would take without a word."""

import socket
from dataclasses import replace

import pytest

from config.rules.problem import Problem
from modules.vendored_charts.chart_facts import ChartFacts, chart_facts
from modules.vendored_charts.schema_errors import BrokenSchemaError
from modules.vendored_charts.values_check import value_problems

LOAD_BALANCERS = chart_facts("aws-load-balancer-controller", "3.5.0")
EXTERNAL_DNS = chart_facts("external-dns", "1.21.1")


def remedies(values: dict[str, object], facts: ChartFacts) -> list[tuple[str, str]]:
    return [(".".join(map(str, it.path)), it.remedy) for it in value_problems(values, facts)]


def unknown(remedy: str) -> str:
    return f"is not a value of chart aws-load-balancer-controller 3.5.0; {remedy}"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"serviceAcount": {}}, ("serviceAcount", unknown("did you mean serviceAccount?"))),
        (
            {"serviceAccount": {"anotations": {}}},
            ("serviceAccount.anotations", unknown("did you mean serviceAccount.annotations?")),
        ),
        (
            {"serviceAccount": {"clusterName": "dev"}},
            ("serviceAccount.clusterName", unknown("did you mean clusterName?")),
        ),
        (
            {"image": {"colour": 1}},
            ("image.colour", unknown("there it reads pullPolicy, repository, tag")),
        ),
        (
            {"image": "other"},
            ("image", "is not what the chart reads there: a map with pullPolicy, repository, tag"),
        ),
        (
            {"replicaCount": {"is": 2}},
            ("replicaCount", "is a map where the chart reads a single value; write that value"),
        ),
        (
            {"replicaCount": [1]},
            ("replicaCount", "is a list where the chart reads a single value; write that value"),
        ),
        (
            {"imagePullSecrets": "registry"},
            ("imagePullSecrets", "is not what the chart reads there: a list; write one, with - before each item"),
        ),
        (
            {"keepTLSSecret": "false"},
            (
                "keepTLSSecret",
                "is a switch of the chart, for which any text counts as true; write true or false",
            ),
        ),
    ],
)
def test_a_value_that_the_chart_does_not_read_is_answered_with_the_nearest_that_it_does(
    values: dict[str, object], expected: tuple[str, str]
) -> None:
    assert remedies(values, LOAD_BALANCERS) == [expected]


def test_free_form_and_what_is_taken_away_are_left_alone() -> None:
    values = {"podAnnotations": {"example.com/any": "thing"}, "resources": {"limits": {"cpu": 1}}, "image": None}
    assert remedies(values, LOAD_BALANCERS) == []


def test_the_schema_of_a_chart_is_asked_too() -> None:
    (problem,) = value_problems({"policy": "upsert"}, EXTERNAL_DNS)
    assert problem == Problem(
        ("policy",),
        "upsert",
        "does not fit the chart's schema: must be one of create-only, sync, upsert-only; did you mean upsert-only?",
    )


def test_a_schema_is_never_fetched() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/a.json"
        with pytest.raises(BrokenSchemaError) as error:
            list(value_problems({}, replace(EXTERNAL_DNS, schema={"$ref": address})))
        with pytest.raises(BlockingIOError):
            server.accept()

    assert str(error.value) == f"{address} is elsewhere, and nothing is fetched to check values"


def test_all_choices_are_named_however_many() -> None:
    choices = "must be one of panic, debug, info, warning, error, fatal; did you mean debug?"
    assert remedies({"logLevel": "debugg"}, EXTERNAL_DNS) == [
        ("logLevel", f"does not fit the chart's schema: {choices}")
    ]


def test_a_misspelt_key_is_found_where_the_schema_is_open() -> None:
    expected = "is not a value of chart external-dns 1.21.1; did you mean policy?"
    assert remedies({"polcy": "sync"}, EXTERNAL_DNS) == [("polcy", expected)]
