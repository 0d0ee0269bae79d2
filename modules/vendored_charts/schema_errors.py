"""What a chart's JSON schema has against values, in words for the person who wrote them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from config.rules.problem import Problem
from config.rules.suggestion import nearest

if TYPE_CHECKING:
    import jsonschema_rs


class BrokenSchemaError(ValueError):
    """A chart's schema can't be used."""


def validator_of(schema: Mapping[str, Any]) -> "jsonschema_rs.Validator":
    """The validator of a schema, which asks no other host; raises `BrokenSchemaError` for a schema that is none."""
    import jsonschema_rs  # noqa: PLC0415 - only a chart that has a schema needs it

    try:
        return jsonschema_rs.validator_for(dict(schema), retriever=_refuse)
    except jsonschema_rs.ValidationError as error:
        raise BrokenSchemaError(_reason(error.message)) from error
    except ValueError as error:
        raise BrokenSchemaError(str(error)) from error


def _refuse(address: str) -> NoReturn:
    raise BrokenSchemaError(f"{address} is elsewhere, and nothing is fetched to check values")


def _reason(message: str) -> str:
    """What `_refuse` said, without the words of the library around it."""
    _, refused, own = message.partition(f"{BrokenSchemaError.__name__}: ")
    return own if refused else message


def schema_problems(
    values: Mapping[str, object], schema: Mapping[str, Any], *, given_elsewhere: bool = False
) -> Iterator[Problem]:
    """The errors of a schema; Helm would refuse these values with the same schema, but only at apply.

    `given_elsewhere`: what is missing may stand in the chart's default values, which Helm puts below these.
    """
    import jsonschema_rs  # noqa: PLC0415 - only a chart that has a schema needs it

    for error in validator_of(schema).iter_errors(dict(values)):
        if given_elsewhere and isinstance(error.kind, jsonschema_rs.ValidationErrorKind.Required):
            continue
        path = tuple(error.instance_path)
        said = (
            _choices(error.instance, error.kind.options)
            if isinstance(error.kind, jsonschema_rs.ValidationErrorKind.Enum)
            else error.message
        )
        yield Problem(path, _at(values, path), f"does not fit the chart's schema: {said}")


def _choices(given: object, choices: Sequence[object]) -> str:
    """All of them: jsonschema_rs itself names two and counts the others."""
    texts = [str(it) for it in choices]
    near = nearest(given, texts) if isinstance(given, str) else ()
    meant = f"; did you mean {' or '.join(near)}?" if near else ""
    return f"must be one of {', '.join(texts)}{meant}"


def _at(values: object, path: tuple[str | int, ...]) -> object:
    for key in path:
        values = values[key]  # type: ignore[index]  # the schema has just walked this path
    return values
