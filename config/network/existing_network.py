"""A network that is there already: the ids of a VPC and of its subnets, and what each plan sees to."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from ipaddress import IPv4Network
from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from config.network.address_checks import connected_range_problems
from config.network.cidr import Cidr
from config.network.zones import NetworkZone, ZoneName
from config.rules.draft import draft_of
from config.rules.model import FrozenMapping, Model
from config.rules.problem import PARENT, Absent, Problem, refuse
from config.rules.rule import UNIQUE, matching

# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html: 8 digits before 2018, 17 since.
_VPC_PATTERN = "^vpc-([0-9a-f]{8}|[0-9a-f]{17})$"
_SUBNET_PATTERN = "^subnet-([0-9a-f]{8}|[0-9a-f]{17})$"

VpcId = Annotated[
    str,
    Field(examples=["vpc-0123456789abcdef0"]),
    matching(_VPC_PATTERN, "is no VPC id; write one like vpc-0123456789abcdef0"),
]
SubnetId = Annotated[str, matching(_SUBNET_PATTERN, "is no subnet id; write one like subnet-0123456789abcdef0")]


class SubnetTags(StrEnum):
    """Who gives the subnets the tags by which load balancers find theirs (`kubernetes.io/role/elb`, `internal-elb`)."""

    CHECKED = "checked"
    """Whoever made the subnets; a plan fails where a tag is missing."""
    ADDED = "added"
    """This platform; it takes them away with its network stack."""
    UNUSED = "unused"
    """Nobody, for subnets that another account shares, whose tags can't be seen: load balancers name their subnets."""


class ExistingNetwork(Model):
    """A VPC that someone else made. Only `vpc_id` is needed where the cluster exists already, too."""

    vpc_id: VpcId
    """AWS's id of the VPC."""
    cidr_blocks: Annotated[tuple[Cidr, ...], UNIQUE] = ()
    """All IPv4 address ranges of the VPC."""
    connected_ranges: Annotated[tuple[Cidr, ...], Field(examples=[["10.200.0.0/16"]]), UNIQUE] = ()
    """Ranges that the VPC is routed to: peers, transit gateways, VPNs. The range of services may not overlap them."""
    private_subnet_ids: FrozenMapping[ZoneName, SubnetId] = Field(default_factory=dict)
    """Zone to id of the subnet for nodes, pods and internal load balancers; at least two zones."""
    public_subnet_ids: FrozenMapping[NetworkZone, SubnetId] = Field(default_factory=dict)
    """Zone to id of the subnet for internet-facing load balancers, where there is one."""
    intra_subnet_ids: FrozenMapping[NetworkZone, SubnetId] = Field(default_factory=dict)
    """Zone to id of the subnet for the control plane's network interfaces; the private subnets when left out."""
    subnet_tags: SubnetTags = SubnetTags.CHECKED
    """Who sets the tags by which load balancers find subnets."""

    @field_validator("cidr_blocks")
    @classmethod
    def _note_ranges(cls, ranges: tuple[IPv4Network, ...], info: ValidationInfo) -> tuple[IPv4Network, ...]:
        draft_of(info).vpc_ranges = {f"existing_network.cidr_blocks[{index}]": it for index, it in enumerate(ranges)}
        return ranges

    @field_validator("connected_ranges")
    @classmethod
    def _note_connected_ranges(cls, ranges: tuple[IPv4Network, ...], info: ValidationInfo) -> tuple[IPv4Network, ...]:
        draft = draft_of(info)
        refuse(connected_range_problems(ranges, draft.vpc_ranges))
        draft.connected_ranges = ranges
        return ranges

    @field_validator("private_subnet_ids")
    @classmethod
    def _note_zones(cls, subnets: Mapping[str, str], info: ValidationInfo) -> Mapping[str, str]:
        if subnets:
            refuse(_too_few_zones(subnets))
            draft_of(info).availability_zones = tuple(subnets)
        return subnets

    @field_validator("intra_subnet_ids")
    @classmethod
    def _in_every_zone_or_none(cls, subnets: Mapping[str, str], info: ValidationInfo) -> Mapping[str, str]:
        missing = [zone for zone in info.data.get("private_subnet_ids", ()) if subnets and zone not in subnets]
        refuse(Problem((zone,), Absent.MISSING, "write its intra subnet too, or none at all") for zone in missing)
        return subnets

    @field_validator("private_subnet_ids", "public_subnet_ids", "intra_subnet_ids")
    @classmethod
    def _each_subnet_once(cls, subnets: Mapping[str, str], info: ValidationInfo) -> Mapping[str, str]:
        tiers = ("private_subnet_ids", "public_subnet_ids", "intra_subnet_ids")
        places = {id: f"{tier}.{zone}" for tier in tiers for zone, id in info.data.get(tier, {}).items()}
        refuse(_repeated(subnets, places))
        return subnets

    @property
    def tagged_subnet_ids(self) -> frozenset[str]:
        """The subnets to which this platform adds tags."""
        if self.subnet_tags is not SubnetTags.ADDED:
            return frozenset()
        return frozenset((*self.private_subnet_ids.values(), *self.public_subnet_ids.values()))


def missing_for_a_cluster(network: ExistingNetwork) -> Iterator[Problem]:
    """What a cluster that is to be made needs to know of the VPC. For the field `existing_cluster`."""
    if not network.cidr_blocks:
        remedy = "write the address ranges of the VPC, such as cidr_blocks: [10.0.0.0/16]"
        yield Problem((PARENT, "existing_network", "cidr_blocks"), Absent.MISSING, remedy)
    if not network.private_subnet_ids:
        remedy = (
            "write the subnets for the nodes, such as private_subnet_ids: {eu-central-1a: subnet-0123456789abcdef0}"
        )
        yield Problem((PARENT, "existing_network", "private_subnet_ids"), Absent.MISSING, remedy)


def _too_few_zones(subnets: Mapping[str, str]) -> Iterator[Problem]:
    if len(subnets) < 2:  # noqa: PLR2004 - as for a network of our own
        yield Problem((), subnets, "is too few for EKS; write the subnets of at least two zones")


def _repeated(subnets: Mapping[str, str], places: Mapping[str, str]) -> Iterator[Problem]:
    first = dict(places)
    for zone, subnet_id in subnets.items():
        if subnet_id in first:
            yield Problem((zone,), subnet_id, f"stands at {first[subnet_id]} too; a subnet has one tier and one zone")
        first.setdefault(subnet_id, zone)
