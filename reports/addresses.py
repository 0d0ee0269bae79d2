"""`python -m reports addresses`: sizes of subnets, pods that fit, room for zones; warns of what will not suffice."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from config.command_line import Subcommands, add_outdir
from reports.address_findings import Findings, Room, findings
from reports.address_sources import ClusterStack, NetworkStack
from reports.written import environments

_WIDE = 200  # what is no terminal has no width


def register(subcommands: Subcommands) -> None:
    """The command and its options."""
    parser = subcommands.add_parser("addresses", help="sizes of subnets, pods that fit, room for more zones")
    parser.add_argument("names", metavar="NAME", nargs="*", help="environments; all that were synthesized by default")
    parser.add_argument("--json", action="store_true", help="write JSON for programs")
    parser.add_argument(
        "--exit-code", action="store_true", help="end with status 2 if a node group can't be addressed at its maximum"
    )
    add_outdir(parser)
    parser.set_defaults(run=run)


def run(wishes: argparse.Namespace) -> int:
    """Write the report; 2 if it warns of something and the command line asks for that, else 0."""
    clusters = environments(wishes.outdir, "cluster", ())
    found = [
        findings(name, NetworkStack.model_validate(stack), ClusterStack.model_validate(clusters.get(name, {})))
        for name, stack in environments(wishes.outdir, "network", wishes.names).items()
    ]
    if wishes.json:
        sys.stdout.write(f"{json.dumps([asdict(it) for it in found], indent=2, default=str)}\n")
    else:
        _print(found)
    return 2 if wishes.exit_code and any(it.warnings for it in found) else 0


def _print(found: Sequence[Findings]) -> None:
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=_WIDE, no_color=True)
    for it in found:
        console.print(f"[bold]{it.environment}[/bold]: {_range(it)}")
        for table in (_subnets(it), _capacities(it)):
            table.box = SIMPLE if console.is_terminal else None
            if table.rows:
                console.print(table)
        for remark in it.remarks:
            console.print(f"not counted: {remark}", markup=False)
        for warning in it.warnings:
            console.print(f"warning: {warning}", markup=False, style="yellow")
        console.print()


def _range(it: Findings) -> str:
    if it.cidr_block is None:
        return "a VPC that somebody else made"
    room = "no more zones" if not it.zones_left else f"{it.zones_left} more zone{'s' if it.zones_left > 1 else ''}"
    return f"{it.cidr_block}, room for {room}"


def _subnets(it: Findings) -> Table:
    table = Table("tier", "zone", "range")
    table.add_column("addresses", justify="right")
    for row in it.subnets:
        note = " and a /64" if row.ipv6 else ""
        table.add_row(row.tier, row.zone, f"{row.cidr_block}{note}", f"{row.addresses:,}")
    return table


def _capacities(it: Findings) -> Table:
    now, other = ("with prefixes", "without") if it.prefixes else ("without prefixes", "with")
    table = Table("zone", "instance type")
    for heading in (f"pods on a node {now}, as now", "in the zone", f"on a node {other}", "in the zone"):
        table.add_column(heading, justify="right")
    for row in it.capacities:
        rooms = (row.with_prefixes, row.without_prefixes) if it.prefixes else (row.without_prefixes, row.with_prefixes)
        figures = [text for room in rooms for text in _figures(room)]
        table.add_row(row.zone, row.instance_type, *figures)
    return table


def _figures(room: Room | None) -> tuple[str, str]:
    return ("-", "-") if room is None else (f"{room.on_a_node:,}", f"{room.in_the_zone:,}")
