"""What a chart's JSON schema has against values, in words for the person who wrote them."""

from collections.abc import Iterator, Mapping
from typing import Any

from config.rules.problem import Problem


def schema_problems(
    values: Mapping[str, object], schema: Mapping[str, Any], *, given_elsewhere: bool = False
) -> Iterator[Problem]:
    """The errors of a schema; Helm would refuse these values with the same schema, but only at apply.

    `given_elsewhere`: what is missing may stand in the chart's default values, which Helm puts below these.
    """
    import jsonschema_rs  # noqa: PLC0415 - only a chart that has a schema needs it

    for error in jsonschema_rs.validator_for(dict(schema)).iter_errors(dict(values)):
        if given_elsewhere and isinstance(error.kind, jsonschema_rs.ValidationErrorKind.Required):
            continue
        path = tuple(error.instance_path)
        yield Problem(path, _at(values, path), f"does not fit the chart's schema: {error.message}")


def _at(values: object, path: tuple[str | int, ...]) -> object:
    for key in path:
        values = values[key]  # type: ignore[index]  # the schema has just walked this path
    return values
