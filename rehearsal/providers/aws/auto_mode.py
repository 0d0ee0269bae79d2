"""EKS Auto Mode, as far as others have to know whether it is on."""

from rehearsal.engine.values import State, first_block, texts


def is_auto(cluster: State) -> bool:
    """Whether EKS makes nodes for a cluster, and brings what runs on them."""
    return first_block(cluster, "compute_config").get("enabled") is True


def has_nodes_for_all(cluster: State) -> bool:
    """Whether EKS makes nodes for pods that tolerate no taint; its pool `system` has one."""
    return is_auto(cluster) and "general-purpose" in texts(first_block(cluster, "compute_config"), "node_pools")
