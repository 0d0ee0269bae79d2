"""`python -m reports review`: what saved plans would do, and whether that is allowed."""

import argparse
import gc
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from pydantic import TypeAdapter

from config.command_line import Subcommands
from reports.review.allowances import Allowances, read_allowances
from reports.review.assembly import review
from reports.review.comment import fitted, whole
from reports.review.document import Review, Verdict
from reports.review.markdown import sections
from reports.review.masking import Secrets
from reports.review.plan_file import UnreadableError, read_plans
from reports.review.redaction import redacted
from reports.review.shortening import shortened
from reports.review.words import Words, printable

_BLOCKED = 2
_NO_FULL_TEXT = "Review it with --full FILE to have everything."


def register(subcommands: Subcommands) -> None:
    """The command and its options."""
    parser = subcommands.add_parser("review", help="what saved plans would do, as Markdown for a pull request")
    parser.add_argument(
        "plans", metavar="PLAN.json", nargs="+", type=Path, help="`terraform show -json` of a plan, named as its stack"
    )
    parser.add_argument("--allowances", metavar="FILE", type=Path, help="guarded changes that may happen, in YAML")
    parser.add_argument("--on", metavar="DATE", type=date.fromisoformat, help="the day, as 2027-01-31 (default: today)")
    parser.add_argument("--base", metavar="COMMIT", help="the commit that the pull request starts from")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the review as data, too")
    parser.add_argument("--full", metavar="FILE", type=Path, help="write the whole text, however long it is")
    parser.set_defaults(run=run)


def run(wishes: argparse.Namespace) -> int:
    """Write the review; 0 if nothing forbids the plans, 2 if something does, 1 if they can't be read."""
    gc.disable()  # millions of values and no cycles of note: to look for them takes a tenth of the time
    try:
        text, blocked = _review(wishes)
    except UnreadableError as error:
        sys.stderr.write("".join(f"{printable(line)}\n" for line in str(error).splitlines()))
        return 1
    except RecursionError:
        sys.stderr.write("a plan is nested too deeply to be reviewed\n")
        return 1
    finally:
        gc.enable()
    sys.stdout.write(text)
    return _BLOCKED if blocked else 0


def _review(wishes: argparse.Namespace) -> tuple[str, bool]:
    secrets = Secrets()
    plans = read_plans(wishes.plans, secrets)
    on = wishes.on or datetime.now(UTC).date()
    allowances = read_allowances(wishes.allowances, on=on, base=wishes.base) if wishes.allowances else Allowances()
    found = redacted(review(plans, allowances, Words(secrets)), secrets)
    parts = list(sections(found))
    if wishes.json:
        _write(wishes.json, TypeAdapter(Review).dump_json(found, indent=2).decode() + "\n")
    if wishes.full:
        _write(wishes.full, whole(parts))
    full_text = f"The whole review is in the file {wishes.full.name}." if wishes.full else _NO_FULL_TEXT
    return fitted(shortened(parts), full_text=full_text), found.verdict is Verdict.BLOCKED


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UnreadableError(f"{file}: can't be written: {error.strerror}") from error
