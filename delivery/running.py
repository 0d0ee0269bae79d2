"""The commands that run Terraform: plan and apply."""

import argparse
import sys
from pathlib import Path

from config.command_line import Subcommands, add_outdir
from delivery.answers import answer
from delivery.applying import apply_environment
from delivery.planning import plan_environment
from delivery.reviewing import ReportsReview, read_review
from delivery.stacks import Stack, stacks_of
from delivery.steps import Step, Verdict
from delivery.terraform import Terraform

_FORBIDDEN = 2


def register(subcommands: Subcommands) -> None:
    """The commands and their options."""
    parser = subcommands.add_parser("plan", help="plan an environment, and review the plans")
    parser.add_argument("--into", metavar="DIR", type=Path, required=True, help="where plans and review go")
    parser.add_argument("--only-report", action="store_true", help="no failure where the review is blocked")
    parser.set_defaults(run=_plan)
    _add_change(parser)

    parser = subcommands.add_parser("apply", help="apply saved plans that still hold, and plan again what has to be")
    parser.add_argument("--plans", metavar="DIR", type=Path, required=True, help="where `plan` wrote to")
    parser.add_argument(
        "--reviewed",
        metavar="FILE",
        type=Path,
        action="append",
        default=[],
        help="a review that people have seen; a later one counts for the stacks that are in it",
    )
    parser.add_argument("--waiting", metavar="DIR", type=Path, required=True, help="where goes what waits for a person")
    parser.set_defaults(run=_apply)
    _add_change(parser)


def _add_change(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("environment")
    parser.add_argument("--commit", required=True, help="the commit that was synthesized")
    parser.add_argument("--base", help="the commit that the change starts from, for allowances")
    add_outdir(parser)


def _plan(wishes: argparse.Namespace) -> int:
    done = plan_environment(
        _shared_stacks(wishes), _terraform, ReportsReview(wishes.base), commit=wishes.commit, into=wishes.into
    )
    for id, record in done.records.items():
        sys.stdout.write(f"{id}: {'has changes' if record.has_changes else 'no changes'}\n")
    for id, words in done.pending.items():
        sys.stdout.write(f"{id}: not planned yet: {words}\n")
    answer(verdict=str(done.review.verdict))
    return _FORBIDDEN if done.review.verdict is Verdict.BLOCKED and not wishes.only_report else 0


def _apply(wishes: argparse.Namespace) -> int:
    reviewed = {id: it for file in wishes.reviewed for id, it in read_review(file).items()}
    done = apply_environment(
        _shared_stacks(wishes),
        _terraform,
        ReportsReview(wishes.base),
        commit=wishes.commit,
        plans=wishes.plans,
        reviewed=reviewed,
        waiting=wishes.waiting,
    )
    answer(waiting=done.step is Step.WAIT)
    return _FORBIDDEN if done.step is Step.STOP else 0


def _shared_stacks(wishes: argparse.Namespace) -> list[Stack]:
    """Those whose state other machines see."""
    return [it for it in stacks_of(wishes.outdir, wishes.environment) if it.state is not None]


def _terraform(stack: Stack) -> Terraform:
    return Terraform.here(stack.folder, AWS_REGION=stack.region)
