"""Least privilege: every policy and every trust of every stack, read as IAM would read it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from config.environment import Environment
from modules.controllers import CONTROLLERS
from modules.policies.vendored import VendoredDocument
from modules.policy_document import PolicyDocument
from tests.modules.controllers.platforms import cluster_facts
from tests.synthesis import Json, Synthesized, helm_values, policy_statements

Statement = dict[str, Any]

POLICY_ARGUMENTS = {
    "aws_iam_policy": "policy",
    "aws_iam_role_policy": "policy",
    "aws_kms_key": "policy",
    "aws_s3_bucket_policy": "policy",
    "aws_sqs_queue_policy": "policy",
}
SIZE_LIMITS = {
    "aws_iam_policy": 6_144,
    "aws_iam_role_policy": 10_240,
    "aws_kms_key": 32_768,
    "aws_s3_bucket_policy": 20_480,
    "aws_sqs_queue_policy": 20_480,
}
TRUST_SIZE_LIMIT = 2_048
STS = "sts.amazonaws.com"
SERVICES = {"eks.amazonaws.com", "ec2.amazonaws.com", "eks-fargate-pods.amazonaws.com", "vpc-flow-logs.amazonaws.com"}

EVERY_ACTION = {
    ("encryption_key", "IamPoliciesOfTheAccountGovernTheKey"): "the account's own policies decide who may use the key",
}
EVERY_RESOURCE = {
    ("encryption_key", "IamPoliciesOfTheAccountGovernTheKey"): "in a key policy, `*` is the key",
    ("encryption_key", "CloudWatchLogsEncryptsTheControlPlanesLogs"): "in a key policy, `*` is the key",
    ("vpc-cni_ipv6-policy", "FindNodesAndTheirSubnets"): "no Describe action of EC2 has a resource level",
}
"""Beside those of controllers, each of which has its own reasons."""
VENDORED = {"ebs-csi_volumes-policy"}
"""Beside those of controllers."""


def policies(synthesized: Synthesized) -> Iterator[tuple[str, str, str, list[Statement]]]:
    """Kind, name, text and statements of every policy."""
    for kind, argument in POLICY_ARGUMENTS.items():
        for _, name, resource in synthesized.resources(kind):
            yield kind, name, resource[argument], policy_statements(resource[argument])


def of_controllers(environments: dict[str, Environment]) -> Iterator[tuple[str, str, PolicyDocument]]:
    """Controller, resource and document of every policy of a controller that an environment asks for."""
    for environment in environments.values():
        cluster = cluster_facts(environment.settings.region, hosted_zones=environment.settings.hosted_zones)
        for name, options in environment.controllers.items():
            for purpose, document in CONTROLLERS[name].policies(options, cluster).items():
                yield name, f"{name}_identity_{purpose}-policy", document


@pytest.fixture(scope="module")
def vendored(environments: dict[str, Environment]) -> set[str]:
    """The documents of others, kept as they are but for named patches (tests/modules has their provenance)."""
    return VENDORED | {it for _, it, document in of_controllers(environments) if isinstance(document, VendoredDocument)}


def listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def ours(
    synthesized: Synthesized, environments: dict[str, Environment], vendored: set[str]
) -> Iterator[tuple[str, list[Statement]]]:
    """Name and statements of policies that nobody else wrote; those of a user's charts are checked with their file."""
    charts = tuple(f"{chart}_identity_" for it in environments.values() for chart in it.settings.charts)
    for _, name, _, statements in policies(synthesized):
        if name not in vendored and not name.startswith(charts):
            yield name, statements


def test_no_statement_of_ours_allows_every_action(
    synthesized: Synthesized, environments: dict[str, Environment], vendored: set[str]
) -> None:
    wide = {
        (name, statement["Sid"])
        for name, statements in ours(synthesized, environments, vendored)
        for statement in statements
        if statement["Effect"] == "Allow"
        and any(action.endswith(":*") or action == "*" for action in listed(statement["Action"]))
    }
    assert wide == set(EVERY_ACTION)


def test_every_resource_is_meant_only_where_there_is_no_other_way(
    synthesized: Synthesized, environments: dict[str, Environment], vendored: set[str]
) -> None:
    wide = {
        (name, statement["Sid"])
        for name, statements in ours(synthesized, environments, vendored)
        for statement in statements
        if "*" in listed(statement["Resource"])
    }
    said = {
        (resource, sid)
        for name, resource, document in of_controllers(environments)
        for sid in CONTROLLERS[name].every_resource
        if any(statement.get("Sid") == sid for statement in document.statements)
    }
    assert wide == set(EVERY_RESOURCE) | said


def test_every_statement_of_ours_says_why(
    synthesized: Synthesized, environments: dict[str, Environment], vendored: set[str]
) -> None:
    for name, statements in ours(synthesized, environments, vendored):
        sids = [statement.get("Sid", "") for statement in statements]
        assert all(re.fullmatch(r"[A-Z][A-Za-z0-9]{7,}", sid) for sid in sids), name
        assert len(set(sids)) == len(sids), name


def test_vendored_policies_allow_no_whole_service(synthesized: Synthesized, vendored: set[str]) -> None:
    wide = [
        action
        for _, name, _, statements in policies(synthesized)
        if name in vendored
        for statement in statements
        for action in listed(statement["Action"])
        if action.endswith(":*") or action == "*"
    ]
    assert wide == []


def test_policies_fit_their_limits(synthesized: Synthesized) -> None:
    """Characters, counted as IAM counts them: without white space. Tokens stand for less than 100 characters each."""
    too_long = [
        name
        for kind, name, text, _ in policies(synthesized)
        if len(re.sub(r"\s", "", re.sub(r"\$\{[^}]*\}", "x" * 100, text))) > SIZE_LIMITS[kind]
    ]
    assert too_long == []


def test_trusts_fit_their_limit(synthesized: Synthesized) -> None:
    trusts = [role["assume_role_policy"] for _, _, role in synthesized.resources("aws_iam_role")]
    assert [it for it in trusts if len(re.sub(r"\$\{[^}]*\}", "x" * 100, it)) > TRUST_SIZE_LIMIT] == []


def test_nobody_but_named_services_and_single_service_accounts_is_trusted(synthesized: Synthesized) -> None:
    for _, name, role in synthesized.resources("aws_iam_role"):
        for statement in policy_statements(role["assume_role_policy"]):
            ((kind, principal),) = statement["Principal"].items()
            if kind == "Federated":
                assert names_one_service_account(statement), name
            elif principal == "pods.eks.amazonaws.com":
                assert names_one_association(statement), name
            else:
                assert principal in SERVICES, name


def names_one_service_account(statement: Json) -> bool:
    if list(statement["Condition"]) != ["StringEquals"]:
        return False
    claims = {key.rsplit("}", 1)[-1]: value for key, value in statement["Condition"]["StringEquals"].items()}
    account = r"system:serviceaccount:[a-z0-9-]+:[a-z0-9-]+"
    return set(claims) == {":aud", ":sub"} and claims[":aud"] == STS and bool(re.fullmatch(account, claims[":sub"]))


def names_one_association(statement: Json) -> bool:
    tags = {f"aws:RequestTag/{it}" for it in ("eks-cluster-arn", "kubernetes-namespace", "kubernetes-service-account")}
    condition = statement["Condition"]
    return (
        list(condition) == ["StringEquals"]
        and set(condition["StringEquals"]) == tags
        and all(isinstance(value, str) and "*" not in value for value in condition["StringEquals"].values())
    )


def trusted_accounts(statement: Json) -> tuple[str, str]:
    """Namespace and name of the service account that a statement trusts."""
    condition = {key.rsplit("}", 1)[-1]: value for key, value in statement["Condition"]["StringEquals"].items()}
    if ":sub" in condition:
        _, _, namespace, name = condition[":sub"].split(":")
        return namespace, name
    return condition["aws:RequestTag/kubernetes-namespace"], condition["aws:RequestTag/kubernetes-service-account"]


def accounts_in(value: Json) -> Iterator[Json]:
    """What looks like the description of a service account, wherever a chart wants it."""
    if isinstance(value, dict):
        if "create" in value and "name" in value:
            yield value
        for inner in value.values():
            yield from accounts_in(inner)


def told_to_argo_cd(synthesized: Synthesized) -> Iterator[tuple[str, dict[str, str]]]:
    """The annotations of the clusters that Argo CD knows: of releases that it installs itself."""
    for id, _, release in synthesized.resources("helm_release"):
        if release["name"] == "argo-cd":
            yield id, helm_values(release)["configs"]["clusterCredentials"]["in-cluster"]["annotations"]


def test_each_role_is_used_by_exactly_the_service_account_that_it_trusts(synthesized: Synthesized) -> None:
    """By the annotation that a chart writes, or by an association; and the chart makes that service account."""
    trusted = {
        (id, f"${{aws_iam_role.{name}.arn}}"): {
            trusted_accounts(statement) for statement in policy_statements(role["assume_role_policy"])
        }
        for id, name, role in synthesized.resources("aws_iam_role")
        if name.endswith("_identity_role")
    }
    used: dict[tuple[str, str], list[tuple[str, str]]] = {}
    made = set()
    for id, _, release in synthesized.resources("helm_release"):
        for account in accounts_in(helm_values(release)):
            assert account["create"] is True
            made.add((id, release["namespace"], account["name"]))
            role = account.get("annotations", {}).get("eks.amazonaws.com/role-arn")
            if role is not None:
                used.setdefault((id, role), []).append((release["namespace"], account["name"]))
    for id, told in told_to_argo_cd(synthesized):
        # The service account is in the values that Argo CD is told of.
        made |= {
            (id, told[key.replace("_service_account", "_namespace")], account)
            for key, account in told.items()
            if key.endswith("_service_account")
        }
    for id, _, association in synthesized.resources("aws_eks_pod_identity_association"):
        account_of_it = (association["namespace"], association["service_account"])
        used.setdefault((id, association["role_arn"]), []).append(account_of_it)
    assert trusted
    assert {role: set(accounts) for role, accounts in used.items()} == trusted
    assert {role: len(accounts) for role, accounts in used.items()} == dict.fromkeys(trusted, 1)
    assert {(id, *account) for (id, _), accounts in used.items() for account in accounts} <= made


def test_every_controller_of_the_registry_is_in_an_environment(synthesized: Synthesized) -> None:
    """Else the tests above would say nothing about it."""
    installed = {name.removesuffix("_helm_release") for _, name, _ in synthesized.resources("helm_release")}
    assert set(CONTROLLERS) - installed == set()


def test_every_role_and_policy_is_as_its_environment_asks(
    synthesized: Synthesized, environments: dict[str, Environment]
) -> None:
    arguments = {
        "aws_iam_role": ("path", "permissions_boundary"),
        "aws_iam_policy": ("path",),
        "aws_iam_instance_profile": ("path",),
    }
    made, asked = {}, {}
    for kind, names in arguments.items():
        for id, name, resource in synthesized.resources(kind):
            iam = environments[id.rpartition("-")[0]].settings.iam
            made[id, name] = {it: resource.get(it) for it in names}
            asked[id, name] = {it: getattr(iam, it) for it in names}
            assert resource["name"].startswith(iam.name_prefix)

    assert made == asked
    assert {"path": "/platform/"} in asked.values()
