"""The names of roles that an environment file gives, and what they may not be called."""

from collections.abc import Iterator, Sequence
from typing import Annotated

from config.names import ClusterNames
from config.rules.problem import PARENT, Problem
from config.rules.rule import matching

# IAM API reference, CreateRole.
RoleName = Annotated[
    str,
    matching(
        "^[A-Za-z0-9+=,.@_-]{1,64}$",
        "is no role name; write its name without path: at most 64 letters, digits, +=,.@_-",
    ),
]


def role_name_problems(names: ClusterNames, workloads: Sequence[str]) -> Iterator[Problem]:
    """Names that another role of the environment has too. For a field beside `cluster`.

    `workloads` are the controllers and charts; the other workloads are EKS add-ons. IAM does not distinguish by case:
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html.
    """
    derived = {
        "of the nodes of EKS Auto Mode": names.auto_node_role,
        "of pods on Fargate": names.pod_execution_role,
        "of the nodes of Karpenter": names.karpenter_node_role,
        "of the VPC's flow logs": names.flow_log_role,
        **{f"of {it}": names.workload_role(it) for it in ("vpc-cni", "ebs-csi", *workloads)},
    }
    for key, given, others in (
        ("role_name", names.given_cluster_role, {**derived, "of the nodes": names.node_role}),
        ("node_role_name", names.given_node_role, {**derived, "of the control plane": names.cluster_role}),
    ):
        for role, name in others.items():
            if given is not None and given.casefold() == name.casefold():
                remedy = f"is the name of the role {role} too (IAM knows no case); write another, or iam.name_prefix"
                yield Problem((PARENT, "cluster", key), given, remedy)
