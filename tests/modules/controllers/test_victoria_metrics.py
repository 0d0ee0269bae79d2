"""VictoriaMetrics: what it keeps, what it does not look for, and that it downloads nothing."""

import json
from ipaddress import IPv4Network
from typing import Any

import pytest
from pydantic import JsonValue, ValidationError

from config.rules.problem import Problem
from modules.controllers.alb_ingress import AlbIngress, ingress_annotations
from modules.controllers.controller import Installation
from modules.controllers.images import image_values
from modules.controllers.pods import requests
from modules.controllers.victoria_metrics import (
    VICTORIA_METRICS,
    RemoteWrite,
    SecretKey,
    VictoriaMetricsOptions,
)
from modules.controllers.victoria_metrics_grafana import Grafana
from modules.controllers.victoria_metrics_rules import platform_rules
from modules.controllers.victoria_metrics_scrapes import annotated_pods
from modules.vendored_charts.chart_facts import chart_facts
from tests.modules.controllers.platforms import cluster_facts

GRAFANA = Grafana.model_validate({"admin_existing_secret": "admin"})
INGRESS = AlbIngress(
    hostname="grafana.example.com",
    certificate_arn="arn:aws:acm:eu-central-1:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef",
    inbound_cidrs=(IPv4Network("10.0.0.0/8"),),
)
RECEIVERS = VictoriaMetricsOptions.model_validate({"alertmanager_config_secret": "receivers"})


def values(options: VictoriaMetricsOptions) -> Any:  # noqa: ANN401 - as YAML has it
    account = {"create": True, "name": "victoria-metrics"}
    return VICTORIA_METRICS.values(Installation(options=options, cluster=cluster_facts(), service_account=account))


def test_what_is_small_by_default() -> None:
    assert values(VictoriaMetricsOptions()) == {
        "fullnameOverride": "vm",
        "global": {"clusterLabel": "cluster"},
        "syncJob": {"enabled": False},
        "extraRules": platform_rules(),
        "extraObjects": [annotated_pods()],
        "kubeControllerManager": {"enabled": False},
        "kubeEtcd": {"enabled": False},
        "kubeScheduler": {"enabled": False},
        "vmsingle": {
            "spec": {
                "retentionPeriod": "30d",
                "storage": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "50Gi"}}},
                "useStrictSecurity": True,
            }
        },
        "vmagent": {
            "spec": {"externalLabels": {"cluster": "test"}, "useStrictSecurity": True},
            "additionalRemoteWrites": [],
        },
        "vmalert": {"spec": {"externalLabels": {"cluster": "test"}, "useStrictSecurity": True}},
        "alertmanager": {
            "spec": {
                "useStrictSecurity": True,
                "storage": {
                    "volumeClaimTemplate": {
                        "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}
                    }
                },
            }
        },
        "grafana": {"enabled": False},
        "kube-state-metrics": {"resources": requests("10m", "64Mi")},
        "prometheus-node-exporter": {"resources": requests("10m", "32Mi")},
        "victoria-metrics-operator": {
            "crds": {"cleanup": {"enabled": True, "image": {"tag": "v1.35.4"}}},
            "serviceAccount": {"create": True, "name": "victoria-metrics"},
            "env": [],
            "resources": requests("80m", "120Mi"),
        },
    }


def test_options_reach_their_place() -> None:
    written = values(
        VictoriaMetricsOptions(
            storage_class_name="fast",
            remote_write=(
                RemoteWrite(url="https://a.example.com"),
                RemoteWrite(url="https://b.example.com", bearer_token_secret=SecretKey(name="b")),
            ),
        )
    )

    assert written["vmsingle"]["spec"]["storage"]["storageClassName"] == "fast"
    assert written["alertmanager"]["spec"]["storage"]["volumeClaimTemplate"]["spec"]["storageClassName"] == "fast"
    assert values(RECEIVERS)["alertmanager"]["spec"]["configSecret"] == "receivers"
    assert written["vmagent"]["additionalRemoteWrites"] == [
        {"url": "https://a.example.com"},
        {"url": "https://b.example.com", "bearerTokenSecret": {"name": "b", "key": "token"}},
    ]


def test_grafana_gets_its_password_from_a_secret_and_nothing_from_the_internet() -> None:
    assert values(VictoriaMetricsOptions(grafana=GRAFANA))["grafana"] == {
        "enabled": True,
        "admin": {"existingSecret": "admin", "userKey": "admin-user", "passwordKey": "admin-password"},
        "resources": requests("100m", "128Mi"),
        "grafana.ini": {
            "analytics": {"check_for_plugin_updates": False, "check_for_updates": False, "reporting_enabled": False},
            "plugins": {"preinstall_disabled": True},
        },
    }


def test_grafana_is_reached_by_the_name_that_its_ingress_has() -> None:
    options = VictoriaMetricsOptions(grafana=GRAFANA.model_copy(update={"ingress": INGRESS}))
    written = values(options)["grafana"]

    assert written["grafana.ini"]["server"] == {"root_url": "https://grafana.example.com"}
    assert written["ingress"] == {
        "enabled": True,
        "ingressClassName": "alb",
        "hosts": ["grafana.example.com"],
        "annotations": ingress_annotations(INGRESS, cluster_facts().platform, healthcheck_path="/api/health"),
    }
    assert list(VICTORIA_METRICS.problems(options, cluster_facts().platform)) == []
    assert list(VICTORIA_METRICS.problems(options, cluster_facts("eu-west-1").platform)) == [
        Problem(
            ("grafana", "ingress", "certificate_arn"),
            INGRESS.certificate_arn,
            "is not in eu-west-1, where the load balancer is; write one of arn:aws:acm:eu-west-1:...",
        )
    ]


def test_nothing_is_fetched_when_it_is_deployed() -> None:
    written = values(VictoriaMetricsOptions(grafana=GRAFANA))

    assert written["syncJob"] == {"enabled": False}
    assert "://" not in json.dumps(written)


def test_alerts_say_how_bad_it_is_and_have_names_of_their_own() -> None:
    ((group,),) = (it["groups"] for it in platform_rules().values())  # type: ignore[index]  # as the chart has it
    alerts = {it["alert"]: it["labels"]["severity"] for it in group["rules"]}

    assert alerts == {
        "AlertsArrive": "none",
        "TargetIsDown": "warning",
        "NodeIsNotReady": "critical",
        "NodeDiskIsFull": "warning",
        "VolumeIsFull": "critical",
        "ContainerCrashes": "warning",
        "PodIsPending": "warning",
        "ReplicasAreMissing": "warning",
    }
    assert len(alerts) == len(group["rules"])


def test_the_disk_of_a_node_is_full_when_something_that_can_be_written_is() -> None:
    """Bottlerocket's root is an image: full, and read-only."""
    ((group,),) = (it["groups"] for it in platform_rules().values())  # type: ignore[index]  # as the chart has it
    (expression,) = (it["expr"] for it in group["rules"] if it["alert"] == "NodeDiskIsFull")
    disks = '{fstype!~"ramfs|tmpfs"}'

    assert " ".join(expression.split()) == (
        f"max without (mountpoint) ( node_filesystem_avail_bytes{disks} / node_filesystem_size_bytes{disks} < 0.1 "
        f"and node_filesystem_readonly{disks} == 0 )"
    )


def test_images_of_charts_inside_come_from_the_registry_too() -> None:
    facts = chart_facts(VICTORIA_METRICS.chart.name, VICTORIA_METRICS.chart.version)
    assert image_values(facts, "mirror.example.com")["victoria-metrics-operator"] == {
        "crds": {"cleanup": {"image": {"repository": "mirror.example.com/registry.k8s.io/kubectl"}}},
        "image": {"registry": "mirror.example.com/docker.io"},
    }


def test_the_operator_is_told_where_images_are_and_that_pods_have_ipv6_addresses() -> None:
    cluster = cluster_facts(image_registry="mirror.example.com", ip_family="ipv6")
    installation = Installation(options=VictoriaMetricsOptions(), cluster=cluster, service_account={})
    ours = [
        {"name": "VM_CONTAINERREGISTRY", "value": "mirror.example.com/docker.io"},
        {"name": "VM_ENABLETCP6", "value": "true"},
    ]
    others: dict[str, JsonValue] = {"victoria-metrics-operator": {"env": [{"name": "VM_A", "value": "b"}]}}

    written: Any = VICTORIA_METRICS.values(installation)

    assert written["victoria-metrics-operator"]["env"] == ours
    (problem,) = VICTORIA_METRICS.problems(VictoriaMetricsOptions(values=others), cluster.platform)
    assert (problem.path, problem.remedy) == (
        ("values", "victoria-metrics-operator", "env"),
        (
            "takes the place of a list in which something follows from `cluster.ip_family`; add "
            '[{name: VM_CONTAINERREGISTRY, value: mirror.example.com/docker.io}, {name: VM_ENABLETCP6, value: "true"}]'
            " to it"
        ),
    )


@pytest.mark.parametrize("time", ["24h", "1000h", "1d", "8w", "100y"])
def test_metrics_are_kept_for_a_day_at_least(time: str) -> None:
    assert VictoriaMetricsOptions(retention_period=time).retention_period == time


@pytest.mark.parametrize(
    "wrong",
    [
        *({"retention_period": it} for it in ("1", "5h", "23h", "0d", "0w", "101y")),
        *({"storage_size": it} for it in ("50", "0Gi", "05Gi", "50GB")),
        {"grafana": Grafana},
    ],
)
def test_what_is_no_time_or_size_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        VictoriaMetricsOptions(**wrong)


def test_it_comes_when_there_can_be_nodes_and_records() -> None:
    assert VICTORIA_METRICS.after == ("karpenter", "external-dns")
