"""A registry that has copies of images."""

import re
from fnmatch import fnmatchcase
from typing import Annotated

from pydantic import Field

from config.regions import Region
from config.rules.rule import matching

_PATTERN = r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?(/[a-z0-9]+([._-][a-z0-9]+)*)*$"
_REMEDY = "is no registry; write its host, without https://, such as 111122223333.dkr.ecr.eu-central-1.amazonaws.com"

# https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html, and the dual-stack form below it.
_ECR = re.compile(
    r"[0-9]{12}\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\."
    r"(?:amazonaws\.com(?:\.cn)?|on\.aws|on\.amazonwebservices\.com\.cn)"
)
_PUBLIC = (
    "public.ecr.aws registry.k8s.io k8s.gcr.io gcr.io *.gcr.io *.pkg.dev docker.io *.docker.io quay.io ghcr.io "
    "mcr.microsoft.com nvcr.io registry.gitlab.com xpkg.upbound.io"
)

ImageRegistry = Annotated[
    str, Field(examples=["111122223333.dkr.ecr.eu-central-1.amazonaws.com"]), matching(_PATTERN, _REMEDY)
]
"""Host of a registry, with the beginning of its repositories if there is one."""


def why_out_of_reach(registry: str, region: Region) -> str | None:
    """Why nodes of a region can't reach a registry without the internet, as far as its host tells; None if they can."""
    host = registry.partition("/")[0].partition(":")[0]
    if any(fnmatchcase(host, public) for public in _PUBLIC.split()):
        return "is a public registry, which is on the internet only"
    ecr = _ECR.fullmatch(host)
    if ecr and ecr[1] != region.name:
        return f"is ECR of {ecr[1]}, and the endpoints lead to ECR of {region.name}"
    return None
