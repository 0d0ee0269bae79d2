"""A rule for a value that depends on what stands elsewhere in the same file."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from config.rules.draft import Draft, draft_of
from config.rules.problem import Problem, refuse

_Value = TypeVar("_Value")


@dataclass(frozen=True, eq=False)  # compared by identity: annotations are hashed, a mapping can't be
class DraftRule(Generic[_Value]):
    """Metadata for `Annotated`, like `config.rules.rule.Rule`; the check is given the draft of the file besides."""

    problems: Callable[[_Value, Draft], Iterable[Problem]]
    json_schema: Mapping[str, object]

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Check after the type is known to be right."""
        return core_schema.with_info_after_validator_function(self._checked, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Add the keywords to those of the type."""
        return {**handler(schema), **self.json_schema}

    def _checked(self, value: _Value, info: ValidationInfo) -> _Value:
        refuse(self.problems(value, draft_of(info)))
        return value
