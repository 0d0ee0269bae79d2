"""Where Terraform keeps the state of an environment's stacks."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from config.model import Model

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html (dots are left out: they break TLS names)
BUCKET_NAME_PATTERN = r"^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$"


class LocalState(Model):
    """State in `state/<stack>.tfstate` beside the folder of the environment files: for trying out, for one person."""

    backend: Literal["local"]


class BucketStack(StrEnum):
    """Who makes the state bucket, and where the state of the bucket's own stack lives."""

    LOCAL = "local"
    """This environment makes the bucket; the bucket's own state is a local file (how every bucket begins)."""
    IN_BUCKET = "in-bucket"
    """This environment makes the bucket, and the bucket's own state was moved into the bucket."""
    ELSEWHERE = "elsewhere"
    """The bucket is made by another environment, or outside this repository."""


class S3State(Model):
    """State in an S3 bucket: versioned, encrypted, locked."""

    backend: Literal["s3"]
    bucket: str = Field(pattern=BUCKET_NAME_PATTERN)
    """Name of the bucket; unique in the whole partition."""
    region: str | None = None
    """Region of the bucket; the environment's own when left out."""
    key_prefix: str | None = Field(default=None, pattern=r"^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*$", max_length=512)
    """Folder of this environment's states in the bucket; the environment's name when left out."""
    bucket_stack: BucketStack = BucketStack.LOCAL
    """Who makes the bucket: this environment (`local`, `in-bucket`) or someone else (`elsewhere`)."""


State = Annotated[LocalState | S3State, Field(discriminator="backend")]
