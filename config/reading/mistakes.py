"""From pydantic's errors to problems in the words of the person who wrote the file."""

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from config.reading.display import flow, value_text
from config.reading.json_schema import JsonObject, as_object
from config.reading.schema_place import Place, allowed_values, keys_of, place_of, tag_of
from config.reading.wrong_type import wrong_type_remedy
from config.reading.yaml_document import Document
from config.rules.problem import PARENT, PROBLEMS, Absent, KeyPath, Problem
from config.rules.suggestion import nearest, suggestion

_WORDS = {
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be at most {le}",
    "too_short": "must have {min_length} or more entries",
    "too_long": "must have {max_length} or fewer entries",
    "string_too_short": "must have at least {min_length} characters",
    "string_too_long": "must have at most {max_length} characters",
    "string_pattern_mismatch": "must match the pattern {pattern}",
    "value_error": "{error}",
}

_MARK = "TfToken["
_UNMARKED = f"has {_MARK} in it, by which cdktf marks values that it fills in; write it another way"


def problems_of(error: ValidationError, schema: JsonObject, document: Document) -> Iterator[Problem]:
    """Every mistake that validation found; a key that is missing because it is misspelt is one mistake, not two."""
    errors = [details for details in error.errors(include_url=False) if not _only_seems_short(details)]
    misspelt = {path for details in errors for path in _meant(details, schema)}
    for details in errors:
        for problem in _problems(details, schema, document):
            if problem.value is not Absent.MISSING or problem.path not in misspelt:
                yield problem


def null_problems(value: object, path: KeyPath = ()) -> Iterator[Problem]:
    """Keys with nothing after them. Only `controllers`, and each of them, may stand there like that."""
    entries: Iterable[tuple[str | int, object]] = ()
    if isinstance(value, dict):
        entries = value.items()
    elif isinstance(value, list):
        entries = enumerate(value)
    for element, entry in entries:
        inner = (*path, element)
        if entry is not None:
            yield from null_problems(entry, inner)
        elif inner[0] != "controllers" or len(inner) > len(("controllers", "name")):
            yield Problem(inner, Absent.NOTHING, "write a value, or leave the key out")


def mark_problems(value: object, path: KeyPath = ()) -> Iterator[Problem]:
    """Texts in which cdktf would find the mark of a value that is not known before Terraform applies."""
    if isinstance(value, dict):
        for key, entry in value.items():
            if _MARK in str(key):
                yield Problem((*path, str(key)), key, _UNMARKED)
            yield from mark_problems(entry, (*path, str(key)))
    elif isinstance(value, list):
        for index, entry in enumerate(value):
            yield from mark_problems(entry, (*path, index))
    elif isinstance(value, str) and _MARK in value:
        yield Problem(path, value, _UNMARKED)


def _problems(details: ErrorDetails, schema: JsonObject, document: Document) -> Iterator[Problem]:
    place = place_of(details["loc"], schema)
    keys = as_object(place.holder.get("propertyNames")).get("enum")
    if details["type"] == "literal_error" and details["loc"][-1] == "[key]" and isinstance(keys, list):
        # pydantic shows the key as the value, and would say it once more.
        value = document.written(place.path) or _at(document.data, place.path)
        yield Problem(
            place.path, value, f"is an unknown key; {suggestion(str(place.path[-1]), [str(it) for it in keys])}"
        )
        return
    context = details.get("ctx", {})
    tag = tag_of(place.schema)
    match details["type"]:
        case "problems":
            for problem in context[PROBLEMS]:
                yield Problem(_joined(place.path, problem.path), problem.value, problem.remedy)
        case "missing":
            yield Problem(place.path, Absent.MISSING, _how_to_write(place))
        case "extra_forbidden":
            word = str(place.path[-1])
            yield Problem(place.path, details["input"], f"is an unknown key; {suggestion(word, keys_of(place.holder))}")
        case "union_tag_not_found" if tag is not None:
            yield Problem((*place.path, tag.key), Absent.MISSING, f"write {tag.key}: {' or '.join(tag.values)}")
        case "union_tag_invalid" if tag is not None:
            remedy = f"must be one of {', '.join(tag.values)}"
            yield Problem((*place.path, tag.key), context["tag"], remedy)
        case kind:
            written = document.written(place.path)
            value = details["input"] if written is None or isinstance(details["input"], str) else written
            remedy = wrong_type_remedy(details["input"], written, place.schema) or _remedy(kind, details, place)
            yield Problem(place.path, value, remedy)


def _only_seems_short(details: ErrorDetails) -> bool:
    """Whether a list is called too short because entries of it are wrong, each of which has an error of its own."""
    return details["type"] == "too_short" and len(details["input"]) >= details["ctx"]["min_length"]


def _remedy(kind: str, details: ErrorDetails, place: Place) -> str:
    values = allowed_values(place.schema)
    if values is not None:
        return f"must be one of {', '.join(value_text(value) for value in values)}"
    if kind in _WORDS:
        return _WORDS[kind].format_map(details.get("ctx", {}))
    return details["msg"][:1].lower() + details["msg"][1:]


def _meant(details: ErrorDetails, schema: JsonObject) -> Iterator[KeyPath]:
    """The paths of the keys that an unknown key may stand for."""
    if details["type"] == "extra_forbidden":
        place = place_of(details["loc"], schema)
        for key in nearest(str(place.path[-1]), keys_of(place.holder)):
            yield (*place.path[:-1], key)


def _how_to_write(place: Place) -> str:
    if place.example is None:
        return "write it"
    return f"write it, such as {place.path[-1]}: {flow(place.example)}"


def _at(data: Any, path: KeyPath) -> object:  # noqa: ANN401 - as YAML has it
    for element in path:
        data = data[element]
    return data


def _joined(path: KeyPath, below: KeyPath) -> KeyPath:
    for element in below:
        path = path[:-1] if element == PARENT else (*path, element)
    return path
