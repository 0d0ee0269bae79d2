"""`python -m reports images`: which images the releases may start, from which registry, and where their copies are.

The images of EKS add-ons are AWS's, in the registry of the region; they stand in no chart.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path

from config.command_line import Subcommands, add_outdir
from reports.image_sources import Image, Inventory, inventory
from reports.written import Json, environments

_KINDS = ("controllers", "smoke-test")
"""The stacks that hold releases."""


def register(subcommands: Subcommands) -> None:
    """The command and its options."""
    parser = subcommands.add_parser("images", help="container images of the releases, by registry")
    parser.add_argument("names", metavar="NAME", nargs="*", help="environments; all that were synthesized by default")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="write JSON for programs")
    form.add_argument(
        "--list", action="store_true", help="write each image once, in a line, and behind it its copy if there is one"
    )
    add_outdir(parser)
    parser.set_defaults(run=run)


def run(wishes: argparse.Namespace) -> int:
    """Write the report; always 0."""
    found = _inventories(wishes.outdir, wishes.names)
    if wishes.json:
        sys.stdout.write(f"{json.dumps([asdict(it) for it in found], indent=2)}\n")
    elif wishes.list:
        images = {_line(image) for it in found for image in it.images}
        sys.stdout.writelines(f"{line}\n" for line in sorted(images))
        sys.stderr.writelines(f"{line}\n" for it in found for line in _unknown(it))
    else:
        sys.stdout.writelines(f"{line}\n" for it in found for line in _report(it))
    return 0


def _inventories(outdir: Path, names: Sequence[str]) -> list[Inventory]:
    stacks: dict[str, dict[Path, Json]] = {}
    for kind in _KINDS:
        # Whoever has a smoke test has controllers, and not the other way round.
        for name, stack in environments(outdir, kind, names if kind == _KINDS[0] else ()).items():
            if name in stacks or kind == _KINDS[0]:
                stacks.setdefault(name, {})[outdir / "stacks" / f"{name}-{kind}"] = stack
    return [inventory(name, of_environment) for name, of_environment in stacks.items()]


def _line(image: Image) -> str:
    copy = "" if image.copy is None else f" {image.copy}:{image.tag}"
    return f"{image.origin}:{image.tag}{copy}"


def _report(it: Inventory) -> Iterable[str]:
    yield f"{it.environment}:"
    for registry, images in groupby(it.images, key=lambda image: image.origin.partition("/")[0]):
        yield f"  {registry}"
        for (origin, tag, copy), same in groupby(images, key=lambda image: (image.origin, image.tag, image.copy)):
            releases = ", ".join(dict.fromkeys(image.release for image in same))
            copied = "" if copy is None else f", copied to {copy}"
            yield f"    {origin.partition('/')[2]}:{tag} ({releases}{copied})"
    yield from (f"  {line}" for line in _unknown(it))


def _unknown(it: Inventory) -> Iterable[str]:
    return (f"not known: {what} in {it.environment}" for what in it.unknown)
