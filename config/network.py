"""The network of an environment: address range, zones, way out, flow logs."""

from enum import StrEnum
from ipaddress import IPv4Network
from typing import Annotated, Literal

from pydantic import Field, PositiveInt

from config.model import FrozenMapping, Model
from config.retention import RetentionInDays


class NoNatGateway(Model):
    """No NAT gateway: the private subnets have no way to the internet unless someone else routes them."""

    mode: Literal["none"]


class SingleNatGateway(Model):
    """One NAT gateway for all zones: cheaper, and all of them lose the internet with its zone."""

    mode: Literal["single"]
    availability_zone: str
    """The zone that holds it."""


class NatGatewayPerZone(Model):
    """One NAT gateway in each zone."""

    mode: Literal["per-zone"]


NatGateway = Annotated[NoNatGateway | SingleNatGateway | NatGatewayPerZone, Field(discriminator="mode")]


class Tier(StrEnum):
    """A kind of subnet; each zone has one of each."""

    PRIVATE = "private"
    """Nodes and pods: a way out through NAT, none in."""
    PUBLIC = "public"
    """Internet-facing load balancers and NAT gateways."""
    INTRA = "intra"
    """The control plane's network interfaces: no way out, none in."""


class FlowLogs(Model):
    """VPC flow logs of all traffic, in CloudWatch Logs."""

    retention_in_days: RetentionInDays = 30


class Network(Model):
    """A VPC with one public, one private and one intra subnet per zone."""

    cidr_block: IPv4Network
    """Private address range of the VPC, between /16 and /22 for four zone slots; it can't change later."""
    availability_zones: Annotated[tuple[str, ...], Field(min_length=2)]
    """The zones, by name. One may be added or removed later without touching the addresses of the others."""
    zone_slots: Annotated[int, Field(ge=2, le=16)] = 4
    """How many zones the address plan has room for; changing it moves every subnet."""
    zone_slot_map: FrozenMapping[Annotated[int, Field(ge=0)]] | None = None
    """Zone name to slot number, from 0; by the zone's letter (a is 0) when left out."""
    nat_gateway: NatGateway = NatGatewayPerZone(mode="per-zone")
    """How the private subnets reach the internet."""
    flow_logs: FlowLogs = FlowLogs()
