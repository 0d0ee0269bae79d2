"""What VictoriaMetrics looks for beyond its chart: every pod whose annotations say where its metrics are."""

from collections.abc import Mapping, Sequence

_ANNOTATION = "__meta_kubernetes_pod_annotation_prometheus_io_"


def annotated_pods() -> Mapping[str, object]:
    """A VMPodScrape for pods with the annotations `prometheus.io/scrape`, `port` and, if it is not /metrics, `path`.

    Source: "Auto-discovery for prometheus.io annotations" in
    https://docs.victoriametrics.com/operator/integrations/prometheus/.
    """
    return {
        "apiVersion": "operator.victoriametrics.com/v1beta1",
        "kind": "VMPodScrape",
        "metadata": {"name": "annotated-pods"},
        "spec": {
            "jobLabel": "app.kubernetes.io/name",
            "namespaceSelector": {"any": True},
            "selector": {},
            "podMetricsEndpoints": [
                {
                    "relabelConfigs": [
                        _relabel("keep", [f"{_ANNOTATION}scrape"], regex="true"),
                        # Each port of a container is a target, until all but the one that is meant are gone.
                        _relabel(
                            "keep_if_equal", [f"{_ANNOTATION}port", "__meta_kubernetes_pod_container_port_number"]
                        ),
                        _relabel("drop", ["__meta_kubernetes_pod_container_init"], regex="true"),
                        _relabel("replace", [f"{_ANNOTATION}path"], regex="(.+)", targetLabel="__metrics_path__"),
                    ]
                }
            ],
        },
    }


def _relabel(action: str, sources: Sequence[str], **others: str) -> Mapping[str, object]:
    return {"action": action, "sourceLabels": list(sources), **others}
