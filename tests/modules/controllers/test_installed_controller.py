"""What one construct makes of the data of a controller."""

from dataclasses import replace

import pytest
from constructs import Construct

from config.controllers.identity import Identity
from config.controllers.kinds import ControllerOptions
from modules.controllers.controller import (
    AnyController,
    Chart,
    ClusterFacts,
    Companion,
    Controller,
    GitOpsRelease,
    KubernetesVersions,
    OwnChart,
)
from modules.controllers.installed_controller import InstalledController
from modules.policy_document import PolicyDocument
from modules.trust_policies import OidcIdentityProvider
from tests.modules.controllers.platforms import cluster_facts
from tests.synthesis import Json, helm_values, synthesize_stack

WITHOUT_AWS = Controller(
    name="metrics",
    namespace="kube-system",
    chart=Chart(repository="https://charts.example.com", name="metrics-server", version="3.13.1"),
    options=ControllerOptions,
    kubernetes=KubernetesVersions(oldest="1.30", source="https://charts.example.com"),
    values=lambda installation: {
        "replicas": 2,
        "commonLabels": {"region": installation.cluster.platform.region.name},
        "serviceAccount": installation.service_account,
    },
    timeout_seconds=120,
)


def install(controller: AnyController, options: ControllerOptions | None = None) -> Json:
    def build(stack: Construct) -> None:
        InstalledController(
            stack,
            "metrics",
            controller=controller,
            options=options or ControllerOptions(),
            cluster=cluster_facts(),
            provider=OidcIdentityProvider(arn="arn", issuer="issuer"),
            depends_on=[],
        )

    return synthesize_stack(build)["resource"]


def test_a_controller_that_does_not_call_aws_gets_no_role() -> None:
    assert install(WITHOUT_AWS) == {
        "helm_release": {
            "metrics_helm_release": {
                "name": "metrics",
                "namespace": "kube-system",
                "create_namespace": True,
                "repository": "https://charts.example.com",
                "chart": "metrics-server",
                "version": "3.13.1",
                "values": [
                    """\
commonLabels:
  region: eu-central-1
replicas: 2
serviceAccount:
  create: true
  name: metrics
"""
                ],
                "wait": True,
                "timeout": 120,
                "upgrade_install": True,
                "max_history": 10,
            }
        }
    }


def _policies(_options: ControllerOptions, _cluster: ClusterFacts) -> dict[str, PolicyDocument]:
    return {"reading": PolicyDocument({"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"})}


WITH_AWS = replace(WITHOUT_AWS, policies=_policies, policies_for="0.8.1")


@pytest.mark.parametrize("identity", [Identity.MOVING_TO_POD_IDENTITY, Identity.POD_IDENTITY])
def test_an_association_is_there_before_pods_that_start_anew(identity: Identity) -> None:
    resources = install(WITH_AWS, ControllerOptions(identity=identity))
    release = resources["helm_release"]["metrics_helm_release"]

    assert resources["aws_eks_pod_identity_association"] == {
        "metrics_pod-identity_association": {
            "cluster_name": "test",
            "namespace": "kube-system",
            "service_account": "metrics",
            "role_arn": "${aws_iam_role.metrics_identity_role.arn}",
        }
    }
    assert release["depends_on"] == [
        "aws_iam_role_policy_attachment.metrics_identity_reading",
        "aws_eks_pod_identity_association.metrics_pod-identity_association",
    ]
    values = helm_values(release)
    assert values["serviceAccount"] == {"create": True, "name": "metrics"}
    assert values["podAnnotations"] == {"eks-platform/identity": "pod-identity"}


def test_irsa_needs_no_association() -> None:
    resources = install(WITH_AWS)

    assert "aws_eks_pod_identity_association" not in resources
    values = helm_values(resources["helm_release"]["metrics_helm_release"])
    assert values["serviceAccount"]["annotations"] == {
        "eks.amazonaws.com/role-arn": "${aws_iam_role.metrics_identity_role.arn}"
    }
    assert "podAnnotations" not in values


def test_values_of_the_user_lie_over_ours() -> None:
    values: Json = {"replicas": 3, "podLabels": {"team": "a"}}
    resources = install(WITHOUT_AWS, ControllerOptions(values=values))

    written = helm_values(resources["helm_release"]["metrics_helm_release"])
    assert (written["replicas"], written["podLabels"]) == (3, {"team": "a"})


def test_companions_come_before_and_behind_and_only_where_they_are_wanted() -> None:
    crds = Companion[ControllerOptions](name="crds", chart=WITHOUT_AWS.chart, values=lambda _: {"replicas": 1})
    unwanted = replace(crds, name="unwanted", wanted=lambda _: False)
    objects = Companion[ControllerOptions](name="objects", chart=OwnChart("default-storage-class"), values=lambda _: {})
    controller = replace(WITHOUT_AWS, before_it=(crds, unwanted), behind_it=(objects,), skip_crds=True)

    releases = install(controller)["helm_release"]

    assert {name: release.get("depends_on") for name, release in releases.items()} == {
        "metrics_crds_release": None,
        "metrics_helm_release": ["helm_release.metrics_crds_release"],
        "metrics_objects_release": ["helm_release.metrics_helm_release"],
    }
    assert releases["metrics_helm_release"]["skip_crds"] is True
    assert releases["metrics_objects_release"]["chart"].startswith("./assets/")
    assert {release["namespace"] for release in releases.values()} == {"kube-system"}


def test_what_is_left_to_gitops_has_its_role_and_no_release() -> None:
    crds = Companion[ControllerOptions](name="crds", chart=WITHOUT_AWS.chart, values=lambda _: {"replicas": 1})
    controller = replace(WITH_AWS, before_it=(crds,))
    made: list[InstalledController] = []

    def build(stack: Construct) -> None:
        made.append(
            InstalledController(
                stack,
                "metrics",
                controller=controller,
                options=ControllerOptions(release="gitops"),
                cluster=cluster_facts(),
                provider=OidcIdentityProvider(arn="arn", issuer="issuer"),
                depends_on=[],
            )
        )

    resources = synthesize_stack(build)["resource"]
    ((before, own),) = (it.left_to_gitops for it in made)

    assert sorted(resources) == ["aws_iam_policy", "aws_iam_role", "aws_iam_role_policy_attachment"]
    assert before == GitOpsRelease("crds", "kube-system", WITHOUT_AWS.chart, {"replicas": 1})
    assert (own.name, own.namespace, own.chart, own.service_account) == (
        "metrics",
        "kube-system",
        WITHOUT_AWS.chart,
        "metrics",
    )
    assert own.values["serviceAccount"] == {
        "create": True,
        "name": "metrics",
        "annotations": {"eks.amazonaws.com/role-arn": own.role_arn},
    }
    assert made[0].addresses_left == ["helm_release.metrics_crds_release", "helm_release.metrics_helm_release"]
