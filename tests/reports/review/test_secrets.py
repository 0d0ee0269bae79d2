"""What is not shown: what Terraform marks, wherever it stands again, and what by its name may be secret."""

import json
from pathlib import Path

import pytest

from reports.review.masking import Secrets
from reports.review.secret_names import is_secret_name
from tests.reports.review.reviewing import change, plan, reviewed
from tests.synthesis import Json

BY_NAME = "(not shown: by its name it may be secret)"
SECRET = 'a|wolf "milk" \N{EN DASH} ok'  # noqa: S105 - it stands for all of them


def values(folder: Path, before: Json, after: Json) -> dict[str, tuple[str | None, str | None]]:
    """Path to what is shown before and after, of an update."""
    done = change("aws_x.y", "update", before=before, after=after)
    (entry,) = reviewed(folder, {"dev": plan(done)}).document["stacks"][0]["entries"]
    return {it["path"]: (it["before"], it["after"]) for it in entry["values"]}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"password": "a"}, {"password": "b"}),
        ({"password": 12345}, {"password": 5}),
        ({"user_data": "a"}, {"user_data": "b"}),
        ({"user_data_base64": "a"}, {"user_data_base64": "b"}),
        ({"block": [{"secret_key": "a"}]}, {"block": [{"secret_key": "b"}]}),
        ({"credentials": {"any": "a"}}, {"credentials": {"any": "b"}}),
        ({"secrets": {"any": ["a"]}}, {"secrets": {"any": ["b"]}}),
        ({"tokens": ["a"]}, {"tokens": ["b"]}),
        ({"stringData": {"file": "a"}}, {"stringData": {"file": "b"}}),
        ({"env": [{"name": "TOKEN", "value": "a"}]}, {"env": [{"name": "TOKEN", "value": "b"}]}),
        ({"token": {"value": "a"}}, {"token": {"value": "b"}}),
        ({"m": {"kind": "Secret", "data": {"any": "a"}}}, {"m": {"kind": "Secret", "data": {"any": "b"}}}),
        ({"script": "a\nDB_PASSWORD=a"}, {"script": "a\nDB_PASSWORD=b"}),
        ({"script": "mysql --root-password a"}, {"script": "mysql --root-password b"}),
        ({"script": 'run: ["--password", "a"]'}, {"script": 'run: ["--password", "b"]'}),
        ({"pem": "-----BEGIN EC PRIVATE KEY-----\na"}, {"pem": "-----BEGIN EC PRIVATE KEY-----\nb"}),
        ({"place": "postgres://u:a@h:5432/db"}, {"place": "postgres://u:b@h:5432/db"}),
        ({"place": "redis://:a@h"}, {"place": "redis://:b@h"}),
        ({"place": f"https://{'a' * 20}@github.com/x"}, {"place": f"https://{'b' * 20}@github.com/x"}),
        ({"header": "Authorization: Basic a"}, {"header": "Authorization: Basic b"}),
        ({"header": f"Authorization: 1{'a' * 15}"}, {"header": f"Authorization: 1{'b' * 15}"}),
        ({"header": f"Bearer 1{'a' * 15}"}, {"header": f"Bearer 1{'b' * 15}"}),
    ],
    ids=json.dumps,
)
def test_by_its_name_it_may_be_secret(tmp_path: Path, old: Json, new: Json) -> None:
    (shown,) = values(tmp_path, {"name": "x", **old}, {"name": "x", **new}).values()

    assert [it and it.strip('[]"') for it in shown] == [BY_NAME, BY_NAME]


def test_a_text_in_json_is_hidden_also_where_it_is_new(tmp_path: Path) -> None:
    assert values(tmp_path, {"a": None}, {"a": '{"password": "b"}'}) == {"a": (None, BY_NAME)}


def test_what_follows_a_flag_of_a_secret_is_hidden(tmp_path: Path) -> None:
    old, new = ({"args": ["--user", it, "--password", it, "--token-ttl", it, "--secret", "--on"]} for it in "ab")

    assert values(tmp_path, old, new) == {
        "args": (
            f'["--user", "a", "--password", "{BY_NAME}", "--token-ttl", "a", "--secret", "--on"]',
            f'["--user", "b", "--password", "{BY_NAME}", "--token-ttl", "b", "--secret", "--on"]',
        )
    }


@pytest.mark.parametrize("secret", ["postgres://u:hunter2@h", "Bearer 0123456789abcdef"])
def test_a_hash_is_of_no_credential(tmp_path: Path, secret: str) -> None:
    done = change("aws_x.y", "create", after={"a": secret, "b": "a"})
    (entry,) = reviewed(tmp_path, {"dev": plan(done)}).document["stacks"][0]["entries"]

    assert entry["digest"] is None


@pytest.mark.parametrize(
    "text",
    [
        "ssh://git@github.com/x",
        "docker://image:tag@sha256:0123",
        "oci://public.ecr.aws/karpenter/karpenter:1.0@sha256:0123",
        "https://oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF",
        "-----BEGIN CERTIFICATE-----",
        "authorization: enabled",
        "--authorization-mode=RBAC --service-account-key-file=/a/b",
        "a bearer of news",
        "--secret-id a",
    ],
)
def test_places_and_modes_are_shown(tmp_path: Path, text: str) -> None:
    assert values(tmp_path, {"a": "a"}, {"a": text}) == {"a": ("a", text)}


def test_the_arn_of_a_key_is_shown(tmp_path: Path) -> None:
    old, new = (f"arn:aws:kms:eu-central-1:111122223333:key/{it}" for it in "ab")

    assert values(tmp_path, {"encryption_key": old}, {"encryption_key": new}) == {"encryption_key": (old, new)}


def test_names_and_measures_of_secrets_are_shown(tmp_path: Path) -> None:
    old = {
        "metadata_options": [{"http_tokens": "required"}],
        "secret_arn": "arn:aws:secretsmanager:eu-central-1:111122223333:secret:a",
        "imagePullSecrets": [{"name": "a"}],
        "external-secrets": {"a": "a"},
        "token_ttl": 60,
        "automount_token": False,
    }
    new = {
        "metadata_options": [{"http_tokens": "optional"}],
        "secret_arn": "arn:aws:secretsmanager:eu-central-1:111122223333:secret:b",
        "imagePullSecrets": [{"name": "b"}],
        "external-secrets": {"a": "b"},
        "token_ttl": 61,
        "automount_token": True,
    }
    assert values(tmp_path, old, new) == {
        "metadata_options.http_tokens": ("required", "optional"),
        "secret_arn": (old["secret_arn"], new["secret_arn"]),
        "imagePullSecrets.name": ("a", "b"),
        "external-secrets.a": ("a", "b"),
        "token_ttl": ("60", "61"),
        "automount_token": ("false", "true"),
    }


def test_a_marked_text_is_nowhere(tmp_path: Path) -> None:
    """Not in an address, a key, an argument's path, an output's name, what was moved, nor in what happened outside."""
    address = f"aws_x.y[{json.dumps(SECRET)}]"
    done = change(
        address,
        "update",
        before={"a": SECRET, "map": {SECRET: 1}, "all": {}},
        after={"a": SECRET, "map": {SECRET: 2}, "all": {"b": [{SECRET: SECRET}]}},
        before_sensitive={"a": True},
        after_sensitive={"a": True},
        previous_address=f"aws_x.z[{json.dumps(SECRET)}]",
    )
    output = {"actions": ["update"], "before": {SECRET: 1}, "after": {SECRET: 2}}
    found = reviewed(
        tmp_path,
        {"dev": plan(done, resource_drift=[done], output_changes={"o": output})},
        "--full",
        str(tmp_path / "full.md"),
    )

    everything = found.text + (tmp_path / "full.md").read_text() + json.dumps(found.document, ensure_ascii=False)
    assert [it for it in ("wolf", "milk") if it in everything] == []
    assert [it["address"] for it in found.document["stacks"][0]["entries"]] == ['aws_x.y["(sensitive)"]']


def test_a_marked_number_is_hidden_where_it_stands_again_if_it_is_long(tmp_path: Path) -> None:
    done = change(
        "aws_x.y",
        "update",
        before={"a": 4711, "b": 0, "c": 7, "d": "0", "e": 0},
        after={"a": 4711, "b": 4711, "c": 7, "d": "4711", "e": 7},
        before_sensitive={"a": True, "c": True},
        after_sensitive={"a": True, "c": True},
    )
    (entry,) = reviewed(tmp_path, {"dev": plan(done)}).document["stacks"][0]["entries"]

    assert {it["path"]: it["after"] for it in entry["values"]} == {"b": "(sensitive)", "d": "(sensitive)", "e": "7"}


@pytest.mark.parametrize(
    "name",
    [
        *("db_password", "passwd", "passphrase", "client_secret", "tokens", "credential", "bearer", "docker_config"),
        *("DockerConfigJson", "connection_string", "connection-url", "connectionUri", "private_key", "apiKey"),
        *("access-key", "signing_key", "shared_key", "master_key", "account_key", "database_url", "webhookURL"),
        *("pw", "db-pw", "pass", "smtpPass", "cookie", "jwt", "encryptionKey", "slack_api_url"),
        *("basic_auth", "authorization", "dsn", "user_data", "custom_data_base64", "kube_config", "kubeconfig_raw"),
    ],
)
def test_such_a_name_is_one_of_a_secret(name: str) -> None:
    assert is_secret_name(name)


@pytest.mark.parametrize("name", ["bypass", "compass", "cookie_name", "cookie_behavior", "jwt_configuration"])
def test_such_a_name_is_none(name: str) -> None:
    assert not is_secret_name(name)


@pytest.mark.parametrize(
    "written",
    [
        r"x: \u003chunter\u003e\u0026two",
        json.dumps({"x": r'{"y": "\u003chunter\u003e\u0026two"}'}),
        "x: |\n      <hunter>&two\n      a second line",
        json.dumps({"x": json.dumps({"y": '<hunter>&two\na "second" line'})}),
    ],
)
def test_a_secret_is_found_however_it_is_written(written: str) -> None:
    secrets = Secrets()
    secrets.add('<hunter>&two\na "second" line\n')
    secrets.add("<hunter>&two\na second line\n")
    shown = secrets.cut(written)

    assert [it for it in ("hunter", "second") if it in shown] == []


def test_a_line_that_only_opens_a_block_is_shown() -> None:
    secrets = Secrets()
    secrets.add("contexts:\n  - a\n")

    assert secrets.cut("contexts:\n  - b\n") == "contexts:\n  - b\n"


def test_what_a_data_source_has_read_is_hidden(tmp_path: Path) -> None:
    """A mark that stands in the state alone, also in a module."""
    data = {"mode": "data", "values": {"plain": "shown-text", "x": SECRET}, "sensitive_values": {"x": True}}
    state = {"values": {"root_module": {"child_modules": [{"resources": [data]}]}}}
    done = change("aws_x.y", "update", before={"a": "a", "b": "b"}, after={"a": SECRET, "b": "shown-text"})
    (entry,) = reviewed(tmp_path, {"dev": plan(done, prior_state=state)}).document["stacks"][0]["entries"]

    assert {it["path"]: it["after"] for it in entry["values"]} == {"a": "(sensitive)", "b": "shown-text"}


@pytest.mark.parametrize("others", [0, 99], ids=["few", "many"])
@pytest.mark.parametrize("gap", range(9))
def test_a_secret_is_found_wherever_in_a_text_it_stands(gap: int, others: int) -> None:
    secrets = Secrets()
    for it in ("hunter2-and", "hunter2-and-more", "hunter2-", *(f"{number:08} is another" for number in range(others))):
        secrets.add(it)

    assert [secrets.cut(f"{'x' * gap}{it}y") for it in ("hunter2-", "hunter2-and-more", "hunter2", "hunter2-an")] == [
        f"{'x' * gap}(sensitive)y",
        f"{'x' * gap}(sensitive)y",
        f"{'x' * gap}hunter2y",
        f"{'x' * gap}(sensitive)any",
    ]


def test_hidden_ports_are_said_the_same_each_time(tmp_path: Path) -> None:
    rule = {"protocol": "tcp", "from_port": 1, "to_port": ["hidden"], "cidr_ipv4": "10.0.0.0/8"}
    done = change(
        "aws_vpc_security_group_ingress_rule.x",
        "create",
        after=rule,
        after_sensitive={"from_port": True, "to_port": [True]},
    )
    (entry,) = reviewed(tmp_path, {"dev": plan(done)}).document["stacks"][0]["entries"]

    assert [it["text"] for it in entry["sentences"]] == ["`10.0.0.0/8` can now reach `tcp (sensitive) to `"]
