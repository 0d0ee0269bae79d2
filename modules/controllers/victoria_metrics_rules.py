"""Alerts that every platform needs, in place of those that the chart would download at each deploy."""

from collections.abc import Mapping

_FULL = 0.1
_DISKS = '{fstype!~"ramfs|tmpfs"}'
# The root of Bottlerocket is an image that is always full, and can't be written to:
# https://github.com/bottlerocket-os/bottlerocket/issues/4557. Its volume for everything else has several mount points.
_DISK_IS_FULL = f"""max without (mountpoint) (
  node_filesystem_avail_bytes{_DISKS} / node_filesystem_size_bytes{_DISKS} < {_FULL}
  and node_filesystem_readonly{_DISKS} == 0
)"""


def platform_rules() -> Mapping[str, object]:
    """`extraRules` of the chart: name to the groups of a VMRule."""
    return {"platform": {"groups": [{"name": "platform", "rules": _ALERTS}]}}


def _alert(name: str, expression: str, minutes: int, severity: str, summary: str) -> Mapping[str, object]:
    return {
        "alert": name,
        "expr": expression,
        "for": f"{minutes}m",
        "labels": {"severity": severity},
        "annotations": {"summary": summary},
    }


_ALERTS = [
    _alert("AlertsArrive", "vector(1)", 0, "none", "Fires always: who stops getting it gets no other alert either."),
    _alert("TargetIsDown", "up == 0", 15, "warning", "Metrics of a target can't be read."),
    _alert(
        "NodeIsNotReady",
        'kube_node_status_condition{condition="Ready",status="true"} == 0',
        15,
        "critical",
        "A node has not been ready for 15 minutes.",
    ),
    _alert(
        "NodeDiskIsFull",
        _DISK_IS_FULL,
        15,
        "warning",
        "Less than a tenth of a node's disk is free.",
    ),
    _alert(
        "VolumeIsFull",
        f"kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes < {_FULL}",
        15,
        "critical",
        "Less than a tenth of a volume is free.",
    ),
    _alert(
        "ContainerCrashes",
        'max_over_time(kube_pod_container_status_waiting_reason{reason="CrashLoopBackOff"}[5m]) >= 1',
        15,
        "warning",
        "A container ends again and again.",
    ),
    _alert(
        "PodIsPending",
        'kube_pod_status_phase{phase="Pending"} == 1',
        15,
        "warning",
        "A pod has found no node, or has not started there, for 15 minutes.",
    ),
    _alert(
        "ReplicasAreMissing",
        "kube_deployment_spec_replicas > kube_deployment_status_replicas_available",
        15,
        "warning",
        "A Deployment has fewer replicas than it asks for.",
    ),
]
