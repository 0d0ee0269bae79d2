"""The command: rehearse the whole life of environments, without a cloud account."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from time import monotonic

from rich.console import Console

from config.reading.display import as_seen_from_here
from rehearsal.environments import Environment, NotSynthesizedError, choose
from rehearsal.failure import StepFailedError, decisive_lines, keep_output
from rehearsal.leftovers import temporary_folder
from rehearsal.lives import live_environment, live_synthesized
from rehearsal.manifest import ManifestError
from rehearsal.processes import Interrupted, interruptible
from rehearsal.progress import LiveProgress, PlainProgress
from rehearsal.schemas.coverage import UncoveredError
from rehearsal.state_store_servers import StateStoreError, servers_kept
from rehearsal.steps import Steps
from rehearsal.terraform import UnusableTerraformError, installed_version
from rehearsal.workspace import AbsoluteStateError

_PROJECT = Path(__file__).resolve().parents[1]
_OUTPUTS = _PROJECT / "build" / "rehearsal"
_LOG_WIDTH = 120
_DESCRIPTION = "Rehearse the whole life of environments with the real Terraform and without a cloud account."
_NOTHING_TO_REHEARSE = (
    AbsoluteStateError,
    ManifestError,
    NotSynthesizedError,
    StateStoreError,
    UncoveredError,
    UnusableTerraformError,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Rehearse what the command line asks for; the exit status.

    0: everything holds. 1: something does not, or could not begin. 128 and the number of a signal that ended it.
    """
    wishes = _parser().parse_args(arguments)
    if wishes.synthesized and wishes.names:
        _parser().error("--synthesized rehearses a folder as it is; name no environments with it")
    with interruptible():
        try:
            with servers_kept():
                return _rehearse(wishes)
        except _NOTHING_TO_REHEARSE as error:
            sys.stderr.write(f"{error}\n")
            return 1
        except Interrupted as interrupted:
            sys.stderr.write(f"stopped by {interrupted.signal.name}; everything that was started has ended\n")
            return 128 + interrupted.signal
        except BrokenPipeError:  # whoever read the lines has gone, as `head` does
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 1


def _rehearse(wishes: argparse.Namespace) -> int:
    live = sys.stdout.isatty() and not os.environ.get("CI")
    console = Console() if live else Console(color_system=None, width=_LOG_WIDTH)
    steps = Steps(LiveProgress(console) if live else PlainProgress(sys.stdout))
    files = [] if wishes.synthesized else choose(wishes.environments, wishes.names)
    steps.progress.say(f"Terraform {installed_version()}, simulated providers, simulated S3")
    started = monotonic()
    left_by_design: list[str] = []
    try:
        with temporary_folder(steps.progress.say) as temporary:
            if wishes.synthesized:
                left_by_design += live_synthesized(wishes.synthesized, steps, temporary)
                steps.passed()
            for file in files:
                left_by_design += live_environment(Environment(file, temporary / file.stem), steps, temporary)
                steps.passed()
    except StepFailedError as failure:
        steps.expect(*(file.stem for file in files))
        console.print(steps.table())
        for line in _told(failure):
            steps.progress.say(line)
        return 1
    console.print(steps.table())
    for line in left_by_design:
        steps.progress.say(line)
    steps.progress.say(f"everything holds; {monotonic() - started:.0f} s")
    return 0


def _told(failure: StepFailedError) -> list[str]:
    lines = [failure.headline]
    if failure.output:
        kept = keep_output(failure, _OUTPUTS)
        lines += [*(f"    {line}".rstrip() for line in decisive_lines(failure.output))]
        lines += [f"the whole output is in {as_seen_from_here(kept)}"]
    return lines


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m rehearsal", description=_DESCRIPTION)
    parser.add_argument("names", metavar="NAME", nargs="*", help="environments to rehearse; all when none is named")
    parser.add_argument(
        "--environments",
        metavar="DIR",
        type=Path,
        default=as_seen_from_here(_PROJECT / "environments"),
        help="folder of the environment files",
    )
    parser.add_argument(
        "--synthesized", metavar="DIR", type=Path, help="rehearse the stacks in this output folder as they are, instead"
    )
    return parser
