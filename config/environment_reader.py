"""Reading one environment file: from bytes to settings, or to every mistake in it."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import to_json

from config.draft import Draft
from config.environment_file import EnvironmentFile
from config.json_schema import JsonObject, schema_of
from config.mistake import Mistake, mistake_of
from config.mistakes import null_problems, problems_of
from config.problem import Absent, Problem
from config.yaml_document import Document, read_yaml
from config.yaml_syntax import BadYaml

# The name begins each stack id, and thereby folders of the output and keys in the state bucket; it is a tag value, and
# the name of the cluster unless the file says another, and thereby the beginning of IAM role names (64 characters).
# Lower case, because not all file systems tell case apart; at most 40, so that the purpose of a role fits behind it.
_NAME = re.compile(r"[a-z]([a-z0-9-]{0,38}[a-z0-9])?")
_NAME_REMEDY = "is no environment name; rename the file: at most 40 lower case letters, digits, hyphens, a letter first"
_LARGEST_FILE = 1_000_000  # bytes
_NOTHING = Document(None, None, ())


@dataclass(frozen=True)
class Reading:
    """What came of one file."""

    file: Path
    draft: Draft
    document: Document
    settings: EnvironmentFile | None = None
    mistakes: list[Mistake] = field(default_factory=list)

    @property
    def source(self) -> str:
        """The file as the user named it."""
        return str(self.file)

    def mistake(self, problem: Problem) -> Mistake:
        """A problem in this file."""
        return mistake_of(problem, self.source, self.document.position(problem.path))


class EnvironmentReader:
    """Reads files against one model; makes its schema only for the first mistake."""

    def __init__(self, model: type[EnvironmentFile]) -> None:
        self._model = model

    def read(self, file: Path) -> Reading:
        """The content of `file`, or its mistakes."""
        draft = Draft(environment=file.stem)
        name_mistakes = [] if _NAME.fullmatch(file.stem) else [Mistake(str(file), _NAME_REMEDY, "file name", file.stem)]
        try:
            document = read_yaml(_text(file))
        except BadYaml as error:
            where = "" if error.line is None else f"line {error.line}"
            unreadable = Mistake(str(file), error.remedy, where, error.found, (error.line or 0, 0))
            return Reading(file, draft, _NOTHING, mistakes=[*name_mistakes, unreadable])
        settings, problems = self._validated(document, draft)
        reading = Reading(file, draft, document, settings, name_mistakes)
        reading.mistakes.extend(reading.mistake(problem) for problem in problems)
        return reading

    @cached_property
    def _schema(self) -> JsonObject:
        return schema_of(self._model)

    def _validated(self, document: Document, draft: Draft) -> tuple[EnvironmentFile | None, list[Problem]]:
        if not isinstance(document.data, dict):
            found = Absent.NOTHING if document.data is None else document.data
            return None, [Problem((), found, "must hold at least the keys region, network and cluster")]
        nothing = list(null_problems(document.data))
        problems = [*document.problems, *nothing]
        try:
            # JSON mode: lists become tuples and text becomes enums, but a number does not become text.
            settings = self._model.model_validate_json(to_json(document.data), strict=True, context=draft)
        except ValidationError as error:
            paths = {problem.path for problem in nothing}
            found = problems_of(error, self._schema, document)
            problems.extend(problem for problem in found if problem.path not in paths)
            return None, problems
        return settings, problems


def _text(file: Path) -> str:
    if file.exists() and not file.is_file():
        raise BadYaml(None, "", "is not a file; move it elsewhere")
    try:
        with file.open("rb") as stream:
            content = stream.read(_LARGEST_FILE + 1)
    except OSError as error:
        raise BadYaml(None, "", f"can't be read ({error.strerror}); correct or remove it") from None
    if len(content) > _LARGEST_FILE:
        raise BadYaml(None, "", f"is larger than {_LARGEST_FILE} bytes; only environments belong into this folder")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        found = f"the byte 0x{content[error.start]:02x}"
        raise BadYaml(line, found, "is not UTF-8; save the file in that encoding") from None
