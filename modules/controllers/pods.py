"""What controllers say of their pods, whichever they are."""

from fnmatch import fnmatchcase

from config.platform import Platform
from modules.controllers.controller import Values

FOR_EVERYBODY = "system-cluster-critical"
"""Priority of pods without which objects of others can't be changed: where nodes are full, others make room for them.

https://kubernetes.io/docs/tasks/administer-cluster/guaranteed-scheduling-critical-addon-pods/
"""
_PORT_OF_THE_KUBELET = 10250
_ANOTHER_PORT = 10260


def metrics_at(port: int) -> Values:
    """Annotations of pods that serve metrics at `/metrics` of a port.

    They are what monitoring usually looks for, and need no kind of object that the cluster may not have.
    """
    return {"prometheus.io/scrape": "true", "prometheus.io/port": str(port)}


def requests(cpu: str, memory: str) -> Values:
    """Resources that the scheduler sets aside, so that the pods are not the first to go where a node runs short.

    There is no limit: how much a controller takes grows with the cluster, and one that is too low ends it.
    """
    return {"requests": {"cpu": cpu, "memory": memory}}


def port_for_the_api_server(namespace: str, platform: Platform) -> int:
    """The port at which pods of a namespace serve the API server.

    It is the kubelet's, which whoever guards nodes lets through, but not where the pods may run on Fargate: there the
    kubelet has it. Source: https://cert-manager.io/docs/installation/compatibility/.
    """
    on_fargate = any(fnmatchcase(namespace, it) for it in platform.fargate_namespaces)
    return _ANOTHER_PORT if on_fargate else _PORT_OF_THE_KUBELET
