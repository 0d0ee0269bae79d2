"""What is true of every controller that an environment may name, also of the next one."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from cdktf import TerraformResource
from cdktf_cdktf_provider_aws.iam_role import IamRole
from constructs import Construct

from config.cluster.kubernetes_versions import KUBERNETES_VERSIONS
from config.controllers.kinds import ControllerOptions
from config.loading import InvalidInput, load_environments
from modules.controllers import CONTROLLERS
from modules.controllers.controller import AnyController, Chart, no_policies
from modules.controllers.installed_controller import InstalledController
from modules.controllers.order import comes_after, installation_order, nodes_that_may_go
from modules.policies import vendored
from modules.policy_document import Statement
from modules.trust_policies import OidcIdentityProvider
from modules.vendored_charts.chart_facts import FOLDER, chart_facts, file_name
from modules.vendored_charts.key_tree import paths
from tests.conftest import ENVIRONMENTS, EXAMPLES
from tests.modules.controllers.platforms import cluster_facts
from tests.synthesis import Json, synthesize_stack

MANAGED_POLICY_LIMIT = 6_144
"""Characters of a managed policy without white space: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html."""
HELM_RELEASE_NAME = r"(?=.{1,53}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?"
NAMESPACE = r"(?=.{1,63}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?"
EXACT_VERSION = r"v?[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?"
CHART_REPOSITORY = r"(https|oci)://.+"

every_controller = pytest.mark.parametrize("controller", CONTROLLERS.values(), ids=CONTROLLERS.keys())


@cache
def options_by_name() -> dict[str, ControllerOptions]:
    environments = [it for folder in (ENVIRONMENTS, EXAMPLES) for it in load_environments(folder, CONTROLLERS)]
    return {
        name: options.model_copy(update={"values": {}, "release": "terraform"})
        for environment in environments
        for name, options in environment.controllers.items()
    }


def options_of(controller: AnyController) -> ControllerOptions:
    """What an environment of this repository says: options may be required, so there are none to make up."""
    return options_by_name()[controller.name]


def test_the_key_is_the_name() -> None:
    assert {key: controller.name for key, controller in CONTROLLERS.items()} == {key: key for key in CONTROLLERS}


def test_predecessors_exist_and_come_first() -> None:
    order = installation_order(CONTROLLERS, CONTROLLERS)
    after = {(name, earlier) for name, controller in CONTROLLERS.items() for earlier in controller.after}

    assert sorted(order) == sorted(CONTROLLERS)
    assert {earlier for _, earlier in after} <= set(CONTROLLERS)
    assert {(name, earlier) for name, earlier in after if order.index(earlier) > order.index(name)} == set()


@every_controller
def test_all_pods_can_be_kept_off_nodes_that_may_go_before_them(controller: AnyController) -> None:
    """Of each affinity that the chart reads; one for all its pods is laid under those of each."""
    read = {
        it for it in paths(chart_facts(controller.chart.name, controller.chart.version).values) if it[-1] == "affinity"
    }
    needed = any(nodes_that_may_go(controller.name, CONTROLLERS, [name]) for name in CONTROLLERS)

    assert not needed or set(controller.affinity_paths) == {it for it in read if it[0] != "global"}


@every_controller
def test_names_are_names_for_helm_and_kubernetes_and_the_chart_is_pinned(controller: AnyController) -> None:
    shapes = {
        HELM_RELEASE_NAME: controller.name,
        NAMESPACE: controller.namespace,
        EXACT_VERSION: controller.chart.version,
        CHART_REPOSITORY: controller.chart.repository,
    }

    assert {text for pattern, text in shapes.items() if not re.fullmatch(pattern, text)} == set()


@every_controller
def test_each_statement_of_ours_says_its_reason(controller: AnyController) -> None:
    """Vendored ones stay as they are, but for the conditions that patches add."""
    theirs = [_without_condition(statement) for statement in _vendored_statements()]

    for document in controller.policies(options_of(controller), cluster_facts()).values():
        ours = [it for it in document.statements if _without_condition(it) not in theirs]
        reasons = [str(statement.get("Sid", "no reason")) for statement in ours]

        assert [reason for reason in reasons if not re.fullmatch("[A-Z][A-Za-z0-9]+", reason)] == []
        assert len(reasons) == len(set(reasons))


@every_controller
@pytest.mark.parametrize("region", ["eu-central-1", "cn-northwest-1", "us-gov-west-1"])
def test_policies_fit_iam_and_are_of_the_regions_partition(controller: AnyController, region: str) -> None:
    facts = cluster_facts(region)

    for document in controller.policies(options_of(controller), facts).values():
        text = document.json()
        assert len(re.sub(r"\s", "", text)) <= MANAGED_POLICY_LIMIT
        assert set(re.findall(r"arn:([^:]*):", text)) <= {facts.platform.region.partition}


@every_controller
def test_the_role_trusts_the_service_account_that_the_chart_makes(controller: AnyController) -> None:
    resources = _install(controller)
    values = yaml.safe_load(resources["helm_release"][f"{controller.name}_helm_release"]["values"][0])
    made = {"create": True, "name": controller.name}

    if controller.policies(options_of(controller), cluster_facts()):
        role = f"{controller.name}_identity_role"
        made["annotations"] = {"eks.amazonaws.com/role-arn": f"${{aws_iam_role.{role}.arn}}"}
        trust = json.loads(resources["aws_iam_role"][role]["assume_role_policy"])
        assert trust["Statement"][0]["Condition"] == {
            "StringEquals": {
                "issuer:aud": "sts.amazonaws.com",
                "issuer:sub": f"system:serviceaccount:{controller.namespace}:{controller.name}",
            }
        }
    assert [it for it in _mappings(values) if it.get("name") == controller.name] == [made]


@every_controller
def test_policies_are_read_for_a_version_and_a_version_is_of_policies(controller: AnyController) -> None:
    """Without `policies_for` nobody would be told that a new version of the chart may need other policies."""
    assert (controller.policies is no_policies) == (controller.policies_for is None)


@every_controller
def test_the_release_waits_for_its_permissions_and_its_predecessors(controller: AnyController) -> None:
    resources = _install(controller)
    release = resources["helm_release"][f"{controller.name}_helm_release"]
    attachments = resources.get("aws_iam_role_policy_attachment", {})

    waits_for = [
        "aws_iam_role.predecessor",
        *(f"aws_iam_role_policy_attachment.{name}" for name in attachments if name.startswith(_identity(controller))),
        *(f"helm_release.{controller.name}_{companion.name}_release" for companion in controller.before_it),
    ]
    assert [it for it in waits_for if it not in release["depends_on"]] == []
    assert {name: value for name, value in release.items() if name not in {"values", "depends_on", "skip_crds"}} == {
        "name": controller.name,
        "namespace": controller.namespace,
        "create_namespace": True,
        "repository": controller.chart.repository,
        "chart": controller.chart.name,
        "version": controller.chart.version,
        "wait": True,
        "timeout": controller.timeout_seconds,
        "upgrade_install": True,
        "max_history": 10,
    }


def _identity(controller: AnyController) -> str:
    return f"{controller.name}_identity_"


def _install(controller: AnyController) -> Json:
    def build(stack: Construct) -> None:
        InstalledController(
            stack,
            controller.name,
            controller=controller,
            options=options_of(controller),
            cluster=cluster_facts(),
            provider=OidcIdentityProvider(arn="arn:aws:iam::111122223333:oidc-provider/issuer", issuer="issuer"),
            depends_on=[_predecessor(stack)],
        )

    return synthesize_stack(build)["resource"]


def _predecessor(stack: Construct) -> TerraformResource:
    return IamRole(stack, "predecessor", assume_role_policy="{}")


def _mappings(value: Json) -> Iterator[Json]:
    """Every mapping in the values, whatever the chart calls the place of its service account."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _mappings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _mappings(inner)


def _vendored_statements() -> Iterator[Statement]:
    for file in vendored._FOLDER.glob("*.json"):
        yield from json.loads(file.read_bytes())["Statement"]


def _without_condition(statement: Statement) -> Statement:
    return {key: value for key, value in statement.items() if key != "Condition"}


def test_a_chart_is_known_for_each_that_is_installed_and_for_no_other() -> None:
    """A version bumped without `make vendor-chart`, or a chart that nobody installs any more, ends here."""
    charts = [
        chart
        for controller in CONTROLLERS.values()
        for chart in (controller.chart, *(it.chart for it in (*controller.before_it, *controller.behind_it)))
        if isinstance(chart, Chart)
    ]
    assert sorted({file_name(chart.name, chart.version) for chart in charts}) == sorted(
        file.name for file in FOLDER.glob("*.json")
    )
    assert {chart_facts(chart.name, chart.version).repository for chart in charts} == {
        chart.repository.rstrip("/") for chart in charts
    }


@every_controller
def test_the_versions_of_kubernetes_that_its_chart_accepts_are_those_that_eks_offers(controller: AnyController) -> None:
    accepted = chart_facts(controller.chart.name, controller.chart.version).kube_version or ">=1.0.0-0"
    oldest = re.fullmatch(r">= ?1\.([0-9]+)\.0-0", accepted)

    assert oldest is not None, accepted
    assert [it for it in KUBERNETES_VERSIONS if int(it.split(".")[1]) < int(oldest[1])] == []


def test_controllers_that_can_not_be_together_are_refused_with_the_reason(tmp_path: Path) -> None:
    content = (EXAMPLES / "platform.yaml").read_text(encoding="utf-8")
    (tmp_path / "both.yaml").write_text(
        content.replace("\n  metrics-server:", "\n  cluster-autoscaler: {}\n  metrics-server:").replace(
            "\n    system:", "\n    system:\n      desired_size_owner: autoscaler"
        )
    )

    with pytest.raises(InvalidInput) as refused:
        load_environments(tmp_path, CONTROLLERS)

    beginning = f"{tmp_path}/both.yaml: controllers.cluster-autoscaler: {{}}: "
    remedy = "can't be beside karpenter: both would make and take away nodes for the same pods; leave one of them out"
    assert refused.value.lines == (beginning + remedy,)


def test_conflicts_are_with_controllers_that_exist() -> None:
    named = {other for controller in CONTROLLERS.values() for other in controller.conflicts}

    assert named - set(CONTROLLERS) == set()


def has_option(model: Any, path: str) -> bool:  # noqa: ANN401 - a model, or a type with one in it
    """Whether options have something at a dotted path."""
    for key in path.split("."):
        (model,) = (it for it in (model, *get_args(model)) if hasattr(it, "model_fields"))
        if key not in model.model_fields:
            return False
        model = model.model_fields[key].annotation
    return True


def test_needs_are_options_and_controllers_that_exist() -> None:
    """And who needs another one comes after it."""
    needs = {(name, option, it.controller) for name in CONTROLLERS for option, it in CONTROLLERS[name].needs.items()}

    assert {(name, option) for name, option, _ in needs if not has_option(CONTROLLERS[name].options, option)} == set()
    assert {(name, other) for name, _, other in needs if other not in comes_after(name, CONTROLLERS)} == set()
