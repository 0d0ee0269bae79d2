"""The network of an environment: address range, zones, way out, flow logs."""

from collections.abc import Mapping
from enum import StrEnum
from ipaddress import IPv4Network
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from config.isolation import endpoint_problems, nat_gateway_problems
from config.network.address_checks import connected_range_problems, range_problems, room_problems, slot_problems
from config.network.address_plan import MOST_ZONE_SLOTS, AddressPlan
from config.network.address_plan import Tier as Tier  # noqa: PLC0414 - modules know it as a word of the network
from config.network.cidr import Cidr
from config.network.pod_address_plan import PODS, pod_range_problems
from config.network.vpc_endpoints import DerivedInterfaceEndpoints, VpcEndpoints
from config.network.zones import AT_LEAST_TWO, NetworkZone, ZoneName
from config.retention import RetentionInDays
from config.rules.draft import draft_of
from config.rules.model import FrozenMapping, Model
from config.rules.problem import refuse
from config.rules.rule import UNIQUE


class NoNatGateway(Model):
    """No NAT gateway: the private subnets have no way to the internet unless someone else routes them."""

    mode: Literal["none"]
    """No NAT gateway at all."""


class SingleNatGateway(Model):
    """One NAT gateway for all zones: cheaper, and all of them lose the internet with its zone."""

    mode: Literal["single"]
    """One NAT gateway for all zones."""
    availability_zone: Annotated[NetworkZone, Field(examples=["eu-central-1a"])]
    """The zone that holds it."""


class NatGatewayPerZone(Model):
    """One NAT gateway in each zone."""

    mode: Literal["per-zone"]
    """One NAT gateway in each zone."""


NatGateway = Annotated[NoNatGateway | SingleNatGateway | NatGatewayPerZone, Field(discriminator="mode")]


_SlotMap = Mapping[str, int] | None


class InternetGateway(StrEnum):
    """Whether the VPC has an internet gateway, and public subnets."""

    ATTACHED = "attached"
    """The VPC has one, and a public subnet in each zone."""
    NONE = "none"
    """No internet gateway and no public subnets: a fully private cluster."""


class DefaultSecurityGroup(StrEnum):
    """What becomes of the default security group of the VPC, which whatever names no other group gets."""

    NO_RULES = "no-rules"
    """It allows nothing; a rule that somebody adds shows in a plan."""
    UNTOUCHED = "untouched"
    """It keeps the rules that it has, for a VPC that was adopted with something in it that needs them."""


class FlowLogs(Model):
    """VPC flow logs of all traffic, in CloudWatch Logs."""

    retention_in_days: RetentionInDays = 30
    """How long CloudWatch Logs keeps them, in days."""


class Network(Model):
    """A VPC with one public, one private and one intra subnet per zone."""

    cidr_block: Annotated[Cidr, Field(examples=["10.10.0.0/16"])]
    """Private address range of the VPC, between /16 and /22 for four zone slots; it can't change later."""
    availability_zones: Annotated[
        tuple[ZoneName, ...], Field(examples=[["eu-central-1a", "eu-central-1b"]]), AT_LEAST_TWO, UNIQUE
    ]
    """The zones, by name. One may be added or removed later without touching the addresses of the others."""
    zone_slots: Annotated[int, Field(ge=2, le=MOST_ZONE_SLOTS)] = 4
    """How many zones the address plan has room for; changing it moves every subnet."""
    zone_slot_map: FrozenMapping[ZoneName, Annotated[int, Field(ge=0)]] | None = None
    """Zone name to slot number, from 0; by the zone's letter (a is 0) when left out."""
    assign_generated_ipv6_cidr_block: bool = False
    """Whether the VPC has a /56 of Amazon's IPv6 addresses, and each subnet a /64 of it; for `ip_family: ipv6`."""
    nat_gateway: NatGateway = NatGatewayPerZone(mode="per-zone")
    """How the private subnets reach the internet; over IPv6 it is an egress-only internet gateway, unless `none`."""
    internet_gateway: InternetGateway = InternetGateway.ATTACHED
    """Whether the VPC has an internet gateway and public subnets; `none` makes the cluster fully private."""
    default_security_group: DefaultSecurityGroup = DefaultSecurityGroup.NO_RULES
    """What becomes of the VPC's default security group; has to be written where a VPC is adopted."""
    vpc_endpoints: VpcEndpoints = VpcEndpoints()
    """AWS services inside the VPC."""
    flow_logs: FlowLogs = FlowLogs()
    """VPC flow logs of all traffic, in CloudWatch Logs."""
    connected_ranges: Annotated[tuple[Cidr, ...], Field(examples=[["10.200.0.0/16"]]), UNIQUE] = ()
    """Ranges that the VPC is routed to: peers, transit gateways, VPNs. Nothing of this environment may overlap them."""
    pod_cidr_block: Cidr | None = None
    """Another range of the VPC, with subnets for pods alone: `100.64.0.0/16`. It may come later, not change."""

    @field_validator("cidr_block")
    @classmethod
    def _cidr_block_of_a_vpc(cls, cidr_block: IPv4Network, info: ValidationInfo) -> IPv4Network:
        refuse(range_problems(cidr_block))
        draft_of(info).vpc_ranges = {"network.cidr_block": cidr_block}
        return cidr_block

    @field_validator("availability_zones")
    @classmethod
    def _note_zones(cls, zones: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        draft_of(info).availability_zones = zones
        return zones

    @field_validator("zone_slots")
    @classmethod
    def _room_for_all_slots(cls, zone_slots: int, info: ValidationInfo) -> int:
        if "cidr_block" in info.data:
            plan = AddressPlan(info.data["cidr_block"], zone_slots)
            refuse(room_problems(plan.cidr_block, zone_slots))
            draft_of(info).private_subnet_prefix = plan.subnet_prefix(Tier.PRIVATE)
        return zone_slots

    @field_validator("internet_gateway")
    @classmethod
    def _no_nat_without_it(cls, gateway: InternetGateway, info: ValidationInfo) -> InternetGateway:
        if gateway is InternetGateway.NONE:
            draft_of(info).isolated = True
            nat_gateway = info.data.get("nat_gateway")
            refuse(nat_gateway_problems(None if nat_gateway is None else nat_gateway.mode))
        return gateway

    @field_validator("vpc_endpoints")
    @classmethod
    def _enough_endpoints(cls, endpoints: VpcEndpoints, info: ValidationInfo) -> VpcEndpoints:
        draft = draft_of(info)
        draft.interface_endpoints = isinstance(endpoints.interface, DerivedInterfaceEndpoints)
        if draft.isolated:
            refuse(endpoint_problems(endpoints))
        return endpoints

    @field_validator("connected_ranges")
    @classmethod
    def _beside_what_it_is_connected_to(
        cls, ranges: tuple[IPv4Network, ...], info: ValidationInfo
    ) -> tuple[IPv4Network, ...]:
        draft = draft_of(info)
        refuse(connected_range_problems(ranges, draft.vpc_ranges))
        draft.connected_ranges = ranges
        return ranges

    @field_validator("pod_cidr_block")
    @classmethod
    def _range_that_aws_adds(cls, pods: IPv4Network | None, info: ValidationInfo) -> IPv4Network | None:
        draft = draft_of(info)
        if pods is not None:
            vpc, zone_slots = info.data.get("cidr_block"), info.data.get("zone_slots")
            refuse(pod_range_problems(pods, vpc=vpc, zone_slots=zone_slots, connected=draft.connected_ranges))
            draft.vpc_ranges = {**draft.vpc_ranges, PODS: pods}
        return pods

    @field_validator("assign_generated_ipv6_cidr_block")
    @classmethod
    def _note_ipv6(cls, ipv6: bool, info: ValidationInfo) -> bool:  # noqa: FBT001 - AWS's own argument
        draft_of(info).ipv6_subnets = ipv6
        return ipv6

    @field_validator("zone_slot_map")
    @classmethod
    def _a_slot_for_each_zone(cls, slot_map: _SlotMap, info: ValidationInfo) -> _SlotMap:
        if "zone_slots" in info.data:
            refuse(slot_problems(info.data.get("availability_zones", ()), info.data["zone_slots"], slot_map))
        return slot_map
