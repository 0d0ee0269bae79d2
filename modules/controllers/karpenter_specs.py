"""The objects that node classes and node pools become.

Source: EC2NodeClass (karpenter.k8s.aws/v1) and NodePool (karpenter.sh/v1) of chart karpenter-crd.
"""

from collections.abc import Iterable, Mapping, Sequence

from modules.controllers.karpenter_nodes import BOTTLEROCKET, NodeClass, NodePool


def node_class_spec(
    node_class: NodeClass,
    *,
    role: str,
    subnet_ids: Iterable[str],
    security_group_id: str,
    tags: Mapping[str, str],
) -> Mapping[str, object]:
    """The `spec` of an EC2NodeClass.

    Subnets and security group by their ids, not by tags: whoever made them may not let us tag them, and a tag that
    somebody else sets would move nodes.
    """
    bottlerocket = node_class.ami_alias.startswith(BOTTLEROCKET)
    return {
        "role": role,
        "amiSelectorTerms": [{"alias": node_class.ami_alias}],
        "subnetSelectorTerms": [{"id": it} for it in subnet_ids],
        "securityGroupSelectorTerms": [{"id": security_group_id}],
        # Bottlerocket keeps images and pods on a second device; its first one is as small as its image.
        "blockDeviceMappings": [
            *([_volume("/dev/xvda", 4)] if bottlerocket else []),
            _volume("/dev/xvdb" if bottlerocket else "/dev/xvda", node_class.volume_size),
        ],
        # One hop: a pod can't reach the node's credentials.
        "metadataOptions": {"httpEndpoint": "enabled", "httpTokens": "required", "httpPutResponseHopLimit": 1},
        "tags": dict(tags),
    }


def node_pool_spec(pool: NodePool) -> Mapping[str, object]:
    """The `spec` of a NodePool."""
    spec: dict[str, object] = {
        "nodeClassRef": {"group": "karpenter.k8s.aws", "kind": "EC2NodeClass", "name": pool.node_class},
        "requirements": [
            _one_of("kubernetes.io/os", ["linux"]),
            _one_of("kubernetes.io/arch", pool.architectures),
            _one_of("karpenter.sh/capacity-type", pool.capacity_types),
            _one_of("karpenter.k8s.aws/instance-category", pool.instance_categories),
            {
                "key": "karpenter.k8s.aws/instance-generation",
                "operator": "Gt",
                "values": [str(pool.newer_than_generation)],
            },
        ],
        "expireAfter": pool.expire_after,
        "terminationGracePeriod": pool.termination_grace_period,
    }
    if pool.taints:
        spec["taints"] = [taint.model_dump(exclude={"value"} if not taint.value else set()) for taint in pool.taints]
    template = {"metadata": {"labels": dict(pool.labels)}, "spec": spec} if pool.labels else {"spec": spec}
    return {
        "template": template,
        "limits": dict(pool.limits),
        "disruption": {
            "consolidationPolicy": pool.consolidation_policy,
            "consolidateAfter": pool.consolidate_after,
            "budgets": [budget.model_dump(exclude_none=True) for budget in pool.budgets],
        },
        **({} if pool.weight is None else {"weight": pool.weight}),
    }


def _one_of(key: str, values: Sequence[str]) -> Mapping[str, object]:
    return {"key": key, "operator": "In", "values": list(values)}


def _volume(device_name: str, size_gib: int) -> Mapping[str, object]:
    ebs = {"volumeSize": f"{size_gib}Gi", "volumeType": "gp3", "encrypted": True, "deleteOnTermination": True}
    return {"deviceName": device_name, "ebs": ebs}
