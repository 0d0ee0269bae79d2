"""A registry that has copies of images."""

from typing import Annotated

from pydantic import Field

from config.rule import matching

_PATTERN = r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?(/[a-z0-9]+([._-][a-z0-9]+)*)*$"
_REMEDY = "is no registry; write its host, without https://, such as 111122223333.dkr.ecr.eu-central-1.amazonaws.com"

ImageRegistry = Annotated[
    str, Field(examples=["111122223333.dkr.ecr.eu-central-1.amazonaws.com"]), matching(_PATTERN, _REMEDY)
]
"""Host of a registry, with the beginning of its repositories if there is one."""
