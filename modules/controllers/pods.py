"""What controllers say of their pods, whichever they are."""

from modules.controllers.controller import Values


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
