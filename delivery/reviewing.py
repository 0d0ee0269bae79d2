"""The review of plans, as `python -m reports review` writes it."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from delivery.stacks import Json
from delivery.steps import Verdict

_PROJECT = Path(__file__).resolve().parents[1]
_BLOCKED = 2
ALLOWANCES = _PROJECT / "allowances.yaml"
"""Guarded changes that a pull request allows; there need not be such a file."""
DATA, TEXT, FULL = "review.json", "review.md", "review-full.md"


class ReviewFailedError(Exception):
    """A plan could not be reviewed; what the review said."""


@dataclass(frozen=True)
class Review:
    """A review of one or several plans; `stacks` is the part about each, by id."""

    verdict: Verdict
    stacks: Mapping[str, Json]
    text: str


class Reviewer(Protocol):
    """Who reviews plans (`<stack>.json`), and leaves its files in a folder."""

    def __call__(self, plans: Sequence[Path], into: Path) -> Review: ...


@dataclass(frozen=True)
class ReportsReview:
    """The review of this repository. `base` is the commit that a change starts from."""

    base: str | None = None
    allowances: Path = ALLOWANCES

    def __call__(self, plans: Sequence[Path], into: Path) -> Review:
        """Review `plans`, and leave the review in `into` as data, as a comment and in full.

        Raises:
            ReviewFailedError: a plan or the allowances can't be read.
        """
        options = ["--json", str((into / DATA).resolve()), "--full", str((into / FULL).resolve())]
        if self.allowances.is_file():
            options += ["--allowances", str(self.allowances)]
        if self.base:
            options += ["--base", self.base]
        done = subprocess.run(  # noqa: S603 - our own program, with arguments of ours
            [sys.executable, "-m", "reports", "review", *options, *(str(it.resolve()) for it in plans)],
            cwd=_PROJECT,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode not in {0, _BLOCKED}:
            raise ReviewFailedError(done.stderr.strip())
        (into / TEXT).write_text(done.stdout, encoding="utf-8")
        return Review(
            verdict=Verdict.BLOCKED if done.returncode == _BLOCKED else Verdict.OK,
            stacks=read_review(into / DATA),
            text=done.stdout,
        )


def opens_something(review: Mapping[str, Json]) -> bool:
    """Whether somebody changed, outside of Terraform, who can reach or do what."""
    return any(drift["sentences"] for stack in review.values() for drift in stack["drift"])


def read_review(file: Path) -> dict[str, Json]:
    """Id of each stack to the part of a review (as data) that is about it; empty where there is no such file."""
    if not file.is_file():
        return {}
    return {it["name"]: it for it in json.loads(file.read_bytes())["stacks"]}
