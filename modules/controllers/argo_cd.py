"""Argo CD: installs what lies in Git, and knows which roles we have made for it."""

from collections.abc import Iterable

from config.controllers.kinds import ControllerOptions, Need
from config.platform import Platform
from config.rules.problem import Problem
from modules.controllers.alb_ingress import AlbIngress, ingress_annotations, ingress_problems
from modules.controllers.argo_cd_metadata import cluster_annotations, cluster_labels
from modules.controllers.controller import Chart, Controller, Installation, KubernetesVersions, Values
from modules.controllers.pods import metrics_at, requests


class ArgoCdOptions(ControllerOptions):
    """Options of Argo CD; what it is told of the cluster follows from the environment."""

    ingress: AlbIngress | None = None
    """A way in from outside of the cluster; none when left out."""


def _problems(options: ArgoCdOptions, platform: Platform) -> Iterable[Problem]:
    if options.release == "gitops":
        remedy = "leaves Argo CD to itself: write terraform, or leave argo-cd out if another cluster's installs it"
        yield Problem(("release",), options.release, remedy)
    if options.ingress is not None:
        leads_to = "what may change everything in the cluster"
        for problem in ingress_problems(options.ingress, platform, leads_to=leads_to):
            yield Problem(("ingress", *problem.path), problem.value, problem.remedy)


def _values(installation: Installation[ArgoCdOptions]) -> Values:
    cluster, left, ingress = installation.cluster, installation.left_to_gitops, installation.options.ingress
    return {
        "fullnameOverride": "argocd",
        # With the chart, so that Helm upgrades them. They stay when the release goes: with them all Applications would.
        "crds": {"install": True, "keep": True},
        "configs": {
            "clusterCredentials": {
                "in-cluster": {
                    "server": "https://kubernetes.default.svc",
                    "labels": cluster_labels(cluster, left),
                    "annotations": cluster_annotations(cluster, left),
                    # Its own service account; there is no credential in here.
                    "config": {"tlsClientConfig": {"insecure": False}},
                }
            },
            # Behind a load balancer that ends TLS it speaks plain HTTP, and with TLS of its own everywhere else.
            **({} if ingress is None else {"params": {"server.insecure": True}}),
        },
        **({} if ingress is None else {"global": {"domain": ingress.hostname}}),
        "server": {"ingress": _ingress(ingress, cluster.platform), **_pods(8083, "50m", "64Mi")},
        "repoServer": _pods(8084, "10m", "64Mi"),
        "applicationSet": _pods(8080, "100m", "128Mi"),
        "redis": {"resources": requests("100m", "64Mi")},
        # For single sign-on and messages, which need configuration of one's own.
        "dex": {"enabled": False},
        "notifications": {"enabled": False},
        "controller": {"serviceAccount": installation.service_account, **_pods(8082, "250m", "256Mi")},
    }


def _pods(metrics_port: int, cpu: str, memory: str) -> Values:
    """Ports are the chart's, requests those that its comments suggest."""
    return {"podAnnotations": metrics_at(metrics_port), "resources": requests(cpu, memory)}


def _ingress(ingress: AlbIngress | None, platform: Platform) -> Values:
    if ingress is None:
        return {"enabled": False}
    return {
        "enabled": True,
        "controller": "aws",
        "ingressClassName": "alb",
        "annotations": ingress_annotations(ingress, platform, healthcheck_path="/healthz"),
        "aws": {"serviceType": "ClusterIP", "backendProtocolVersion": "GRPC"},
    }


_MADE_ELSEWHERE = "write configs.secret.createSecret: false, and let somebody else make the Secret argocd-secret"

ARGO_CD = Controller(
    name="argo-cd",
    namespace="argocd",
    chart=Chart(repository="https://argoproj.github.io/argo-helm", name="argo-cd", version="10.1.1"),
    options=ArgoCdOptions,
    kubernetes=KubernetesVersions(
        oldest="1.25",
        source="https://github.com/argoproj/argo-helm/blob/argo-cd-10.1.1/charts/argo-cd/Chart.yaml",
    ),
    option_problems=_problems,
    values=_values,
    service_account_path=("controller", "serviceAccount"),
    needs={"ingress": Need("aws-load-balancer-controller", "which makes its load balancer")},
    secret_values={
        "configs.secret.argocdServerAdminPassword": "change the first password when Argo CD runs",
        **{
            f"configs.secret.{it}": _MADE_ELSEWHERE
            for it in ("azureDevops", "bitbucketServerSecret", "extra", "githubSecret", "gitlabSecret", "gogsSecret")
        },
        "notifications.secret.items": (
            "write notifications.secret.create: false, and let somebody else make argocd-notifications-secret"
        ),
    },
    affinity_paths=(),
    # It wants room that Karpenter may have to make. The record of its ingress is made, and taken away again, by
    # ExternalDNS.
    after=("karpenter", "external-dns"),
)
