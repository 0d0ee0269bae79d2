"""`python -m delivery COMMAND`: what the workflows in .github/workflows ask; docs/ci.md says when."""

import argparse
import sys
from collections.abc import Sequence

from delivery import deciding, lock_command, running
from delivery.github_environments import UnguardedError
from delivery.locked import LockFileError
from delivery.records import UnreadableRecordError
from delivery.reviewing import ReviewFailedError
from delivery.stacks import NothingSynthesizedError
from delivery.terraform import TerraformFailedError

_COMMANDS = (deciding.register, running.register, lock_command.register)
_EXPECTED = (
    LockFileError,
    NothingSynthesizedError,
    ReviewFailedError,
    TerraformFailedError,
    UnguardedError,
    UnreadableRecordError,
)


def parser() -> argparse.ArgumentParser:
    """What the command line understands."""
    commands = argparse.ArgumentParser(prog="python -m delivery", description="Decisions of continuous delivery.")
    subcommands = commands.add_subparsers(required=True, metavar="COMMAND")
    for register in _COMMANDS:
        register(subcommands)
    return commands


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; its exit status: 0, 2 where a review is blocked or a plan may not be applied, 1 for a failure."""
    wishes = parser().parse_args(arguments)
    try:
        status: int = wishes.run(wishes)
    except _EXPECTED as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return status


if __name__ == "__main__":
    sys.exit(main())
