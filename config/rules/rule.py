"""A rule for a value: the check that answers in the user's words, and what a JSON schema can say of it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from re import compile as compile_pattern
from typing import Generic, TypeVar

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from config.rules.problem import Problem, refuse
from config.rules.suggestion import suggestion

_Value = TypeVar("_Value")


@dataclass(frozen=True, eq=False)  # compared by identity: annotations are hashed, a mapping can't be
class Rule(Generic[_Value]):
    """Metadata for `Annotated`: refuses a value for its problems, and says in JSON schema keywords what it can."""

    problems: Callable[[_Value], Iterable[Problem]]
    json_schema: Mapping[str, object]

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Check after the type is known to be right."""
        return core_schema.no_info_after_validator_function(self._checked, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Add the keywords to those of the type."""
        return {**handler(schema), **self.json_schema}

    def _checked(self, value: _Value) -> _Value:
        refuse(self.problems(value))
        return value


def matching(pattern: str, remedy: str) -> Rule[str]:
    """The whole text matches `pattern`, which is written with `^` and `$` for the JSON schema."""
    fullmatch = compile_pattern(pattern).fullmatch
    return Rule(lambda text: () if fullmatch(text) else (Problem((), text, remedy),), {"pattern": pattern})


def one_of(known: Collection[str], what: str, why_not: Callable[[str], str | None] = lambda _: None) -> Rule[str]:
    """The text is one of `known`; `why_not` may have a better remedy for one that is not."""

    def problems(text: str) -> Iterable[Problem]:
        if text not in known:
            yield Problem((), text, why_not(text) or f"is not {what}; {suggestion(text, known)}")

    return Rule(problems, {"enum": list(known)})


def repeated(values: Sequence[object]) -> Iterable[Problem]:
    """What stands in a list for a second time."""
    for index, value in enumerate(values):
        if value in values[:index]:
            yield Problem((index,), value, "stands in the list twice; leave one out")


UNIQUE: Rule[Sequence[object]] = Rule(repeated, {"uniqueItems": True})
"""Nothing stands in the list twice."""
