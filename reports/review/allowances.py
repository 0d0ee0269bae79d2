"""Which guarded changes a pull request allows: a YAML file in it, with a reason and an end for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError, model_validator

from config.reading.yaml_document import read_yaml
from config.reading.yaml_syntax import BadYaml
from reports.review.plan import Action, Change
from reports.review.plan_file import UnreadableError
from reports.review.words import printable

_Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
_Commit = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{40}([0-9a-f]{24})?$")]
_WORDS = {"missing": "is missing", "extra_forbidden": "is not known here"}
"""What pydantic says otherwise, by its type of mistake."""


class Allowance(BaseModel):
    """One guarded change that may happen, for a while."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    stack: _Line
    address: _Line
    change: Literal["replace", "destroy", "update"]
    reason: _Line
    until: date | None = None
    """The last day on which it holds."""
    base: _Commit | None = None
    """It holds as long as the pull request starts from this commit; so merging ends it."""

    @model_validator(mode="after")
    def _has_one_end(self) -> "Allowance":
        if (self.until is None) == (self.base is None):
            raise ValueError("needs an end: either `until` (a date) or `base` (a commit)")
        return self

    def holds(self, on: date, base: str | None) -> bool:
        """Whether it has not ended."""
        return on <= self.until if self.until else self.base == base

    def covers(self, change: Change) -> bool:
        """Whether it is about this very change."""
        wanted = (self.stack, self.address, Action(self.change))
        return wanted == (change.stack, change.address, change.action)

    @property
    def end(self) -> str:
        """When it ends, in words."""
        return f"until {self.until}" if self.until else f"while the base is {self.base}"


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    allowances: tuple[Allowance, ...] = Field(default=())


@dataclass(frozen=True)
class Allowances:
    """The allowances of a pull request, on a day and above a commit."""

    all: Sequence[Allowance] = ()
    on: date = date.min
    base: str | None = None

    def of(self, change: Change) -> Allowance | None:
        """The allowance that covers a change and holds."""
        return next((it for it in self.all if it.covers(change) and it.holds(self.on, self.base)), None)

    def ended(self) -> list[Allowance]:
        """Those that do not hold any more."""
        return [it for it in self.all if not it.holds(self.on, self.base)]


def read_allowances(file: Path, *, on: date, base: str | None) -> Allowances:
    """The allowances in a file.

    Raises:
        UnreadableError: it is no such file; a line for each mistake.
    """
    try:
        document = read_yaml(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnreadableError(f"{file}: can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UnreadableError(f"{file}: is not text in UTF-8") from error
    except BadYaml as error:
        where = file if error.line is None else f"{file}:{error.line}"
        raise UnreadableError(f"{where}: {error.found}; {error.remedy}") from error
    problems = [f"{file}: {_place(it.path)}: {it.remedy}" for it in document.problems]
    try:
        found = TypeAdapter(_File).validate_python({} if document.data is None else document.data)
    except ValidationError as error:
        problems += [f"{file}: {_place(it['loc'])}: {_words(it['type'], it['msg'])}" for it in error.errors()]
        raise UnreadableError("\n".join(problems)) from error
    if problems:
        raise UnreadableError("\n".join(problems))
    return Allowances(found.allowances, on, base)


def _place(path: Sequence[str | int]) -> str:
    return ".".join(str(step + 1) if isinstance(step, int) else printable(step) for step in path) or "the file"


def _words(kind: str, message: str) -> str:
    return _WORDS.get(kind) or printable(message.removeprefix("Value error, "))
