"""Controllers in a cluster whose nodes EKS Auto Mode makes."""

from pathlib import Path

import pytest
import yaml

from config.loading import InvalidInput, load_environments
from modules.controllers import CONTROLLERS
from tests.conftest import EXAMPLES
from tests.rehearsal.changing import Settings, committed, edited

ZONES = ["eu-central-1a", "eu-central-1b"]
EXAMPLE = committed("auto-mode", EXAMPLES)
BROUGHT = ("aws-load-balancer-controller", "cluster-autoscaler", "karpenter")


def answers(tmp_path: Path, controllers: Settings, node_groups: Settings) -> list[str]:
    file = tmp_path / "auto.yaml"
    edits: Settings = {"controllers": controllers, "cluster.node_groups": node_groups}
    file.write_text(yaml.safe_dump(edited(EXAMPLE, edits)))
    try:
        load_environments(tmp_path, CONTROLLERS)
    except InvalidInput as refused:
        return [line.removeprefix(f"{file}: ") for line in refused.lines]
    return []


@pytest.mark.parametrize("chosen", [BROUGHT, ("karpenter",)], ids=["all", "karpenter"])
def test_each_one_whose_work_auto_mode_does_is_refused_for_that_alone(tmp_path: Path, chosen: tuple[str, ...]) -> None:
    lines = answers(tmp_path, {name: {} for name in chosen}, {})

    assert [line.split("; ")[0] for line in lines] == [
        f"controllers.{name}: {{}}: clashes with EKS Auto Mode, which {what}"
        for name, what in (
            ("aws-load-balancer-controller", "makes load balancers"),
            ("cluster-autoscaler", "adds and removes nodes"),
            ("karpenter", "makes nodes, with Karpenter's own kinds of object"),
        )
        if name in chosen
    ]


def test_beside_node_groups_karpenter_may_run_on_the_nodes_of_auto_mode(tmp_path: Path) -> None:
    none_at_first: Settings = {"later": {"availability_zones": ZONES, "min_size": 0}}

    assert answers(tmp_path, {"karpenter": {}}, none_at_first) == []
