"""The base of every model of an environment file."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, GetJsonSchemaHandler, PlainSerializer
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from config.reading.attribute_docstrings import attribute_docstrings


class Model(BaseModel):
    """A frozen, closed value: an unknown key is an error, and nothing changes after loading."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        validate_default=True,
    )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The schema with the docstring of each attribute as its description."""
        json_schema = handler(schema)
        properties = handler.resolve_ref_schema(json_schema).get("properties", {})
        texts = attribute_docstrings(cls)
        for name, field in cls.model_fields.items():
            described = properties.get(field.alias or name)
            if described is not None and name in texts:
                described.setdefault("description", texts[name])
        return json_schema


_Key = TypeVar("_Key", bound=str)
_Value = TypeVar("_Value")

FrozenMapping = Annotated[
    Mapping[_Key, _Value], AfterValidator(MappingProxyType), PlainSerializer(dict, return_type=dict)
]
"""A mapping that stays as it was read: a frozen model would still hand out a dict that anyone can change."""
