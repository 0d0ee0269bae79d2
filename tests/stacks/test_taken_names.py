"""The names that a chart of the user's own can't have are those that something of the platform has."""

from pathlib import Path

import pytest
import yaml

from config.controllers.taken_names import taken_names
from config.loading import InvalidInput, load_environments
from config.names import PLATFORM_ROLES, ClusterNames
from main import synthesize
from modules.controllers import CONTROLLERS
from tests.conftest import ENVIRONMENTS

TAKEN = taken_names(CONTROLLERS)
OWN = {"repository": "https://charts.example.com", "version": "1.0.0", "unchecked_because": "rendered elsewhere"}


def test_all_that_stands_beside_charts_in_their_stack_is_taken(tmp_path: Path) -> None:
    environments = load_environments(ENVIRONMENTS, CONTROLLERS)
    stacks = synthesize(environments, outdir=tmp_path, states=tmp_path / "state")
    (controllers,) = (it for it in stacks["dev"] if it.kind == "controllers")
    charts = {name for it in environments for name in it.settings.charts}
    beside = {it.node.id for it in controllers.node.children} - {"backend", "chart_versions", *charts}

    assert beside - set(TAKEN.all) == set()
    assert {"default-storage-class", "apply-cluster-first", "helm"} <= beside


def test_all_roles_of_the_platform_are_taken() -> None:
    """A new property of the names is a new line in the table of purposes."""
    names = ClusterNames("dev")
    derived = {
        getattr(names, it) for it in dir(names) if it.endswith("_role") and not it.startswith(("_", "given", "w"))
    }
    derived |= {names.workload_node_role(name) for name, it in CONTROLLERS.items() if it.node_label is not None}

    assert derived | {"dev-vpc-cni", "dev-ebs-csi"} == {f"dev-{purpose}" for purpose in PLATFORM_ROLES}


def test_all_releases_of_controllers_are_taken() -> None:
    assert {name for it in CONTROLLERS.values() for name in it.releases} <= set(TAKEN.all)
    assert (TAKEN.all["karpenter-crd"], TAKEN.all["karpenter-nodes"]) == (
        "a release of controller karpenter",
        "the role of the nodes of Karpenter",
    )


def test_a_chart_with_a_name_that_is_taken_is_refused(tmp_path: Path) -> None:
    dev = yaml.safe_load((ENVIRONMENTS / "dev.yaml").read_text(encoding="utf-8"))
    charts = {name: {**OWN, "policy_files": {"a": "a.json"}} for name in (*TAKEN.all, "my-node")}
    (tmp_path / "dev.yaml").write_text(yaml.safe_dump({**dev, "charts": charts}))

    with pytest.raises(InvalidInput) as refused:
        load_environments(tmp_path, CONTROLLERS)

    assert {line.split(": ")[2] for line in refused.value.lines} == set(charts)
