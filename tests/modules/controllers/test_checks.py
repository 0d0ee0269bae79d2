"""What is checked of every controller that an environment file names."""

from dataclasses import replace
from typing import Any

import pytest

from config.controllers.identity import Identity
from config.rules.problem import PARENT, Problem
from modules.controllers.aws_load_balancer_controller import (
    AWS_LOAD_BALANCER_CONTROLLER,
    AwsLoadBalancerControllerOptions,
)
from modules.controllers.cert_manager import CERT_MANAGER, AcmeIssuer, CertManagerOptions
from modules.controllers.checks import general_problems
from modules.controllers.controller import AnyController, KubernetesVersions
from modules.controllers.metrics_server import METRICS_SERVER
from modules.controllers.service_accounts import service_account_problems
from tests.modules.controllers.platforms import cluster_facts

ACCOUNT = {"create": False}


def problems(controller: AnyController = AWS_LOAD_BALANCER_CONTROLLER, **options: Any) -> list[Problem]:  # noqa: ANN401 - as pydantic takes them
    chosen = AwsLoadBalancerControllerOptions(**options)
    return list(general_problems(controller, chosen, cluster_facts().platform))


def test_what_fits_is_left_alone() -> None:
    assert problems(identity=Identity.POD_IDENTITY, values={"podLabels": {"team": "a"}, "logLevel": "debug"}) == []


def test_a_misspelt_value_is_answered_below_the_key_of_the_user() -> None:
    remedy = "is not a value of chart aws-load-balancer-controller 3.5.0; did you mean logLevel?"
    assert problems(values={"loglevel": "debug"}) == [Problem(("values", "loglevel"), "debug", remedy)]


def test_the_service_account_is_not_for_the_user_to_change() -> None:
    remedy = "is the platform's own, because a role trusts exactly that service account; leave it out"
    assert problems(values={"serviceAccount": ACCOUNT}) == [Problem(("values", "serviceAccount"), ACCOUNT, remedy)]
    assert problems(values={"serviceAccount": None}) == [Problem(("values", "serviceAccount"), None, remedy)]


def test_no_other_pods_get_the_service_account_of_a_role() -> None:
    """Also where it is called otherwise, as long as the chart calls it a service account."""
    values = {
        "webhook": {"serviceAccount": {"name": "cert-manager", "create": False}},
        "cainjector": {"serviceAccount": {"name": "cainjector"}},
    }
    options = CertManagerOptions.model_validate({"values": values}, context=None)
    path = ("controllers", "cert-manager", "values", "webhook", "serviceAccount", "name")
    remedy = "gives other pods the service account of cert-manager, and so its role; write another name"

    assert list(service_account_problems({"cert-manager": CERT_MANAGER}, {"cert-manager": options}, {})) == [
        Problem(path, "cert-manager", remedy)
    ]


def test_the_annotations_that_tell_of_the_role_have_their_place() -> None:
    annotations = {"eks-platform/identity": "irsa", "team": "a"}
    remedy = "is the platform's own: it tells how pods become a role; leave it out"
    path = ("values", "podAnnotations")
    assert problems(values={"podAnnotations": {"team": "a"}}) == []
    assert problems(values={"podAnnotations": annotations}) == [
        Problem((*path, "eks-platform/identity"), "irsa", remedy)
    ]
    no_map = "is no map of annotations; write one, or leave it out"
    assert problems(values={"podAnnotations": 5}) == [Problem(path, 5, no_map)]


def test_a_controller_without_a_role_has_no_identity_to_choose() -> None:
    remedy = "is useless: metrics-server calls no AWS API; leave it out"
    assert problems(METRICS_SERVER, identity=Identity.IRSA) == [Problem(("identity",), Identity.IRSA, remedy)]


def test_whether_there_is_a_role_is_for_the_options_to_say() -> None:
    remedy = "is useless: cert-manager calls no AWS API with these options, so it has no role; leave it out"
    issuer = AcmeIssuer(server="https://acme.example.com/directory", email="platform@example.com")
    platform = replace(cluster_facts().platform, fargate_namespaces=("cert-manager",))
    without, with_role = (
        CertManagerOptions(identity=Identity.POD_IDENTITY, cluster_issuers=it) for it in ({}, {"acme": issuer})
    )

    assert list(general_problems(CERT_MANAGER, without, platform)) == [
        Problem(("identity",), Identity.POD_IDENTITY, remedy)
    ]
    assert [it.path for it in general_problems(CERT_MANAGER, with_role, platform)] == [("identity",)]
    everywhere = replace(platform, identity=Identity.POD_IDENTITY)
    assert list(general_problems(CERT_MANAGER, CertManagerOptions(), everywhere)) == []


ON_FARGATE = (
    "gives controllers.aws-load-balancer-controller no role on Fargate, where there is no EKS Pod Identity, and "
    "cluster.fargate_profiles selects pods of its namespace kube-system by kube-*; "
    "select other namespaces, or write identity: irsa at controllers.aws-load-balancer-controller"
)


@pytest.mark.parametrize("identity", [Identity.MOVING_TO_POD_IDENTITY, Identity.POD_IDENTITY])
def test_pod_identity_is_not_for_pods_on_fargate(identity: Identity) -> None:
    """By the controller's own key, and where it follows from the environment's."""
    own = AwsLoadBalancerControllerOptions(identity=identity)
    platform = replace(cluster_facts().platform, fargate_namespaces=("jobs", "kube-*"))
    everywhere = replace(platform, identity=identity)

    assert list(general_problems(AWS_LOAD_BALANCER_CONTROLLER, own, platform)) == [
        Problem(("identity",), identity, ON_FARGATE)
    ]
    assert list(general_problems(AWS_LOAD_BALANCER_CONTROLLER, AwsLoadBalancerControllerOptions(), everywhere)) == [
        Problem((PARENT, PARENT, "identity"), identity, ON_FARGATE)
    ]


@pytest.mark.parametrize(
    ("identity", "namespaces"), [(Identity.POD_IDENTITY, ("jobs",)), (Identity.IRSA, ("kube-*",)), (None, ("kube-*",))]
)
def test_a_role_is_to_be_had_on_nodes_and_by_irsa(identity: Identity | None, namespaces: tuple[str, ...]) -> None:
    options = AwsLoadBalancerControllerOptions(identity=identity)
    platform = replace(cluster_facts().platform, fargate_namespaces=namespaces)

    assert list(general_problems(AWS_LOAD_BALANCER_CONTROLLER, options, platform)) == []


@pytest.mark.parametrize(
    ("supported", "words"),
    [
        (KubernetesVersions(oldest="1.36", source="https://example.com"), "1.36 and newer"),
        (KubernetesVersions(oldest="1.9", newest="1.34", source="https://example.com"), "1.9 to 1.34"),
    ],
)
def test_a_version_of_kubernetes_that_it_is_not_for_is_answered_with_those_that_it_is_for(
    supported: KubernetesVersions, words: str
) -> None:
    remedy = (
        f"can't run on Kubernetes 1.35: chart version 3.5.0 is for {words} (https://example.com); "
        "change the version of the cluster, or leave aws-load-balancer-controller out"
    )
    assert problems(replace(AWS_LOAD_BALANCER_CONTROLLER, kubernetes=supported)) == [Problem((), {}, remedy)]
