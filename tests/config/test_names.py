"""Derived names: within AWS's limits, stable, and as different as what they derive from."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.cluster.kubernetes_versions import EKS_ADDONS
from config.names import ClusterNames, fit
from modules.controllers import CONTROLLERS

CLUSTER_NAMES = st.from_regex(r"[0-9A-Za-z][A-Za-z0-9_-]{0,99}", fullmatch=True)
IAM_PREFIXES = st.from_regex(r"[A-Za-z0-9+=,.@_-]{0,32}", fullmatch=True)
PURPOSES = st.from_regex(r"[a-z][a-z0-9-]{0,62}", fullmatch=True)
LIMITS: dict[str, tuple[int, Callable[[ClusterNames, str], str]]] = {
    "cluster role": (64, lambda names, _: names.cluster_role),
    "node role": (64, lambda names, _: names.node_role),
    "flow log role": (64, lambda names, _: names.flow_log_role),
    "workload role": (64, lambda names, purpose: names.workload_role(purpose)),
    "workload policy": (128, lambda names, purpose: names.workload_policy(purpose, purpose)),
    "node group": (63, lambda names, purpose: names.node_group(purpose, {})),
    "launch template": (125, lambda names, purpose: names.launch_template(names.node_group(purpose, {}))),
    "key alias": (256, lambda names, _: names.key_alias),
    "control plane log group": (512, lambda names, _: names.control_plane_log_group),
    "flow log group": (512, lambda names, _: names.flow_log_group),
}


@given(cluster=CLUSTER_NAMES, purpose=PURPOSES, iam_prefix=IAM_PREFIXES)
def test_every_name_respects_its_limit(cluster: str, purpose: str, iam_prefix: str) -> None:
    names = ClusterNames(cluster, iam_prefix)
    lengths = {what: len(derive(names, purpose)) for what, (_, derive) in LIMITS.items()}

    assert {what: length for what, length in lengths.items() if length > LIMITS[what][0]} == {}


@given(st.sets(st.text(alphabet="ab-", min_size=1, max_size=60), max_size=50), st.integers(12, 40))
def test_different_names_stay_different(names: set[str], limit: int) -> None:
    assert len({fit(name, limit) for name in names}) == len(names)


@given(CLUSTER_NAMES, st.integers(12, 64))
def test_a_name_that_fits_stays_as_it_is(name: str, limit: int) -> None:
    assert (fit(name, limit) == name) == (len(name) <= limit)


@given(CLUSTER_NAMES, st.integers(12, 64))
def test_a_name_keeps_its_beginning(name: str, limit: int) -> None:
    assert fit(name, limit)[: limit - 9] == name[: limit - 9]


@pytest.mark.parametrize(
    ("cluster", "role"),
    [
        ("dev", "dev-aws-load-balancer-controller"),
        ("a" * 35, "a" * 35 + "-aws-load-balancer-controller"),
        ("a" * 36, "a" * 36 + "-aws-load-balancer--9dac9cc5"),
    ],
)
def test_a_role_by_its_letters(cluster: str, role: str) -> None:
    assert ClusterNames(cluster).workload_role("aws-load-balancer-controller") == role


@given(cluster=CLUSTER_NAMES, purpose=PURPOSES, iam_prefix=IAM_PREFIXES)
def test_iam_names_keep_their_prefix(cluster: str, purpose: str, iam_prefix: str) -> None:
    """Policies of an account that go by the prefix of a name must find it."""
    names = ClusterNames(cluster, iam_prefix)
    derived = [names.node_role, names.workload_role(purpose), names.workload_policy(purpose, purpose)]

    assert [name for name in derived if not name.startswith(iam_prefix)] == []


def test_two_clusters_never_share_a_role() -> None:
    """Only where one purpose ended with another could `a` + `b-c` and `a-b` + `c` be one name."""
    purposes = ["cluster", "node", "auto-mode", "karpenter-nodes", "flow-log", *EKS_ADDONS, *CONTROLLERS]

    assert [(one, other) for one in purposes for other in purposes if one.endswith(f"-{other}")] == []
