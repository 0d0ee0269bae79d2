"""metrics-server: CPU and memory of nodes and pods, for `kubectl top` and the horizontal pod autoscaler."""

from typing import Annotated

from pydantic import Field

from config.controllers.kinds import ControllerOptions
from modules.controllers.controller import Chart, Controller, Installation, KubernetesVersions, Values
from modules.controllers.pods import port_for_the_api_server

_NAMESPACE = "kube-system"


class MetricsServerOptions(ControllerOptions):
    """Options of metrics-server."""

    replicas: Annotated[int, Field(ge=1, le=5)] = 2
    """Replicas, one of which may be gone at a time."""


def _values(installation: Installation[MetricsServerOptions]) -> Values:
    replicas = installation.options.replicas
    return {
        "replicas": replicas,
        "containerPort": port_for_the_api_server(_NAMESPACE, installation.cluster.platform),
        # With one replica, it would forbid that a node is drained at all.
        "podDisruptionBudget": {"enabled": replicas > 1, "minAvailable": None, "maxUnavailable": 1},
        "topologySpreadConstraints": [
            {
                "maxSkew": 1,
                "topologyKey": "topology.kubernetes.io/zone",
                "whenUnsatisfiable": "ScheduleAnyway",
                "labelSelector": {"matchLabels": {"app.kubernetes.io/name": "metrics-server"}},
            }
        ],
        "serviceAccount": installation.service_account,
    }


METRICS_SERVER = Controller(
    name="metrics-server",
    namespace=_NAMESPACE,
    chart=Chart(
        repository="https://kubernetes-sigs.github.io/metrics-server/", name="metrics-server", version="3.13.1"
    ),
    options=MetricsServerOptions,
    kubernetes=KubernetesVersions(
        oldest="1.31", source="https://github.com/kubernetes-sigs/metrics-server#compatibility-matrix"
    ),
    values=_values,
)
