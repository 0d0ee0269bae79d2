"""A chart of the user's own, as a controller."""

import json
from pathlib import Path
from typing import Any

import pytest
from constructs import Construct

from config.controllers.identity import Identity
from config.controllers.kinds import ControllerOptions
from config.controllers.user_charts import UserChart
from modules.controllers.installed_controller import InstalledController
from modules.controllers.user_charts import controller_of, user_chart_lines
from modules.trust_policies import OidcIdentityProvider
from tests.modules.controllers.platforms import cluster_facts
from tests.synthesis import Json, helm_values, synthesize_stack

READ = {"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}
LIST = {"Sid": "List", "Effect": "Allow", "Action": "ec2:DescribeInstances", "Resource": "*"}
DOCUMENT = {"Version": "2012-10-17", "Statement": [READ]}
UNCHECKED = "rendered elsewhere"


def user_chart(**settings: Any) -> UserChart:  # noqa: ANN401 - as pydantic takes them
    return UserChart(repository="https://charts.example.com", version="1.2.3", **settings)


def install(chart: UserChart, folder: Path) -> Json:
    def build(stack: Construct) -> None:
        InstalledController(
            stack,
            "web",
            controller=controller_of("web", chart, ("external-dns",), folder),
            options=ControllerOptions(),
            cluster=cluster_facts(),
            provider=OidcIdentityProvider(arn="arn", issuer="issuer"),
            depends_on=[],
        )

    return synthesize_stack(build)["resource"]


def test_it_has_a_role_where_it_has_a_policy(tmp_path: Path) -> None:
    (tmp_path / "read.json").write_text(json.dumps(DOCUMENT))
    chart = user_chart(
        values={"replicas": 2},
        policy_files={"read": "read.json"},
        service_account_path="rbac.account",
        unchecked_because=UNCHECKED,
    )

    resources = install(chart, tmp_path)

    assert (
        json.loads(resources["aws_iam_policy"]["web_identity_read-policy"]["policy"])["Statement"]
        == DOCUMENT["Statement"]
    )
    assert helm_values(resources["helm_release"]["web_helm_release"]) == {
        "replicas": 2,
        "rbac": {
            "account": {
                "create": True,
                "name": "web",
                "annotations": {"eks.amazonaws.com/role-arn": "${aws_iam_role.web_identity_role.arn}"},
            }
        },
    }


def test_its_service_account_is_its_own_business_where_it_has_none(tmp_path: Path) -> None:
    resources = install(user_chart(values={"replicas": 2}, unchecked_because=UNCHECKED), tmp_path)

    assert list(resources) == ["helm_release"]
    assert helm_values(resources["helm_release"]["web_helm_release"]) == {"replicas": 2}
    assert resources["helm_release"]["web_helm_release"]["namespace"] == "web"


@pytest.mark.parametrize(
    ("after", "expected"),
    [(None, ("external-dns",)), (("database",), ("database",)), ((), ())],
    ids=["all controllers", "what it says", "nothing"],
)
def test_it_comes_after_all_controllers_or_what_it_says(
    after: tuple[str, ...] | None, expected: tuple[str, ...]
) -> None:
    controller = controller_of("web", user_chart(after=after), ("external-dns",), Path())

    assert controller.after == expected


@pytest.mark.parametrize(
    ("chart", "line"),
    [
        (
            user_chart(policy_files={"read": "gone.json"}, unchecked_because=UNCHECKED),
            (
                "charts.web.policy_files.read: gone.json: can't be read (No such file or directory); "
                "write the policy there"
            ),
        ),
        (
            user_chart(policy_files={"read": "text.json"}, unchecked_because=UNCHECKED),
            "charts.web.policy_files.read: text.json: is no policy document (it is no JSON object); correct it",
        ),
        (
            user_chart(policy_files={"read": "twice.json"}, unchecked_because=UNCHECKED),
            (
                "charts.web.policy_files.read: twice.json: is no policy document (Statement stands twice in one "
                "place); correct it"
            ),
        ),
        (
            user_chart(policy_files={"read": "mark.json"}, unchecked_because=UNCHECKED),
            (
                "charts.web.policy_files.read: mark.json: is no policy document (it has TfToken[ in it, by which cdktf "
                "marks values that it fills in); correct it"
            ),
        ),
        (
            user_chart(policy_files={"read": "deep.json"}, unchecked_because=UNCHECKED),
            "charts.web.policy_files.read: deep.json: is no policy document (it is too deep); correct it",
        ),
        (
            user_chart(policy_files={"read": "constant.json"}, unchecked_because=UNCHECKED),
            "charts.web.policy_files.read: constant.json: is no policy document (NaN is no JSON); correct it",
        ),
        (
            user_chart(policy_files={"read": "wide.json"}, unchecked_because=UNCHECKED),
            (
                "charts.web.policy_files.read: wide.json: Statement[0].Resource: *: is every resource; "
                "write which ones, or write the reason under the statement's Sid in broad_because"
            ),
        ),
        (
            user_chart(
                policy_files={"read": "wide.json"},
                broad_because={"List": "EC2 lists all or none", "Read": "no reason here"},
                unchecked_because=UNCHECKED,
            ),
            (
                'charts.web.broad_because.Read: "no reason here": is the reason for no statement: none has this '
                "Sid, or the one that has it names all; leave it out"
            ),
        ),
        (
            user_chart(identity=Identity.IRSA, values={"a": {"namespaceOverride": "b"}}, unchecked_because=UNCHECKED),
            (
                "charts.web.identity: irsa: is useless without a role; leave it out, or say in policies or "
                "policy_files what the role may do"
            ),
        ),
        (
            user_chart(
                policies={"read": DOCUMENT},
                values={"a": {"namespaceOverride": "b"}, "fullnameOverride": "c"},
                unchecked_because=UNCHECKED,
            ),
            (
                "charts.web.values.a.namespaceOverride: b: moves objects out of namespace web, where roles and other "
                "objects look for them; leave it out"
            ),
        ),
    ],
    ids=[
        "no file",
        "no document",
        "a key twice",
        "a mark of cdktf",
        "too deep",
        "no number",
        "too wide",
        "useless reason",
        "no role",
        "another namespace",
    ],
)
def test_what_is_wrong_beyond_its_own_file_is_one_line(chart: UserChart, line: str, tmp_path: Path) -> None:
    (tmp_path / "text.json").write_text('"text"')
    (tmp_path / "twice.json").write_text('{"Version": "2012-10-17", "Statement": [], "Statement": []}')
    (tmp_path / "mark.json").write_text('{"Id": "${TfToken[TOKEN.9]}"}')
    (tmp_path / "deep.json").write_text("[" * 100_000)
    (tmp_path / "constant.json").write_text('{"Version": NaN}')
    (tmp_path / "wide.json").write_text(json.dumps({**DOCUMENT, "Statement": [LIST]}))

    assert user_chart_lines(tmp_path / "dev.yaml", {"web": chart}, cluster_facts().platform) == [
        f"{tmp_path}/dev.yaml: {line}"
    ]
