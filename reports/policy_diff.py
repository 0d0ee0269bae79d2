"""`python -m reports policy-diff OLD NEW`: what a new version of a policy allows more, and what less."""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from config.command_line import Subcommands
from reports.policies.comparison import Change, PolicyDifference, StatementDifference
from reports.policies.document import NoPolicyError
from reports.policies.vendored import compared
from reports.policies.words import action_in_words, in_words
from reports.written import Json

FORMAT_VERSION = "1.0"
"""Of the JSON: keys may be added; whatever else changes is another first number."""
_TROUBLE = 2


def register(subcommands: Subcommands) -> None:
    """The command and its options."""
    parser = subcommands.add_parser(
        "policy-diff",
        help="what differs between two IAM policies, in words",
        description="What differs between two IAM policies. Ends with status 0 if nothing does, 1 if something does, "
        "2 on trouble, like diff.",
    )
    parser.add_argument("old", metavar="OLD", type=Path, help="JSON file of a policy, or a folder of them")
    parser.add_argument("new", metavar="NEW", type=Path, help="the same of the new version")
    parser.add_argument("--json", action="store_true", help="write JSON for programs")
    parser.set_defaults(run=run)


def run(wishes: argparse.Namespace) -> int:
    """Write what differs; 1 if anything does, 2 where there is no policy to compare."""
    try:
        policies = compared(wishes.old, wishes.new)
    except NoPolicyError as error:
        sys.stderr.write(f"{error}\n")
        return _TROUBLE
    different = {name: it for name, it in policies.items() if it}
    if wishes.json:
        content = {"format_version": FORMAT_VERSION, "policies": {name: _json(it) for name, it in different.items()}}
        sys.stdout.write(f"{json.dumps(content, indent=2)}\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in _lines(different))
    return 1 if different else 0


def _json(it: PolicyDifference) -> Json:
    return {
        "newly_allowed": it.newly_allowed,
        "no_longer_allowed": it.no_longer_allowed,
        "statements": [
            {
                "name": one.name,
                "effect": one.effect,
                "change": one.change,
                "widens": one.widens,
                "added": one.added,
                "removed": one.removed,
            }
            for one in it.statements
        ],
    }


def _lines(policies: Mapping[str, PolicyDifference]) -> Iterator[str]:
    for name, policy in policies.items():
        yield f"{name}:"
        for title, actions in (
            ("newly allowed", policy.newly_allowed),
            ("no longer allowed", policy.no_longer_allowed),
        ):
            if actions:
                yield f"  {title}: {', '.join(map(action_in_words, actions))}"
        for statement in policy.statements:
            yield from _statement_lines(statement)


def _statement_lines(it: StatementDifference) -> Iterator[str]:
    what = "" if it.change is Change.CHANGED else f" is {it.change}"
    yield f"  {it.name} ({it.effect}){what}{', and may allow more' if it.widens else ''}:"
    for sign, parts in (("-", it.removed), ("+", it.added)):
        for part, items in parts.items():
            yield from (f"    {sign} {in_words(part, item)}" for item in items)
