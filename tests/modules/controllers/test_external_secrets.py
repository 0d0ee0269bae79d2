"""External Secrets Operator: what its role may read, and who may read through it."""

import json
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from config.rules.problem import Problem
from modules.controllers.controller import Installation
from modules.controllers.external_secrets import EXTERNAL_SECRETS, ClusterSecretStore, ExternalSecretsOptions
from tests.modules.controllers.platforms import cluster_facts

KEY = "arn:aws:kms:eu-central-1:111122223333:key/01234567-89ab-cdef-0123-456789abcdef"
NAMES = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:"
PATHS = "arn:aws:ssm:eu-central-1:111122223333:parameter"
STORE = ClusterSecretStore(service="SecretsManager", namespaces=("shop",))
(STORES,) = EXTERNAL_SECRETS.behind_it
SPEC: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["provider"],
    "properties": {
        "provider": {
            "type": "object",
            "additionalProperties": False,
            "required": ["aws"],
            "properties": {
                "aws": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["region", "service"],
                    "properties": {
                        "region": {"type": "string"},
                        "service": {"enum": ["SecretsManager", "ParameterStore", "CertificateManager"]},
                    },
                }
            },
        },
        "conditions": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "namespaces": {
                        "type": "array",
                        "items": {
                            "type": "string",
                            "minLength": 1,
                            "maxLength": 63,
                            "pattern": "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$",
                        },
                    }
                },
            },
        },
    },
}
"""What a ClusterSecretStore (external-secrets.io/v1) may be of AWS, as far as the platform writes it.

Written from config/crds/bases/external-secrets.io_clustersecretstores.yaml of external-secrets/external-secrets, at a
commit near the pinned version: its own definition is not kept here.
"""


def statements(options: ExternalSecretsOptions, region: str = "eu-central-1") -> dict[str, list[dict[str, Any]]]:
    policies = EXTERNAL_SECRETS.policies(options, cluster_facts(region))
    return {purpose: json.loads(document.json())["Statement"] for purpose, document in policies.items()}


def values(options: ExternalSecretsOptions) -> Any:  # noqa: ANN401 - as YAML has it
    return EXTERNAL_SECRETS.values(Installation(options=options, cluster=cluster_facts(), service_account={}))


def test_it_reads_what_is_named_and_finds_nothing_else() -> None:
    assert statements(ExternalSecretsOptions(secret_name_prefixes=("a/", "b-"), parameter_paths=("/a/b",))) == {
        "secrets": [
            {
                "Sid": "ReadSecretsWhoseNamesBeginAsAsked",
                "Effect": "Allow",
                "Action": [
                    "secretsmanager:DescribeSecret",
                    "secretsmanager:GetResourcePolicy",
                    "secretsmanager:GetSecretValue",
                    "secretsmanager:ListSecretVersionIds",
                ],
                "Resource": [f"{NAMES}a/*", f"{NAMES}b-*"],
            }
        ],
        "parameters": [
            {
                "Sid": "ReadParametersBelowThePathsAsked",
                "Effect": "Allow",
                "Action": [
                    "ssm:GetParameter",
                    "ssm:GetParameters",
                    "ssm:GetParametersByPath",
                    "ssm:ListTagsForResource",
                ],
                "Resource": [f"{PATHS}/a/b", f"{PATHS}/a/b/*"],
            }
        ],
    }


def test_all_of_them_has_to_be_said() -> None:
    policies = statements(ExternalSecretsOptions(secret_name_prefixes=("*",), parameter_paths=("/",)))

    assert {purpose: it[0]["Resource"] for purpose, it in policies.items()} == {
        "secrets": [f"{NAMES}*"],
        "parameters": [f"{PATHS}/*"],
    }
    assert statements(ExternalSecretsOptions()) == {}


@pytest.mark.parametrize(
    ("region", "suffix"),
    [("eu-central-1", "eu-central-1.amazonaws.com"), ("cn-north-1", "cn-north-1.amazonaws.com.cn")],
)
def test_keys_decrypt_only_what_these_services_hand_out(region: str, suffix: str) -> None:
    options = ExternalSecretsOptions(secret_name_prefixes=("a/",), parameter_paths=("/a",), kms_key_arns=(KEY,))

    assert {purpose: it[1:] for purpose, it in statements(options, region).items()} == {
        purpose: [
            {
                "Sid": "DecryptWhatThisServiceHandsOut",
                "Effect": "Allow",
                "Action": "kms:Decrypt",
                "Resource": [KEY],
                "Condition": {"StringEquals": {"kms:ViaService": f"{service}.{suffix}"}},
            }
        ]
        for purpose, service in (("secrets", "secretsmanager"), ("parameters", "ssm"))
    }


@pytest.mark.parametrize(
    ("options", "lent"), [(ExternalSecretsOptions(), True), (ExternalSecretsOptions(parameter_paths=("/a",)), False)]
)
def test_a_role_is_not_lent_to_whoever_makes_a_store_in_a_namespace(
    options: ExternalSecretsOptions, *, lent: bool
) -> None:
    written = values(options)

    assert (written["processSecretStore"], written["rbac"]) == (lent, {"serviceAccountTokenCreate": lent})


@pytest.mark.parametrize("service", get_args(ClusterSecretStore.model_fields["service"].annotation))
@pytest.mark.parametrize("namespaces", [("a",), ("0-a", "a" * 63)])
def test_stores_are_what_their_kind_takes(service: Any, namespaces: tuple[str, ...]) -> None:  # noqa: ANN401 - each that is known
    store = ClusterSecretStore(service=service, namespaces=namespaces)
    options = ExternalSecretsOptions(cluster_secret_stores={"one": store, "a" * 63: store})
    written: Any = STORES.values(Installation(options=options, cluster=cluster_facts(), service_account={}))

    specs = written["clusterSecretStores"].values()
    assert [it.message for spec in specs for it in Draft202012Validator(SPEC).iter_errors(spec)] == []


@pytest.mark.parametrize("namespaces", [("",), ("a" * 64,), ("Shop",), ("shop-",), ("a.b",)])
def test_what_is_no_namespace_is_refused(namespaces: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError):
        ClusterSecretStore(service="SecretsManager", namespaces=namespaces)


def test_a_store_is_for_the_namespaces_that_are_named() -> None:
    options = ExternalSecretsOptions(secret_name_prefixes=("a/",), cluster_secret_stores={"secrets": STORE})
    installation = Installation(options=options, cluster=cluster_facts(), service_account={})

    assert STORES.values(installation) == {
        "clusterSecretStores": {
            "secrets": {
                "provider": {"aws": {"service": "SecretsManager", "region": "eu-central-1"}},
                "conditions": [{"namespaces": ["shop"]}],
            }
        }
    }
    assert [STORES.wanted(it) for it in (ExternalSecretsOptions(), options)] == [False, True]
    with pytest.raises(ValidationError):
        ClusterSecretStore(service="SecretsManager", namespaces=())


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (
            ExternalSecretsOptions(parameter_paths=("/a",), cluster_secret_stores={"secrets": STORE}),
            Problem(
                ("cluster_secret_stores", "secrets", "service"),
                "SecretsManager",
                "has nothing that the role may read; say in secret_name_prefixes what it is",
            ),
        ),
        (
            ExternalSecretsOptions(kms_key_arns=(KEY,)),
            Problem(
                ("kms_key_arns",),
                [KEY],
                "decrypt nothing while it may read nothing: name secret_name_prefixes or parameter_paths, or no keys",
            ),
        ),
        (
            ExternalSecretsOptions(parameter_paths=("/a",), kms_key_arns=(KEY.replace("eu-central-1", "eu-west-1"),)),
            Problem(
                ("kms_key_arns", 0),
                KEY.replace("eu-central-1", "eu-west-1"),
                "is not in eu-central-1, where secrets and parameters are encrypted with keys of the region; "
                "write one of arn:aws:kms:eu-central-1:...",
            ),
        ),
        (
            ExternalSecretsOptions(parameter_paths=("/a",), kms_key_arns=(KEY.replace("arn:aws:", "arn:aws-cn:"),)),
            Problem(
                ("kms_key_arns", 0),
                KEY.replace("arn:aws:", "arn:aws-cn:"),
                "is not in eu-central-1, where secrets and parameters are encrypted with keys of the region; "
                "write one of arn:aws:kms:eu-central-1:...",
            ),
        ),
    ],
)
def test_what_leads_to_nothing_is_refused(options: ExternalSecretsOptions, problem: Problem) -> None:
    assert list(EXTERNAL_SECRETS.problems(options, cluster_facts().platform)) == [problem]


@pytest.mark.parametrize("wrong", [{"secret_name_prefixes": ("a/*",)}, {"parameter_paths": ("a",)}])
def test_a_wildcard_inside_a_name_is_none(wrong: dict[str, tuple[str, ...]]) -> None:
    with pytest.raises(ValidationError):
        ExternalSecretsOptions(**wrong)  # type: ignore[arg-type]  # that is the point
