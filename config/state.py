"""Where Terraform keeps the state of an environment's stacks."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from config.regions import RegionName
from config.rules.model import Model
from config.rules.problem import Problem
from config.rules.rule import Rule, matching

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html (dots are left out: they break TLS names)
BUCKET_NAME_PATTERN = r"^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$"
_KEY_PREFIX_PATTERN = r"^(?=.{1,512}$)[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$"
_KEY_PREFIX_REMEDY = "is no folder; write names joined by slashes, such as platform/prod"
_RESERVED_BEGINNINGS = ("xn--", "sthree-", "amzn-s3-demo-")
_RESERVED_ENDINGS = ("-s3alias", "--ol-s3", "--x-s3", "--table-s3")


def _reserved(bucket: str) -> Iterator[Problem]:
    if bucket.startswith(_RESERVED_BEGINNINGS) or bucket.endswith(_RESERVED_ENDINGS):
        beginnings, endings = ", ".join(_RESERVED_BEGINNINGS), ", ".join(_RESERVED_ENDINGS)
        yield Problem((), bucket, f"is reserved by AWS; do not begin with {beginnings} or end with {endings}")


class LocalState(Model):
    """State in `state/<stack>.tfstate` beside the folder of the environment files: for trying out, for one person."""

    backend: Literal["local"]
    """Files on the machine that runs Terraform."""


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
    """An S3 bucket."""
    bucket: Annotated[
        str,
        Field(examples=["example-prod-terraform-state"]),
        matching(BUCKET_NAME_PATTERN, "is no bucket name; write 3 to 63 lower case letters, digits and hyphens"),
        Rule(_reserved, {}),
    ]
    """Name of the bucket; unique in the whole partition."""
    region: RegionName | None = None
    """Region of the bucket; the environment's own when left out."""
    key_prefix: Annotated[str, matching(_KEY_PREFIX_PATTERN, _KEY_PREFIX_REMEDY)] | None = None
    """Folder of this environment's states in the bucket; the environment's name when left out."""
    bucket_stack: BucketStack = BucketStack.LOCAL
    """Who makes the bucket: this environment (`local`, `in-bucket`) or someone else (`elsewhere`)."""


State = Annotated[LocalState | S3State, Field(discriminator="backend")]
