"""The base of every model of an environment file."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, PlainSerializer


class Model(BaseModel):
    """A frozen, closed value: an unknown key is an error, and nothing changes after loading."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        validate_default=True,
        use_attribute_docstrings=True,
    )


_Key = TypeVar("_Key", bound=str)
_Value = TypeVar("_Value")

FrozenMapping = Annotated[
    Mapping[_Key, _Value], AfterValidator(MappingProxyType), PlainSerializer(dict, return_type=dict)
]
"""A mapping that stays as it was read: a frozen model would still hand out a dict that anyone can change."""
