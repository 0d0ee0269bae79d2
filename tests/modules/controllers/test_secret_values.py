"""Secrets in values: what is one, what only leads to one, and what is said of it."""

from pathlib import Path

import pytest

from config.controllers.user_charts import UserChart
from config.rules.problem import NOT_SHOWN
from modules.controllers import CONTROLLERS
from modules.controllers.secret_values import secret_problems
from modules.controllers.user_charts import chart_problems
from modules.vendored_charts.chart_facts import chart_facts
from modules.vendored_charts.key_tree import paths
from tests.modules.controllers.platforms import cluster_facts
from tests.synthesis import Json

SEEN = "is a secret, and whoever reads the state of Terraform would see it; "
GENERAL = f"{SEEN}let somebody else make a Secret in the namespace shop, and name it where the chart has a key for it"
OF_CHARTS_INSIDE = {"grafana", "victoria-metrics-operator"}
"""Whose values are not known here."""


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"db": {"password": "x"}}, ("db", "password")),
        ({"GF_DATABASE_PASSWORD": "x"}, ("GF_DATABASE_PASSWORD",)),
        ({"auth": {"clientSecret": "x"}}, ("auth", "clientSecret")),
        ({"apiTokens": [{"token": "x"}]}, ("apiTokens", 0, "token")),
        ({"env": [{"name": "API_KEY", "value": "x"}]}, ("env", 0, "value")),
        ({"awsSecretAccessKey": "x"}, ("awsSecretAccessKey",)),
        ({"note": "AKIAIOSFODNN7EXAMPLE"}, ("note",)),
        ({"tls": {"key": "-----BEGIN RSA PRIVATE KEY-----"}}, ("tls", "key")),
        ({"api_url": "https://hooks.slack.com/services/T0/B0/x"}, ("api_url",)),
        ({"repositories": {"r": {"url": "https://user:x@git.example.com/r"}}}, ("repositories", "r", "url")),
        ({"url": "https://ghp_x@git.example.com/r"}, ("url",)),
        ({"url": "HTTP://user:x@git.example.com/r"}, ("url",)),
        ({"database": "postgres://user:x@db.example.com/shop"}, ("database",)),
        ({"cache": "redis://:x@cache.example.com"}, ("cache",)),
        ({"args": ["--to=mongodb+srv://user:x@db.example.com"]}, ("args", 0)),
    ],
)
def test_a_secret_is_found_and_not_shown(values: Json, path: tuple[str | int, ...]) -> None:
    (problem,) = secret_problems(values, {}, "shop")

    assert (problem.path, problem.value, problem.remedy) == (("values", *path), NOT_SHOWN, GENERAL)


@pytest.mark.parametrize(
    "values",
    [
        {"password": ""},
        {"password": None},
        {"automountServiceAccountToken": True},
        {"existingSecret": "db", "passwordKey": "password", "secretName": "db", "bearerTokenFile": "/var/run/token"},
        {"bearerTokenSecret": {"name": "remote-write", "key": "token"}},
        {"data": [{"secretKey": "password", "remoteRef": {"key": "shop/db"}}]},
        {
            "client_secret": "$__file{/etc/secrets/client}",
            "clientSecret": "$oidc:client",
            "password": "{{ .password }}",
        },
        {
            "urls": [
                "ssh://git@git.example.com/r",
                "git@git.example.com:r",
                "https://example.com:8080/@user?to=a@b.example",
            ]
        },
        {"database": "postgres://user:$(PASSWORD)@db.example.com/shop", "git": "https://{{ .token }}@git.example.com"},
        {"env": [{"name": "LOG_LEVEL", "value": "debug"}, {"name": "PASSWORD", "valueFrom": {"secretKeyRef": {}}}]},
    ],
)
def test_what_only_leads_to_a_secret_passes(values: Json) -> None:
    assert list(secret_problems(values, {}, "shop")) == []


@pytest.mark.parametrize("name", [name for name, it in CONTROLLERS.items() if it.secret_values])
def test_a_known_secret_of_a_chart_is_answered_with_the_key_to_write_instead(name: str) -> None:
    controller = CONTROLLERS[name]
    found = {}
    for dotted, remedy in controller.secret_values.items():
        values: Json = "x"
        for key in reversed(dotted.split(".")):
            values = {key: values}
        problems = controller.problems(controller.options(values=values), cluster_facts().platform)
        found[dotted] = [(it.path, it.remedy == f"{SEEN}{remedy}") for it in problems if it.value == NOT_SHOWN]

    assert found == {it: [(("values", *it.split(".")), True)] for it in controller.secret_values}


def test_known_secrets_are_values_that_their_chart_has() -> None:
    unknown = [
        dotted
        for controller in CONTROLLERS.values()
        for dotted in controller.secret_values
        if (path := tuple(dotted.split(".")))[0] not in OF_CHARTS_INSIDE
        and path not in paths(chart_facts(controller.chart.name, controller.chart.version).values)
    ]

    assert unknown == []


def test_a_chart_of_ones_own_has_no_secrets_in_its_values_either() -> None:
    chart = UserChart(
        repository="https://charts.example.com",
        version="1.0.0",
        namespace="shop",
        unchecked_because="rendered elsewhere",
        values={"db": {"password": "x"}},
    )

    (problem,) = chart_problems("web", chart, Path(), cluster_facts().platform)

    assert (problem.path, problem.value, problem.remedy) == (("values", "db", "password"), NOT_SHOWN, GENERAL)
