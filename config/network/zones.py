"""The availability zones that an environment may name."""

import re
from collections.abc import Iterator, Sequence
from typing import Annotated

from config.regions import PARTITION_OF_REGION, Region
from config.rules.draft import Draft
from config.rules.draft_rule import DraftRule
from config.rules.problem import Problem
from config.rules.rule import Rule

_NAME = r"^[a-z]{2}(-[a-z]+)+-[0-9][a-z]$"
_ZONE_ID = re.compile(r"[a-z]{3,4}[0-9]-az[0-9]+")
_LOCAL_ZONE = re.compile(r"[a-z]{2}(-[a-z]+)+-[0-9]-[a-z]+-[0-9]+[a-z]")
_WAVELENGTH = re.compile(r".*-wl[0-9]-.*-wlz-[0-9]+")


def _of_the_region(zone: str, draft: Draft) -> Iterator[Problem]:
    region = draft.region
    if re.fullmatch(_NAME, zone) and region in {None, Region(zone[:-1])}:
        return
    if zone in PARTITION_OF_REGION:
        found = "is a region, not a zone"
    elif zone[:-1] in PARTITION_OF_REGION:
        found = "is not a zone of the environment's region"
    elif _ZONE_ID.fullmatch(zone):
        found = "is the id of a zone, not its name"
    elif _LOCAL_ZONE.fullmatch(zone) or _WAVELENGTH.fullmatch(zone):
        found = "is a local or wavelength zone, in which EKS places no control plane"
    else:
        found = "is not the name of a zone"
    yield Problem((), zone, f"{found}; write one such as {region.name if region else 'eu-central-1'}a")


def _of_the_network(zone: str, draft: Draft) -> Iterator[Problem]:
    zones = draft.availability_zones
    if zones is not None and zone not in zones:
        yield Problem((), zone, f"is not a zone of the network, which has {', '.join(zones)}; write one of those")


def _two(zones: Sequence[str]) -> Iterator[Problem]:
    if len(zones) < 2:  # noqa: PLR2004
        yield Problem((), zones, "is too few for EKS; write at least two zones of the region")


ZoneName = Annotated[str, DraftRule(_of_the_region, {"pattern": _NAME})]
"""An availability zone of the environment's region, by name."""
NetworkZone = Annotated[ZoneName, DraftRule(_of_the_network, {})]
"""A zone in which the network has subnets."""

AT_LEAST_TWO: Rule[Sequence[str]] = Rule(_two, {"minItems": 2})
"""EKS takes the subnets of at least two zones (https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html)."""
