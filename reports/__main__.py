"""`python -m reports COMMAND`: each command is a file of this package, and one line here."""

import argparse
import sys
from collections.abc import Sequence

from reports import addresses, images, policy_diff, support
from reports.review import command as review
from reports.written import NothingWrittenError

_COMMANDS = (addresses.register, images.register, policy_diff.register, support.register, review.register)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; its exit status, 1 where there is nothing to read."""
    parser = argparse.ArgumentParser(prog="python -m reports", description="Reports on environments.")
    subcommands = parser.add_subparsers(required=True, metavar="COMMAND")
    for register in _COMMANDS:
        register(subcommands)
    wishes = parser.parse_args(arguments)
    try:
        status: int = wishes.run(wishes)
    except NothingWrittenError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return status


if __name__ == "__main__":
    sys.exit(main())
