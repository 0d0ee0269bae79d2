"""The command that writes the lock files: one for each kind of stack, for every platform that people and CI use."""

import argparse
import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from config.command_line import Subcommands, add_outdir
from delivery.stacks import Stack, read_stacks
from delivery.terraform import Terraform

_PROJECT = Path(__file__).resolve().parents[1]
_PLATFORMS = ("linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64")


def register(subcommands: Subcommands) -> None:
    """The command and its options."""
    parser = subcommands.add_parser("lock", help="write the lock files of the providers; needs the provider registry")
    parser.add_argument("--platform", metavar="OS_ARCH", action="append", dest="platforms", help="instead of the usual")
    parser.add_argument("--into", metavar="DIR", type=Path, default=_PROJECT / "locks")
    parser.add_argument("--mirror", metavar="DIR", type=Path, help="a folder of providers, instead of the registry")
    add_outdir(parser)
    parser.set_defaults(run=run)


def run(wishes: argparse.Namespace) -> int:
    """Write them."""
    options = [f"-platform={it}" for it in wishes.platforms or _PLATFORMS]
    if wishes.mirror:
        options.append(f"-fs-mirror={wishes.mirror.resolve()}")
    wishes.into.mkdir(parents=True, exist_ok=True)
    for kind, providers in needed(read_stacks(wishes.outdir)).items():
        file = wishes.into / f"{kind}.terraform.lock.hcl"
        _lock(providers, options, file)
        sys.stdout.write(f"{file}: {', '.join(f'{source} {version}' for source, version in providers.items())}\n")
    return 0


def needed(stacks: Sequence[Stack]) -> dict[str, dict[str, str]]:
    """Kind of stack to source and version of every provider that any stack of it requires."""
    found: dict[str, dict[str, str]] = {}
    for stack in sorted(stacks, key=lambda it: it.kind):
        found.setdefault(stack.kind, {}).update(stack.providers)
    return {kind: dict(sorted(providers.items())) for kind, providers in found.items()}


def _lock(providers: Mapping[str, str], options: Sequence[str], file: Path) -> None:
    """Let Terraform write the lock file of a configuration that requires these providers and does nothing."""
    blocks = {
        source.rpartition("/")[2]: {"source": source, "version": version} for source, version in providers.items()
    }
    with TemporaryDirectory() as folder:
        Path(folder, "main.tf.json").write_text(json.dumps({"terraform": {"required_providers": blocks}}))
        Terraform.here(Path(folder)).lock_providers(options)
        shutil.copyfile(Path(folder, ".terraform.lock.hcl"), file)
