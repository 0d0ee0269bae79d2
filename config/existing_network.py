"""A network that somebody else made: it is read, never managed."""

from typing import Annotated

from pydantic import Field

from config.model import Model
from config.rule import matching

# EC2 API reference, Vpc: ids of today have 17 digits, those of before 2018 have 8.
_VPC_PATTERN = "^vpc-([0-9a-f]{8}|[0-9a-f]{17})$"
_VPC_REMEDY = "is no VPC id; write one like vpc-0123456789abcdef0"


class ExistingNetwork(Model):
    """A VPC that somebody else made."""

    vpc_id: Annotated[str, Field(examples=["vpc-0123456789abcdef0"]), matching(_VPC_PATTERN, _VPC_REMEDY)]
    """Id of the VPC."""
