"""Versions of EKS add-ons by Kubernetes version: what aws_eks_addon_version answers, and what is installed by default.

AWS publishes several for each. Here it is the one that we pin, as default and as most recent; where our table ends, one
in the right form.
"""

from config.cluster.kubernetes_versions import EKS_ADDONS
from config.cluster.kubernetes_versions import addon_version as pinned_version

NEWEST_KUBERNETES = "1.35"
"""What a cluster gets that asks for no version."""


def addon_version(name: str, kubernetes_version: str) -> str:
    """The version of an EKS add-on for a Kubernetes version, of the newest Kubernetes if that is empty."""
    wanted = kubernetes_version or NEWEST_KUBERNETES
    pinned = pinned_version(name, wanted) if name in EKS_ADDONS else None
    # kube-proxy has the number of its Kubernetes, which is all that anybody relies on.
    return pinned or (f"v{wanted}.0-eksbuild.1" if name == "kube-proxy" else "v1.0.0-eksbuild.1")
