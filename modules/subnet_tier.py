"""The subnets of one tier, one in each zone, each with its own route table."""

from collections.abc import Mapping

from cdktf import Fn, TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.route import Route
from cdktf_cdktf_provider_aws.route_table import RouteTable
from cdktf_cdktf_provider_aws.route_table_association import RouteTableAssociation
from cdktf_cdktf_provider_aws.subnet import Subnet
from constructs import Construct

from config.names import ClusterNames
from config.network.address_plan import AddressPlan
from config.network.network import Tier

ANYWHERE_IPV4 = "0.0.0.0/0"
ANYWHERE_IPV6 = "::/0"
_BITS_BELOW_IPV6_VPC = 8


class SubnetTier(Construct):
    """One subnet and one route table per zone; every id carries the zone's name, so that a new zone moves nothing.

    `ipv6_cidr_block` is the VPC's, a /56; None where it has none.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        tier: Tier,
        names: ClusterNames,
        vpc_id: str,
        plan: AddressPlan,
        slots: Mapping[str, int],
        ipv6_cidr_block: str | None,
        tags: Mapping[str, str],
        lifecycle: TerraformResourceLifecycle | None = None,
    ) -> None:
        super().__init__(scope, id)
        self._ipv6 = ipv6_cidr_block is not None
        self.subnet_ids: dict[str, str] = {}
        """Zone to subnet id."""
        self.route_table_ids: dict[str, str] = {}
        """Zone to route table id."""
        for zone, slot in slots.items():
            name = {"Name": f"{names.cluster}-{tier}-{zone}"}
            subnet = Subnet(
                self,
                f"{zone}-subnet",
                vpc_id=vpc_id,
                availability_zone=zone,
                cidr_block=str(plan.subnet(tier, slot)),
                ipv6_cidr_block=ipv6_cidr_block
                and Fn.cidrsubnet(ipv6_cidr_block, _BITS_BELOW_IPV6_VPC, plan.ipv6_block(tier, slot)),
                # EKS makes nodes and control planes of IPv6 clusters only where every interface gets such an address.
                assign_ipv6_address_on_creation=self._ipv6 or None,
                tags={**tags, **name},
                lifecycle=lifecycle,
            )
            route_table = RouteTable(self, f"{zone}-route-table", vpc_id=vpc_id, tags=name)
            RouteTableAssociation(self, f"{zone}-association", subnet_id=subnet.id, route_table_id=route_table.id)
            self.subnet_ids[zone] = subnet.id
            self.route_table_ids[zone] = route_table.id

    def route_to_internet_gateway(self, gateway_id: str) -> None:
        """Send what leaves the VPC to an internet gateway, in every zone."""
        for zone, route_table_id in self.route_table_ids.items():
            Route(
                self,
                f"{zone}-internet-route",
                route_table_id=route_table_id,
                destination_cidr_block=ANYWHERE_IPV4,
                gateway_id=gateway_id,
            )
            if self._ipv6:
                Route(
                    self,
                    f"{zone}-internet-ipv6-route",
                    route_table_id=route_table_id,
                    destination_ipv6_cidr_block=ANYWHERE_IPV6,
                    gateway_id=gateway_id,
                )

    def route_to_egress_only_gateway(self, gateway_id: str) -> None:
        """Send the IPv6 traffic that leaves the VPC to an egress-only internet gateway, in every zone."""
        for zone, route_table_id in self.route_table_ids.items():
            Route(
                self,
                f"{zone}-egress-only-route",
                route_table_id=route_table_id,
                destination_ipv6_cidr_block=ANYWHERE_IPV6,
                egress_only_gateway_id=gateway_id,
            )

    def route_to_nat_gateway(self, zone: str, nat_gateway_id: str) -> None:
        """Send what leaves the VPC from one zone to a NAT gateway."""
        Route(
            self,
            f"{zone}-nat-route",
            route_table_id=self.route_table_ids[zone],
            destination_cidr_block=ANYWHERE_IPV4,
            nat_gateway_id=nat_gateway_id,
        )
