"""`python -m rehearsal.schemas --from FILE`: rewrite the schema files for the types that the stacks use."""

import argparse
import json
import sys
from pathlib import Path

from rehearsal.manifest import ManifestError, read_manifest
from rehearsal.schemas.files import DIRECTORY, PROVIDERS, read_schema_file, write_schema_file
from rehearsal.schemas.reconciliation import ForeignSchemaError
from rehearsal.schemas.selection import MissingTypeError, provider_parts, select
from rehearsal.stack import Stack, TypeInUse


def main(arguments: list[str] | None = None) -> int:
    """Rewrite the files; the exit status: 0, or 1 with one line per mistake on standard error."""
    options = _parser().parse_args(arguments)
    try:
        stacks = [
            Stack.read(entry.directory)
            for outdir in options.outdir or [Path("cdktf.out")]
            for entry in read_manifest(outdir)
        ]
        _rewrite(stacks, options.sources, options.directory, prune=options.prune)
    except (ManifestError, MissingTypeError, ForeignSchemaError, VersionConflictError, OSError) as error:
        print(error, file=sys.stderr)  # noqa: T201 - this is a command
        return 1
    return 0


class VersionConflictError(Exception):
    """Stacks pin different versions of one provider."""


def _rewrite(stacks: list[Stack], sources: list[Path], directory: Path, *, prune: bool) -> None:
    parts = [provider_parts(json.loads(source.read_text())) for source in sources]
    everything = {provider: part for found in parts for provider, part in found.items()}
    used: frozenset[TypeInUse] = frozenset[TypeInUse]().union(*(stack.types for stack in stacks))
    files = []
    for provider in PROVIDERS:
        current = read_schema_file(provider, directory)
        types = used if prune else used | current.types
        files.append(
            select(everything.get(provider, {}), provider, _version(stacks, provider) or current.version, types)
        )
    for file in files:
        write_schema_file(file, directory)


def _version(stacks: list[Stack], provider: str) -> str:
    versions = sorted({stack.provider_versions.get(provider, "") for stack in stacks} - {""})
    if len(versions) > 1:
        raise VersionConflictError(f"stacks pin different versions of {provider}: {', '.join(versions)}")
    return next(iter(versions), "")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m rehearsal.schemas", description=__doc__)
    parser.add_argument(
        "--from",
        dest="sources",
        type=Path,
        action="append",
        required=True,
        metavar="FILE",
        help="what `terraform providers schema -json` printed in a synthesized stack; may be given several times",
    )
    parser.add_argument(
        "--outdir",
        type=Path,
        action="append",
        metavar="DIR",
        help="synthesized stacks; may be given several times (default: cdktf.out)",
    )
    parser.add_argument("--prune", action="store_true", help="drop the types that no stack uses any more")
    parser.add_argument("--directory", type=Path, default=DIRECTORY, help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    sys.exit(main())
