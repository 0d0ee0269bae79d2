"""Which guarded changes a pull request allows: a YAML file in it, with a reason and an end for each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from config.reading.yaml_document import read_yaml
from config.reading.yaml_syntax import BadYaml
from config.rules.problem import KeyPath
from reports.review.plan import Action, Change
from reports.review.plan_file import UnreadableError
from reports.review.words import printable

_LONGEST_DAYS = 90
"""An allowance is for a change that is about to happen; one that stays allows the next one, too."""
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_COMMIT = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")
# https://developer.hashicorp.com/terraform/cli/state/resource-addressing
_KEY = r'(\[([0-9]+|"([^"\\]|\\.)*")\])?'
_ADDRESS = re.compile(rf"(module\.[\w-]+{_KEY}\.)*(data\.)?[a-z]\w*\.[\w-]+{_KEY}")
_WORDS = {
    "missing": "is missing",
    "extra_forbidden": "is not known here",
    "literal_error": "is none of replace, destroy and update",
    "model_type": "has no keys of its own; docs/plan-review.md shows what to write",
    "string_type": "is no text; put it in quotes",
    "string_too_long": "is too long; 500 characters are enough",
    "tuple_type": "is no list; begin each allowance with a dash",
}
"""What pydantic says otherwise, by its type of mistake."""


def _printable(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty; write it for whoever reviews this")
    if not text.isprintable():
        raise ValueError("holds characters that nobody sees, or that turn the direction of writing; take them out")
    return text


def _one_address(address: str) -> str:
    if not _ADDRESS.fullmatch(address):
        raise ValueError("is not the address of one resource; copy it from the review, a wildcard covers nothing")
    return address


def _iso_date(given: object) -> date:
    try:
        if isinstance(given, str) and _DATE.fullmatch(given):
            return date.fromisoformat(given)
    except ValueError:
        pass
    raise ValueError("is no date; write year, month and day, as 2026-11-30")


def _commit(commit: str) -> str:
    if not _COMMIT.fullmatch(commit):
        raise ValueError("is no commit; write all 40 digits of its hash")
    return commit


_Text = Annotated[str, StringConstraints(max_length=500), AfterValidator(_printable)]
_Address = Annotated[_Text, AfterValidator(_one_address)]
_Date = Annotated[date, BeforeValidator(_iso_date)]
_Commit = Annotated[str, AfterValidator(_commit)]


class Allowance(BaseModel):
    """One guarded change that may happen, for a while."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    stack: _Text
    address: _Address
    change: Literal["replace", "destroy", "update"]
    reason: _Text
    until: _Date | None = None
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


def read_allowances(file: Path, *, on: date, base: str | None) -> Allowances:
    """The allowances in a file.

    Raises:
        UnreadableError: it is no such file, or one of them ends more than 90 days after `on`; a line for each mistake.
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
    problems = [(it.path, it.remedy) for it in document.problems]
    found = _File()
    try:
        found = TypeAdapter(_File).validate_python({} if document.data is None else document.data)
    except ValidationError as error:
        problems += [(it["loc"], _words(it["type"], it["msg"])) for it in error.errors()]
    last = on + timedelta(days=_LONGEST_DAYS)
    problems += [
        (("allowances", index, "until"), f"is more than {_LONGEST_DAYS} days ahead; the last day can be {last}")
        for index, it in enumerate(found.allowances)
        if it.until and it.until > last
    ]
    if problems:
        lines = (f"{file}:{document.position(path)[0] + 1}: {_place(path)}: {words}" for path, words in problems)
        raise UnreadableError("\n".join(lines))
    return Allowances(found.allowances, on, base)


def _place(path: KeyPath) -> str:
    return ".".join(str(step + 1) if isinstance(step, int) else printable(step) for step in path) or "the file"


def _words(kind: str, message: str) -> str:
    return _WORDS.get(kind) or printable(message.removeprefix("Value error, "))
