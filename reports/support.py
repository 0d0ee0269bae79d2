"""`python -m reports support`: how long each Kubernetes version is still supported, and what staying on it costs.

It is the one place that asks for today's date: what a file may say does not depend on when it is read.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from rich.console import Console
from rich.table import Table

from config.cluster.kubernetes_versions import (
    KUBERNETES_VERSIONS,
    VERSIONS_READ_ON,
    KubernetesVersion,
)
from config.command_line import Subcommands, add_outdir
from reports.written import Json, environments

# https://aws.amazon.com/eks/pricing/, in US dollars for each hour of a cluster.
_STANDARD_PRICE, _EXTENDED_PRICE = 0.10, 0.60
_HOURS_IN_A_MONTH = 730
_WARN_DAYS = 60


@dataclass(frozen=True)
class Cluster:
    """A cluster that an environment makes."""

    environment: str
    version: str
    support_type: str


@dataclass(frozen=True)
class Support:
    """What a day means for a cluster."""

    standard_days: int
    """Days until the end of standard support; negative once it is over."""
    extended_days: int
    extra_cost_per_month: float
    """What extended support costs on that day beyond standard support, in US dollars."""
    advice: str
    needs_attention: bool


def support_on(day: date, cluster: Cluster, version: KubernetesVersion, warn_days: int) -> Support:
    """How a cluster stands on a day."""
    standard = (version.standard_support_ends - day).days
    extended = (version.extended_support_ends - day).days
    is_extended = cluster.support_type == "EXTENDED"
    extra = (_EXTENDED_PRICE - _STANDARD_PRICE) * _HOURS_IN_A_MONTH if is_extended and standard < 0 <= extended else 0.0
    if standard < 0 and not is_extended:
        advice = "EKS upgrades it by itself: upgrade it in the file too"
    elif extended < 0:
        advice = "no support: EKS upgrades it by itself"
    elif extended <= warn_days:
        advice = f"upgrade within {extended} days, or EKS does"
    elif standard < 0:
        advice = "upgrade, and the extra cost ends"
    elif standard <= warn_days:
        then = "it costs more" if is_extended else "EKS does"
        advice = f"upgrade within {standard} days, or {then}"
    else:
        advice = ""
    return Support(standard, extended, extra, advice, needs_attention=bool(advice))


def register(subcommands: Subcommands) -> None:
    """The command and its options."""
    parser = subcommands.add_parser("support", help="how long the Kubernetes version of each environment is supported")
    parser.add_argument("names", metavar="NAME", nargs="*", help="environments; all that were synthesized by default")
    parser.add_argument("--on", metavar="DATE", type=date.fromisoformat, help="the day, as 2027-01-31 (default: today)")
    parser.add_argument(
        "--warn-days",
        metavar="DAYS",
        type=int,
        default=_WARN_DAYS,
        help=f"how early an end of support is worth a word (default: {_WARN_DAYS})",
    )
    parser.add_argument("--exit-code", action="store_true", help="end with status 2 if a cluster needs attention")
    add_outdir(parser)
    parser.set_defaults(run=run)


def run(wishes: argparse.Namespace) -> int:
    """Write the report; 2 if something needs attention and the command line asks for that, else 0."""
    day = wishes.on or datetime.now(UTC).date()
    table = Table(
        title=f"Kubernetes support on {day}, by dates as of {VERSIONS_READ_ON}", box=None, title_justify="left"
    )
    for heading in ("environment", "version", "support type", "standard ends", "extended ends", "extra cost", "advice"):
        table.add_column(heading, overflow="fold")
    attention = False
    for cluster in _clusters(environments(wishes.outdir, "cluster", wishes.names)):
        version = KUBERNETES_VERSIONS.get(cluster.version)
        if version is None:
            table.add_row(cluster.environment, cluster.version, cluster.support_type, "", "", "", "not in the table")
            attention = True
            continue
        support = support_on(day, cluster, version, wishes.warn_days)
        attention = attention or support.needs_attention
        table.add_row(
            cluster.environment,
            cluster.version,
            cluster.support_type,
            f"{version.standard_support_ends} ({support.standard_days} days)",
            f"{version.extended_support_ends} ({support.extended_days} days)",
            f"${support.extra_cost_per_month:.0f} a month" if support.extra_cost_per_month else "",
            support.advice,
            style="bold" if support.needs_attention else None,
        )
    Console(file=sys.stdout, width=None if sys.stdout.isatty() else 160).print(table)
    return 2 if attention and wishes.exit_code else 0


def _clusters(stacks: Mapping[str, Json]) -> Iterator[Cluster]:
    """The clusters that are made; of one that somebody else made the version is not ours to change."""
    for name, stack in stacks.items():
        for cluster in stack.get("resource", {}).get("aws_eks_cluster", {}).values():
            yield Cluster(name, cluster["version"], cluster["upgrade_policy"]["support_type"])
