"""Reading one environment file: from bytes to settings, or to every mistake in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from stat import S_ISREG

from pydantic import ValidationError
from pydantic_core import to_json

from config.controllers.kinds import defaults_for_nothing
from config.environment_file import EnvironmentFile
from config.reading.json_schema import JsonObject, schema_of
from config.reading.mistake import Mistake, mistake_of, name_mistake
from config.reading.mistakes import mark_problems, null_problems, problems_of
from config.reading.yaml_document import Document, read_yaml
from config.reading.yaml_syntax import BadYaml
from config.rules.draft import Draft
from config.rules.problem import Absent, Problem

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
    settings: EnvironmentFile | None
    mistakes: Sequence[Mistake]

    def mistake(self, problem: Problem) -> Mistake:
        """A problem in this file."""
        return mistake_of(problem, str(self.file), self.document.position(problem.path))


class EnvironmentReader:
    """Reads files against one model; makes its schema only for the first mistake."""

    def __init__(self, model: type[EnvironmentFile]) -> None:
        self._model = model

    def read(self, file: Path) -> Reading:
        """The content of `file`, or its mistakes."""
        draft = Draft(environment=file.stem)
        in_name = [] if _NAME.fullmatch(file.stem) else [name_mistake(str(file), file.stem, _NAME_REMEDY)]
        try:
            document = read_yaml(_text(file))
        except BadYaml as error:
            where = "" if error.line is None else f"line {error.line}"
            in_syntax = Mistake(str(file), error.remedy, where, error.found, (error.line or 0, 0))
            return Reading(file, draft, _NOTHING, None, [*in_name, in_syntax])
        settings, problems = self._validated(document, draft)
        reading = Reading(file, draft, document, settings, in_name)
        in_values = sorted((reading.mistake(problem) for problem in problems), key=lambda mistake: mistake.position)
        return replace(reading, mistakes=[*in_name, *in_values])

    @cached_property
    def _schema(self) -> JsonObject:
        return schema_of(self._model)

    def _validated(self, document: Document, draft: Draft) -> tuple[EnvironmentFile | None, list[Problem]]:
        if not isinstance(document.data, dict):
            content = Absent.NOTHING if document.data is None else document.data
            return None, [Problem((), content, "must hold at least the keys region, network and cluster")]
        nothing = list(null_problems(document.data))
        problems = [*document.problems, *nothing, *mark_problems(document.data)]
        data = defaults_for_nothing(document.data)
        try:
            # JSON mode: lists become tuples and text becomes enums, but a number does not become text.
            settings = self._model.model_validate_json(to_json(data), strict=True, context=draft)
        except ValidationError as error:
            paths = {problem.path for problem in nothing}
            found = problems_of(error, self._schema, document)
            problems.extend(problem for problem in found if problem.path not in paths)
            return None, problems
        return settings, problems


def _text(file: Path) -> str:
    try:
        if not S_ISREG(file.stat().st_mode):  # reading a pipe would wait for ever
            raise BadYaml(None, "", "is not a file; move it elsewhere")
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
