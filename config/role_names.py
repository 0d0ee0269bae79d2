"""The names of roles that an environment file gives, and what they may not be called."""

from collections.abc import Iterator, Sequence
from typing import Annotated

from config.names import PLATFORM_ROLES, ClusterNames
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

    `workloads` are the controllers and charts. IAM does not distinguish by case:
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html.
    """
    derived = {
        **{whose: names.workload_role(purpose) for purpose, whose in PLATFORM_ROLES.items()},
        **{f"of {it}": names.workload_role(it) for it in workloads},
        PLATFORM_ROLES["cluster"]: names.cluster_role,
        PLATFORM_ROLES["node"]: names.node_role,
    }
    for key, own, given in (
        ("role_name", "cluster", names.given_cluster_role),
        ("node_role_name", "node", names.given_node_role),
    ):
        for role, name in derived.items():
            if given is not None and role != PLATFORM_ROLES[own] and given.casefold() == name.casefold():
                remedy = f"is the name of the role {role} too (IAM knows no case); write another, or iam.name_prefix"
                yield Problem((PARENT, "cluster", key), given, remedy)
