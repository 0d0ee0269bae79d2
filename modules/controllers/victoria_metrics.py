"""VictoriaMetrics: metrics of the cluster, their storage, alerts and, where it is asked for, Grafana."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from config.controllers.kinds import ControllerOptions, Need
from config.https_url import HttpsUrl
from config.platform import Platform
from config.rules.model import Model
from config.rules.rule import matching
from modules.controllers.controller import Chart, Controller, Installation, KubernetesVersions, Values
from modules.controllers.object_name import ObjectName
from modules.controllers.pods import requests
from modules.controllers.victoria_metrics_grafana import Grafana, grafana_problems, grafana_values
from modules.controllers.victoria_metrics_rules import platform_rules
from modules.controllers.victoria_metrics_scrapes import annotated_pods

_VERSION = "0.91.2"
_CHARTS = "https://github.com/VictoriaMetrics/helm-charts"
# A day at least: `-retentionPeriod` in https://docs.victoriametrics.com/victoriametrics/single-server-victoriametrics/
_RETENTION = matching(
    "^((2[4-9]|[3-9][0-9]|[1-9][0-9]{2,5})h|[1-9][0-9]{0,4}d|[1-9][0-9]{0,3}w|([1-9][0-9]?|100)y)$",
    "is no time between a day and 100 years, which is what VictoriaMetrics takes; write one like 30d, 8w or 1y",
)
_SIZE = matching("^[1-9][0-9]*(Mi|Gi|Ti)$", "is no size; write one like 50Gi")
# Of registry.k8s.io/kubectl, for what runs on the way out. The chart would make a tag of the version of the cluster;
# more than once that was one that is not there: https://github.com/VictoriaMetrics/helm-charts/issues/1196 and 2698.
_KUBECTL = "v1.35.4"
# Without root, and without a file system to write to but its volumes: https://docs.victoriametrics.com/operator/security/
_UNPRIVILEGED = {"useStrictSecurity": True}


class SecretKey(Model):
    """A key of a Kubernetes Secret in the namespace `monitoring`, which somebody else makes."""

    name: Annotated[ObjectName, Field(examples=["remote-write"])]
    """Name of the Secret."""
    key: Annotated[str, matching("^[A-Za-z0-9._-]{1,253}$", "is no key of a Secret")] = "token"
    """Its key."""


class RemoteWrite(Model):
    """Somewhere else that gets every metric, too."""

    url: Annotated[HttpsUrl, Field(examples=["https://metrics.example.com/api/v1/write"])]
    """Address of the remote write protocol."""
    bearer_token_secret: SecretKey | None = None
    """The token to write with."""


class VictoriaMetricsOptions(ControllerOptions):
    """Options of VictoriaMetrics and what belongs to it."""

    retention_period: Annotated[str, _RETENTION] = "30d"
    """How long metrics are kept."""
    storage_size: Annotated[str, _SIZE] = "50Gi"
    """Volume for metrics; it can grow."""
    storage_class_name: ObjectName | None = None
    """StorageClass of the volumes; the default one when left out."""
    alertmanager_config_secret: ObjectName | None = None
    """Secret in the namespace `monitoring` with Alertmanager's configuration; without it, alerts reach nobody."""
    remote_write: tuple[RemoteWrite, ...] = ()
    """Where else metrics go."""
    grafana: Grafana | None = None
    """Grafana; none when left out."""


def _variables(platform: Platform) -> Sequence[Values]:
    """Of the operator, for what it starts: https://docs.victoriametrics.com/operator/configuration/."""
    variables = {}
    if platform.image_registry is not None:
        variables["VM_CONTAINERREGISTRY"] = f"{platform.image_registry}/docker.io"
    if platform.ip_family == "ipv6":
        # Without it they listen on IPv4 only, and pods have no such address that others could reach.
        variables["VM_ENABLETCP6"] = "true"
    return [{"name": name, "value": text} for name, text in variables.items()]


def _values(installation: Installation[VictoriaMetricsOptions]) -> Values:
    options, cluster_name = installation.options, installation.cluster.platform.cluster_name
    labels = {"cluster": cluster_name}
    alertmanager: dict[str, object] = {
        "storage": {"volumeClaimTemplate": {"spec": _claim("1Gi", options)}},
        **_UNPRIVILEGED,
    }
    if options.alertmanager_config_secret is not None:
        alertmanager["configSecret"] = options.alertmanager_config_secret
    return {
        # The chart puts its own name into every other, and some would be too long for Kubernetes.
        "fullnameOverride": "vm",
        "global": {"clusterLabel": "cluster"},
        # At each deploy it would download rules and dashboards from the newest commits of other projects.
        "syncJob": {"enabled": False},
        "extraRules": platform_rules(),
        "extraObjects": [annotated_pods()],
        # EKS shows nothing of these, and alerts would say for ever that they are down.
        "kubeControllerManager": {"enabled": False},
        "kubeEtcd": {"enabled": False},
        "kubeScheduler": {"enabled": False},
        "vmsingle": {
            "spec": {
                "retentionPeriod": options.retention_period,
                "storage": _claim(options.storage_size, options),
                **_UNPRIVILEGED,
            }
        },
        "vmagent": {
            "spec": {"externalLabels": labels, **_UNPRIVILEGED},
            "additionalRemoteWrites": [
                {"url": it.url}
                if it.bearer_token_secret is None
                else {"url": it.url, "bearerTokenSecret": it.bearer_token_secret.model_dump()}
                for it in options.remote_write
            ],
        },
        "vmalert": {"spec": {"externalLabels": labels, **_UNPRIVILEGED}},
        "alertmanager": {"spec": alertmanager},
        "grafana": grafana_values(options.grafana, installation.cluster.platform),
        "kube-state-metrics": {"resources": requests("10m", "64Mi")},
        "prometheus-node-exporter": {"resources": requests("10m", "32Mi")},
        # On the way out, what the operator runs goes while it is still there.
        "victoria-metrics-operator": {
            "crds": {"cleanup": {"enabled": True, "image": {"tag": _KUBECTL}}},
            "serviceAccount": installation.service_account,
            "env": _variables(installation.cluster.platform),
            "resources": requests("80m", "120Mi"),
        },
    }


def _claim(size: str, options: VictoriaMetricsOptions) -> Values:
    """The spec of a PersistentVolumeClaim."""
    class_name = {} if options.storage_class_name is None else {"storageClassName": options.storage_class_name}
    return {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": size}}, **class_name}


VICTORIA_METRICS = Controller(
    name="victoria-metrics",
    namespace="monitoring",
    chart=Chart(
        repository="https://victoriametrics.github.io/helm-charts/",
        name="victoria-metrics-k8s-stack",
        version=_VERSION,
    ),
    options=VictoriaMetricsOptions,
    kubernetes=KubernetesVersions(
        oldest="1.25",
        source=f"{_CHARTS}/blob/victoria-metrics-k8s-stack-{_VERSION}/charts/victoria-metrics-k8s-stack/Chart.yaml",
    ),
    option_problems=lambda options, platform: grafana_problems(options.grafana, platform),
    values=_values,
    needs={"grafana.ingress": Need("aws-load-balancer-controller", "which makes its load balancer")},
    service_account_path=("victoria-metrics-operator", "serviceAccount"),
    secret_values={
        "grafana.adminPassword": "name a Secret in the option grafana.admin_existing_secret",
        "grafana.envRenderSecret": "name a Secret in grafana.envFromSecret",
        "grafana.ldap.config": "name a Secret in grafana.ldap.existingSecret",
        "global.license.key": "name a Secret in global.license.keyRef",
        "victoria-metrics-operator.admissionWebhooks.tls.key": "leave it out: the chart makes a key",
    },
    affinity_paths=(),
    # It wants room that Karpenter may have to make. The record of Grafana's ingress is made, and taken away again, by
    # ExternalDNS.
    after=("karpenter", "external-dns"),
    timeout_seconds=900,
)
