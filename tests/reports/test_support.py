"""How long Kubernetes versions are supported, and what staying on one costs."""

import json
from datetime import date
from pathlib import Path

import pytest

from config.cluster.kubernetes_versions import KUBERNETES_VERSIONS
from reports.__main__ import main
from reports.support import Cluster, Support, support_on

VERSION = KUBERNETES_VERSIONS["1.35"]  # 2027-03-27 and 2028-03-27
STANDARD, EXTENDED = (Cluster("dev", "1.35", kind) for kind in ("STANDARD", "EXTENDED"))


@pytest.mark.parametrize(
    ("day", "cluster", "expected"),
    [
        ("2027-01-25", STANDARD, Support(61, 427, 0.0, "", needs_attention=False)),
        ("2027-01-26", STANDARD, Support(60, 426, 0.0, "upgrade within 60 days, or EKS does", needs_attention=True)),
        ("2027-03-27", EXTENDED, Support(0, 366, 0.0, "upgrade within 0 days, or it costs more", needs_attention=True)),
        ("2027-03-28", EXTENDED, Support(-1, 365, 365.0, "upgrade, and the extra cost ends", needs_attention=True)),
        (
            "2027-03-28",
            STANDARD,
            Support(-1, 365, 0.0, "EKS upgrades it by itself: upgrade it in the file too", needs_attention=True),
        ),
        ("2028-03-20", EXTENDED, Support(-359, 7, 365.0, "upgrade within 7 days, or EKS does", needs_attention=True)),
        (
            "2028-03-28",
            EXTENDED,
            Support(-367, -1, 0.0, "no support: EKS upgrades it by itself", needs_attention=True),
        ),
    ],
)
def test_a_day_means(day: str, cluster: Cluster, expected: Support) -> None:
    assert support_on(date.fromisoformat(day), cluster, VERSION, warn_days=60) == expected


@pytest.fixture
def outdir(tmp_path: Path) -> Path:
    """What synthesis writes, as far as the report reads it."""
    clusters = {"dev": ("1.35", "STANDARD"), "old": ("1.33", "EXTENDED")}
    stacks = {}
    for name, (version, support_type) in clusters.items():
        path = f"stacks/{name}-cluster/cdk.tf.json"
        stacks[f"{name}-cluster"] = {"synthesizedStackPath": path}
        (tmp_path / path).parent.mkdir(parents=True)
        cluster = {"version": version, "upgrade_policy": {"support_type": support_type}}
        (tmp_path / path).write_text(json.dumps({"resource": {"aws_eks_cluster": {"x": cluster}}}))
    (tmp_path / "manifest.json").write_text(json.dumps({"stacks": stacks}))
    return tmp_path


def test_the_report_names_each_cluster(outdir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["support", "--on", "2026-12-01", "--outdir", str(outdir)])

    title, _, dev, old = (" ".join(line.split()) for line in capsys.readouterr().out.splitlines())
    assert status == 0
    assert title == "Kubernetes support on 2026-12-01, by dates as of 2026-08-22"
    assert dev == "dev 1.35 STANDARD 2027-03-27 (116 days) 2028-03-27 (482 days)"
    assert old == (
        "old 1.33 EXTENDED 2026-07-29 (-125 days) 2027-07-29 (240 days) $365 a month upgrade, and the extra cost ends"
    )


@pytest.mark.parametrize(("name", "status"), [("dev", 0), ("old", 2)])
def test_the_exit_status_tells_if_somebody_asks(outdir: Path, name: str, status: int) -> None:
    assert main(["support", name, "--on", "2026-12-01", "--exit-code", "--outdir", str(outdir)]) == status


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["prod"], "holds no cluster of prod (dev, old); synthesize first"), (["--outdir", "nowhere"], "can't be read")],
)
def test_what_was_not_synthesized_can_not_be_reported(
    outdir: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(["support", "--outdir", str(outdir), *arguments]) == 1
    assert said in capsys.readouterr().err
