"""Who may reach the Kubernetes API from outside the VPC."""

from collections.abc import Iterator, Sequence
from ipaddress import IPv4Network
from typing import Annotated

from pydantic import Field

from config.network.cidr import ANYWHERE, DOCUMENTATION_RANGES, Cidr, are_everything, within
from config.rules.problem import PARENT, Problem
from config.rules.rule import UNIQUE, Rule

# https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html
_MOST_RANGES = 40


def _public(cidr: IPv4Network) -> Iterator[Problem]:
    # EKS refuses the ranges for documentation too, but an example must have one.
    if not cidr.is_global and not within(cidr, DOCUMENTATION_RANGES):
        remedy = "is not a public range, so EKS refuses it; write the public addresses that your traffic comes from"
        yield Problem((), cidr, remedy)


PublicRanges = Annotated[tuple[Annotated[Cidr, Rule(_public, {})], ...], Field(max_length=_MOST_RANGES), UNIQUE]
"""Address ranges from which a public endpoint may be reached; the whole internet only where it is written down."""


def access_problems(cidrs: Sequence[IPv4Network], *, public: bool) -> Iterator[Problem]:
    """A public endpoint that nobody may reach or, by accident, everybody; ranges without one. For the ranges' field."""
    if public and not cidrs:
        remedy = "must say who may reach the public endpoint; write ranges (0.0.0.0/0 if the whole internet is meant)"
        yield Problem((), cidrs, remedy)
    if are_everything(cidrs) and ANYWHERE not in cidrs:
        yield Problem(
            (), cidrs, f"are the whole internet together; write {ANYWHERE} if that is meant, or smaller ranges"
        )
    if cidrs and not public:
        remedy = "makes public_access_cidrs useless; write true, or leave public_access_cidrs out"
        yield Problem((PARENT, "endpoint_public_access"), public, remedy)
