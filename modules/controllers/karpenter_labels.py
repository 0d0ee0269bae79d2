"""Which labels a node pool may give its nodes, in the domains that are Karpenter's own."""

from collections.abc import Iterator
from typing import Annotated

from config.compute.kubernetes_labels import LabelKey
from config.rules.problem import Problem
from config.rules.rule import Rule

_DOMAINS = ("karpenter.sh", "karpenter.k8s.aws")
WELL_KNOWN_LABELS = frozenset(
    {
        "karpenter.sh/capacity-type",
        "karpenter.k8s.aws/capacity-reservation-id",
        "karpenter.k8s.aws/capacity-reservation-interruptible",
        "karpenter.k8s.aws/capacity-reservation-type",
        "karpenter.k8s.aws/ec2nodeclass",
        "karpenter.k8s.aws/instance-accelerator-count",
        "karpenter.k8s.aws/instance-accelerator-manufacturer",
        "karpenter.k8s.aws/instance-accelerator-name",
        "karpenter.k8s.aws/instance-capability-flex",
        "karpenter.k8s.aws/instance-category",
        "karpenter.k8s.aws/instance-cpu",
        "karpenter.k8s.aws/instance-cpu-manufacturer",
        "karpenter.k8s.aws/instance-cpu-sustained-clock-speed-mhz",
        "karpenter.k8s.aws/instance-ebs-bandwidth",
        "karpenter.k8s.aws/instance-encryption-in-transit-supported",
        "karpenter.k8s.aws/instance-family",
        "karpenter.k8s.aws/instance-generation",
        "karpenter.k8s.aws/instance-gpu-count",
        "karpenter.k8s.aws/instance-gpu-manufacturer",
        "karpenter.k8s.aws/instance-gpu-memory",
        "karpenter.k8s.aws/instance-gpu-name",
        "karpenter.k8s.aws/instance-hypervisor",
        "karpenter.k8s.aws/instance-local-nvme",
        "karpenter.k8s.aws/instance-memory",
        "karpenter.k8s.aws/instance-network-bandwidth",
        "karpenter.k8s.aws/instance-size",
        "karpenter.k8s.aws/instance-tenancy",
        "karpenter.k8s.aws/placement-group-id",
        "karpenter.k8s.aws/placement-group-partition",
    }
)
"""Those that a pool may name, with which it asks for such nodes only: from the rules of the kind NodePool."""


def _restricted(key: str) -> Iterator[Problem]:
    # The kind compares the ends of domains, so that it takes domains of others for Karpenter's, too.
    if key.partition("/")[0].endswith(_DOMAINS) and key not in WELL_KNOWN_LABELS:
        remedy = "is Karpenter's own, and Kubernetes refuses the pool; write a key in a domain of your own"
        yield Problem((), key, remedy)


PoolLabelKey = Annotated[LabelKey, Rule(_restricted, {})]
"""The key of a label of a node pool."""
