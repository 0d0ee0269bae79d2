"""What controllers say of their pods: where metrics are, and what the scheduler sets aside for them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from modules.controllers import CONTROLLERS
from modules.controllers.controller import ClusterFacts, Installation
from modules.controllers.victoria_metrics_scrapes import annotated_pods
from tests.modules.controllers.platforms import cluster_facts
from tests.modules.controllers.test_registry import options_of

PORTS = {
    "argo-cd": {"controller": "8082", "server": "8083", "repoServer": "8084", "applicationSet": "8080"},
    "cluster-autoscaler": {"": "8085"},
    "external-dns": {"": "7979"},
    "external-secrets": {"": "8080", "webhook": "8080", "certController": "8080"},
    "karpenter": {"": "8080"},
}
"""Those of the load balancer controller and of cert-manager are said by their charts; metrics-server's need a token."""
REQUESTS = {
    "argo-cd": {
        "controller": ("250m", "256Mi"),
        "server": ("50m", "64Mi"),
        "repoServer": ("10m", "64Mi"),
        "applicationSet": ("100m", "128Mi"),
        "redis": ("100m", "64Mi"),
    },
    "aws-load-balancer-controller": {"": ("100m", "128Mi")},
    "cert-manager": {"": ("10m", "64Mi"), "webhook": ("10m", "32Mi"), "cainjector": ("10m", "64Mi")},
    "cluster-autoscaler": {"": ("100m", "300Mi")},
    "external-dns": {"": ("10m", "64Mi")},
    "external-secrets": {"": ("10m", "32Mi"), "webhook": ("10m", "32Mi"), "certController": ("10m", "32Mi")},
    "karpenter": {"controller": ("500m", "1Gi")},
    "victoria-metrics": {
        "grafana": ("100m", "128Mi"),
        "kube-state-metrics": ("10m", "64Mi"),
        "prometheus-node-exporter": ("10m", "32Mi"),
        "victoria-metrics-operator": ("80m", "120Mi"),
    },
}
"""metrics-server's chart has some by itself, and so has the operator for what VictoriaMetrics itself runs."""


def values(name: str, cluster: ClusterFacts | None = None) -> Any:  # noqa: ANN401 - as YAML has it
    controller, facts = CONTROLLERS[name], cluster or cluster_facts()
    return controller.values(Installation(options=options_of(controller), cluster=facts, service_account={}))


def holders(values: Mapping[str, Any], key: str, above: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Path of every map that has `key`, and what stands there; of claims for volumes nothing is asked here."""
    for it, below in values.items():
        if it == key and "storage" not in above:
            yield ".".join(above), below
        elif isinstance(below, Mapping):
            yield from holders(below, key, (*above, it))


def test_pods_say_where_their_metrics_are() -> None:
    said = {name: dict(holders(values(name), "podAnnotations")) for name in PORTS}

    assert said == {
        name: {path: {"prometheus.io/scrape": "true", "prometheus.io/port": port} for path, port in ports.items()}
        for name, ports in PORTS.items()
    }


def test_pods_have_something_set_aside_for_them() -> None:
    asked = {name: dict(holders(values(name), "resources")) for name in REQUESTS}

    assert {
        name: {path: (it["requests"]["cpu"], it["requests"]["memory"]) for path, it in found.items()}
        for name, found in asked.items()
    } == REQUESTS


def test_pods_without_which_others_can_change_nothing_go_last() -> None:
    """Those of the load balancer controller, which is one of them, by its chart."""
    said = {name: dict(holders(values(name), "priorityClassName")) for name in CONTROLLERS}

    assert {name: it for name, it in said.items() if it} == {
        "cert-manager": {"global": "system-cluster-critical"},
        "external-secrets": dict.fromkeys(("", "webhook", "certController"), "system-cluster-critical"),
    }


def test_no_pod_that_may_run_on_fargate_serves_at_the_port_of_the_kubelet() -> None:
    """Nowhere else is another port asked for, which a guard of nodes may not let through."""
    everywhere = ("cert-*", "external-secrets", "kube-system")
    facts = cluster_facts()
    clusters = [
        replace(facts, platform=replace(facts.platform, fargate_namespaces=it)) for it in ((), ("jobs",), everywhere)
    ]

    assert [
        (
            values("cert-manager", it)["webhook"]["securePort"],
            values("external-secrets", it)["webhook"]["port"],
            values("metrics-server", it)["containerPort"],
        )
        for it in clusters
    ] == [(10250,) * 3, (10250,) * 3, (10260,) * 3]


def test_victoria_metrics_reads_what_pods_say() -> None:
    (scrape,) = values("victoria-metrics")["extraObjects"]
    annotation = "__meta_kubernetes_pod_annotation_prometheus_io_"

    assert scrape == annotated_pods()
    assert (scrape["kind"], scrape["spec"]["namespaceSelector"], scrape["spec"]["selector"]) == (
        "VMPodScrape",
        {"any": True},
        {},
    )
    assert scrape["spec"]["podMetricsEndpoints"] == [
        {
            "relabelConfigs": [
                {"action": "keep", "sourceLabels": [f"{annotation}scrape"], "regex": "true"},
                {
                    "action": "keep_if_equal",
                    "sourceLabels": [f"{annotation}port", "__meta_kubernetes_pod_container_port_number"],
                },
                {"action": "drop", "sourceLabels": ["__meta_kubernetes_pod_container_init"], "regex": "true"},
                {
                    "action": "replace",
                    "sourceLabels": [f"{annotation}path"],
                    "regex": "(.+)",
                    "targetLabel": "__metrics_path__",
                },
            ]
        }
    ]
