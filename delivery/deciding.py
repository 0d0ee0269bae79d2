"""The commands that decide and touch nothing: affected, current, guarded, matrix, locked, gate, comment, drift."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from config.command_line import Subcommands, add_outdir
from delivery.affected import Affected, affected
from delivery.answers import answer, error, notice, warning
from delivery.gate import Planned, approval, gate
from delivery.github_environments import Said, check_branches, has_reviewers
from delivery.locked import check_lock_file
from delivery.matrix import matrix
from delivery.named_files import named_files
from delivery.planning import record_file
from delivery.posting import Action, Drifted, Post, Posting, comment, drift
from delivery.records import read_record
from delivery.reviewing import DATA, TEXT, opens_something, read_review
from delivery.stacks import Json, read_stacks, stacks_of

_AUTHOR = "github-actions[bot]"
"""Who writes with the token of a workflow."""
_FORBIDDEN = 2


def register(subcommands: Subcommands) -> None:
    """The commands and their options."""
    parser = subcommands.add_parser("affected", help="which environments the files of a change touch")
    parser.add_argument("--environments", metavar="DIR", type=Path, default=Path("environments"))
    parser.set_defaults(run=_affected)

    parser = subcommands.add_parser("current", help="refuse an environment that the files of later commits touch")
    parser.add_argument("environment")
    parser.add_argument("--environments", metavar="DIR", type=Path, default=Path("environments"))
    parser.set_defaults(run=_current)

    parser = subcommands.add_parser("guarded", help="whether GitHub's environments keep out what they have to")
    parser.add_argument("environment")
    parser.add_argument(
        "--said", metavar="DIR", type=Path, required=True, help="GitHub's answers, NAME.json and NAME.branches.json"
    )
    parser.set_defaults(run=_guarded)

    parser = subcommands.add_parser("matrix", help="the environments that CI can plan, as a matrix of jobs")
    parser.add_argument("--only", metavar="JSON", help="names of environments, as a JSON list (default: all)")
    parser.add_argument("--runners", metavar="JSON", help="name of an environment to the label of its runner")
    add_outdir(parser)
    parser.set_defaults(run=_matrix)

    parser = subcommands.add_parser("locked", help="whether the lock files of an environment are there and whole")
    parser.add_argument("environment")
    add_outdir(parser)
    parser.set_defaults(run=_locked)

    parser = subcommands.add_parser("gate", help="which GitHub environment the apply has to pass")
    parser.add_argument("environment")
    parser.add_argument("--plans", metavar="DIR", type=Path, required=True, help="where `plan` wrote to")
    parser.add_argument("--reviewed", metavar="FILE", type=Path, required=True, help="the review of the pull request")
    add_outdir(parser)
    parser.set_defaults(run=_gate)

    parser = subcommands.add_parser("comment", help="what to do about the comment of an environment")
    _add_posting(parser)
    parser.set_defaults(run=_comment)

    parser = subcommands.add_parser("drift", help="what to do about the issue of an environment")
    _add_posting(parser)
    add_outdir(parser)
    parser.set_defaults(run=_drift)


def _add_posting(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("environment")
    parser.add_argument("--plans", metavar="DIR", type=Path, required=True, help="where `plan` wrote to")
    parser.add_argument("--existing", metavar="FILE", type=Path, required=True, help="posts, a line of JSON for each")
    parser.add_argument("--commit", required=True, help="the commit that was planned, which the text names")
    parser.add_argument("--into", metavar="FILE", type=Path, required=True, help="where the text goes")


def _affected(wishes: argparse.Namespace) -> int:
    """Read paths from standard input, each ended by NUL, as `git diff --name-only -z --no-renames` writes them."""
    found = _touched(wishes.environments)
    for name in found.gone:
        warning(f"{name}: has no file any more; nothing here plans or destroys what it made (docs/operations.md)")
    answer(environments=list(found.environments))
    return 0


def _touched(environments: Path) -> Affected:
    changed = [path for path in sys.stdin.read().split("\0") if path]
    files = [it for it in environments.iterdir() if it.suffix in {".yaml", ".yml"}]
    return affected(changed, {it.stem: named_files(it) for it in files})


def _current(wishes: argparse.Namespace) -> int:
    """Read paths as `affected` does: of what lies between the commit that is deployed and the main branch."""
    if wishes.environment not in _touched(wishes.environments).environments:
        return 0
    error(
        f"{wishes.environment}: a later commit changes it; its own run deploys both. Run `deploy` by hand, if it failed"
    )
    return _FORBIDDEN


def _guarded(wishes: argparse.Namespace) -> int:
    names = (wishes.environment, approval(wishes.environment))
    said = {name: Said(*(_said(wishes.said / f"{name}{it}.json") for it in ("", ".branches"))) for name in names}
    check_branches(said)
    answer(approvers=has_reviewers(said[names[1]].environment))
    return 0


def _said(file: Path) -> Json:
    return json.loads(file.read_bytes() or b"{}")


def _matrix(wishes: argparse.Namespace) -> int:
    stacks = read_stacks(wishes.outdir)
    names = json.loads(wishes.only) if wishes.only else {it.environment for it in stacks}
    found = matrix(stacks, names, json.loads(wishes.runners or "{}"))
    for line in found.left_out:
        notice(line)
    answer(matrix={"include": [asdict(row) for row in found.rows]}, any=bool(found.rows))
    return 0


def _locked(wishes: argparse.Namespace) -> int:
    for stack in stacks_of(wishes.outdir, wishes.environment):
        check_lock_file(stack)
    return 0


def _gate(wishes: argparse.Namespace) -> int:
    reviews = read_review(wishes.plans / DATA)
    planned = {}
    for stack in stacks_of(wishes.outdir, wishes.environment):
        if stack.state is not None:
            file = record_file(wishes.plans, stack.id)
            has_changes = file.exists() and read_record(file).has_changes
            planned[stack.id] = Planned(has_changes, reviews.get(stack.id))
    found = gate(wishes.environment, planned, read_review(wishes.reviewed))
    for reason in found.reasons:
        notice(reason)
    answer(gate=found.name)
    return 0


def _comment(wishes: argparse.Namespace) -> int:
    text = (wishes.plans / TEXT).read_text(encoding="utf-8")
    _post(comment(wishes.environment, text, _posts(wishes.existing), _AUTHOR, commit=wishes.commit), wishes.into)
    return 0


def _drift(wishes: argparse.Namespace) -> int:
    text = (wishes.plans / TEXT).read_text(encoding="utf-8")
    files = [record_file(wishes.plans, it.id) for it in stacks_of(wishes.outdir, wishes.environment) if it.state]
    drifted = Drifted(
        has_changes=any(file.exists() and read_record(file).has_changes for file in files),
        is_opened=opens_something(read_review(wishes.plans / DATA)),
        is_whole=all(file.exists() for file in files),
    )
    posts = _posts(wishes.existing)
    _post(drift(wishes.environment, text, posts, _AUTHOR, commit=wishes.commit, drifted=drifted), wishes.into)
    return 0


def _post(posting: Posting, into: Path) -> None:
    if posting.action in {Action.OPEN, Action.UPDATE}:
        into.write_text(posting.body, encoding="utf-8")
    answer(action=str(posting.action), number=posting.number, title=posting.title, alarm=posting.alarm)


def _posts(file: Path) -> Sequence[Post]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return [Post(**json.loads(line)) for line in lines if line.strip()]
