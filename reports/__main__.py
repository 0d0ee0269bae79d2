"""`python -m reports COMMAND`: each command is a file of this package, and one line here."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from reports.written import NothingWrittenError

# A review need not wait until what the others work with is loaded.
_COMMANDS = {
    "addresses": "reports.addresses",
    "images": "reports.images",
    "policy-diff": "reports.policy_diff",
    "support": "reports.support",
    "review": "reports.review.command",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; its exit status, 1 where there is nothing to read."""
    parser = argparse.ArgumentParser(prog="python -m reports", description="Reports on environments.")
    subcommands = parser.add_subparsers(required=True, metavar="COMMAND")
    given = sys.argv[1:] if arguments is None else arguments
    named = _COMMANDS.get(given[0]) if given else None
    for module in [named] if named else _COMMANDS.values():
        import_module(module).register(subcommands)
    wishes = parser.parse_args(given)
    try:
        status: int = wishes.run(wishes)
    except NothingWrittenError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return status


if __name__ == "__main__":
    sys.exit(main())
