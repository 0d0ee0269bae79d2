"""The report on addresses, from the command line to its last line."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from reports.__main__ import main
from tests.conftest import EXAMPLES, synthesize_folders
from tests.rehearsal.changing import Settings, committed, edited
from tests.synthesis import Json, Synthesized

POD_ADDRESSES = committed("pod-addresses", EXAMPLES)
ALL = "more and system at max_size: 150"
TEN, PREFIXES = "system at max_size: 10", "80 prefixes of sixteen and 10 addresses"


def report(capsys: pytest.CaptureFixture[str], synthesized: Synthesized, *arguments: str) -> tuple[int, str, str]:
    """Status, standard output and standard error."""
    status = main(["addresses", "--outdir", str(synthesized.outdir), *arguments])
    written = capsys.readouterr()
    return status, "\n".join(line.rstrip() for line in written.out.splitlines()), written.err


def of(
    capsys: pytest.CaptureFixture[str], folder: Path, edits: Settings, settings: Settings = POD_ADDRESSES
) -> tuple[int, Json]:
    """Status and findings for the example with other values."""
    files = folder / "environments"
    files.mkdir()
    (files / "it.yaml").write_text(json.dumps(edited(settings, edits)), encoding="utf-8")
    status, written, _ = report(capsys, synthesize_folders([files], folder), "--json", "--exit-code")
    (found,) = json.loads(written)
    return status, found


def test_what_it_says(capsys: pytest.CaptureFixture[str], synthesized_with_examples: Synthesized) -> None:
    status, written, _ = report(capsys, synthesized_with_examples, "pod-addresses", "ipv6")

    assert (status, written) == (
        0,
        """\
ipv6: 10.40.0.0/20, room for 2 more zones
 tier     zone           range                      addresses
 intra    eu-central-1a  10.40.10.0/26 and a /64           59
 intra    eu-central-1c  10.40.10.128/26 and a /64         59
 private  eu-central-1a  10.40.0.0/23 and a /64           507
 private  eu-central-1c  10.40.4.0/23 and a /64           507
 public   eu-central-1a  10.40.8.0/25 and a /64           123
 public   eu-central-1c  10.40.9.0/25 and a /64           123
 zone           instance type  pods on a node with prefixes, as now  in the zone  on a node without  in the zone
 eu-central-1a  m6i.large                                       110       55,770                  -            -
 eu-central-1c  m6i.large                                       110       55,770                  -            -

pod-addresses: 10.50.0.0/22, room for 2 more zones
 tier     zone           range           addresses
 intra    eu-central-1a  10.50.2.128/28         11
 intra    eu-central-1b  10.50.2.144/28         11
 pods     eu-central-1a  100.64.0.0/18      16,379
 pods     eu-central-1b  100.64.64.0/18     16,379
 private  eu-central-1a  10.50.0.0/25          123
 private  eu-central-1b  10.50.0.128/25        123
 public   eu-central-1a  10.50.2.0/27           27
 public   eu-central-1b  10.50.2.32/27          27
 zone           instance type  pods on a node with prefixes, as now  in the zone  on a node without  in the zone
 eu-central-1a  m6i.large                                       110       13,530                 20        2,460
 eu-central-1b  m6i.large                                       110       13,530                 20        2,460
""",
    )


def test_every_environment_is_addressed(
    capsys: pytest.CaptureFixture[str], synthesized_with_examples: Synthesized
) -> None:
    status, written, _ = report(capsys, synthesized_with_examples, "--json")

    assert status == 0
    assert [it["environment"] for it in json.loads(written) if it["warnings"]] == []


def too_small(subnet: str, addresses: int, nodes: str, need: str) -> str:
    """A warning, in the order of its parts."""
    needed = f", which need {need} to carry all the pods they can" if need else ""
    return f"{subnet} has {addresses} addresses; {nodes} nodes{needed}"


@pytest.mark.parametrize(
    ("edits", "warnings"),
    [
        ({}, []),
        (
            {"network.pod_cidr_block": None},
            [
                ("private subnet 10.50.0.0/25 of eu-central-1a", 123, TEN, PREFIXES),
                ("private subnet 10.50.0.128/25 of eu-central-1b", 123, TEN, PREFIXES),
            ],
        ),
        (
            {"network.pod_cidr_block": None, "cluster.vpc_cni": {}, "cluster.node_groups.system.max_size": 11},
            [
                ("private subnet 10.50.0.0/25 of eu-central-1a", 123, "system at max_size: 6", "180 addresses"),
                ("private subnet 10.50.0.128/25 of eu-central-1b", 123, "system at max_size: 6", "180 addresses"),
            ],
        ),
        (
            {"network.pod_cidr_block": "100.64.0.0/24"},
            [
                ("pods subnet 100.64.0.0/26 of eu-central-1a", 59, TEN, PREFIXES),
                ("pods subnet 100.64.0.64/26 of eu-central-1b", 59, TEN, PREFIXES),
            ],
        ),
        (
            {
                "cluster.node_groups.system.max_size": 200,
                "cluster.node_groups.more": {"availability_zones": ["eu-central-1a"], "max_size": 50},
            },
            [
                (
                    "pods subnet 100.64.0.0/18 of eu-central-1a",
                    16379,
                    ALL,
                    "1200 prefixes of sixteen and 150 addresses",
                ),
                ("private subnet 10.50.0.0/25 of eu-central-1a", 123, ALL, ""),
            ],
        ),
    ],
    ids=["enough", "no room for prefixes", "no room for addresses", "small subnets for pods", "nodes alone"],
)
def test_a_group_that_cannot_be_addressed_at_its_maximum(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, edits: Settings, warnings: list[tuple[str, int, str, str]]
) -> None:
    status, found = of(capsys, tmp_path, edits)

    assert (status, found["warnings"]) == (2 if warnings else 0, [too_small(*it) for it in warnings])


@pytest.mark.parametrize(
    "group",
    [{"max_pods": 8}, {"max_pods": 8, "ami_type": "BOTTLEROCKET_x86_64"}],
    ids=["Amazon Linux", "Bottlerocket"],
)
def test_nodes_that_are_told_to_carry_fewer_pods(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, group: Mapping[str, Json]
) -> None:
    edits: dict[str, Json] = {f"cluster.node_groups.system.{key}": value for key, value in group.items()}
    _, found = of(capsys, tmp_path, {**edits, "cluster.vpc_cni": {}})

    assert [it["without_prefixes"]["on_a_node"] for it in found["capacities"]] == [8, 8]


def test_what_is_not_known_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    types = ["m6i.large", "m9x.large"]
    _, found = of(capsys, tmp_path, {"cluster.node_groups.system.instance_types": types})

    assert found["remarks"] == ["node group system: how many addresses m9x.large can have is not known here"]


def test_the_subnets_of_somebody_else(
    capsys: pytest.CaptureFixture[str], synthesized_with_examples: Synthesized
) -> None:
    _, written, _ = report(capsys, synthesized_with_examples, "existing-vpc")

    assert written.splitlines() == [
        "existing-vpc: a VPC that somebody else made",
        "not counted: its subnets are somebody else's: only a plan knows their size",
    ]


@pytest.mark.parametrize(("slots", "left"), [(2, 0), (3, 2), (8, 6), (16, 14)])
def test_room_for_zones_is_what_the_plan_has(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, slots: int, left: int
) -> None:
    """`zone_slots` may be raised to the next power of two: it moves nothing."""
    _, found = of(capsys, tmp_path, {"network.zone_slots": slots, "network.cidr_block": "10.50.0.0/18"})

    assert found["zones_left"] == left


def test_no_such_environment(capsys: pytest.CaptureFixture[str], synthesized: Synthesized) -> None:
    status, written, error = report(capsys, synthesized, "prd")

    assert (status, written, "prd" in error) == (1, "", True)
