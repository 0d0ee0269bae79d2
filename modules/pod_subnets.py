"""Subnets for pods alone, in a range that the VPC has besides its own."""

from collections.abc import Mapping

from cdktf_cdktf_provider_aws.route_table_association import RouteTableAssociation
from cdktf_cdktf_provider_aws.subnet import Subnet
from cdktf_cdktf_provider_aws.vpc_ipv4_cidr_block_association import VpcIpv4CidrBlockAssociation
from constructs import Construct

from config.names import ClusterNames
from config.network.pod_address_plan import PodAddressPlan


class PodSubnets(Construct):
    """One subnet per zone, routed like the zone's private subnet, in which the nodes are."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        names: ClusterNames,
        vpc_id: str,
        plan: PodAddressPlan,
        slots: Mapping[str, int],
        route_table_ids: Mapping[str, str],
    ) -> None:
        super().__init__(scope, id)
        cidr_block = VpcIpv4CidrBlockAssociation(self, "cidr-block", vpc_id=vpc_id, cidr_block=str(plan.cidr_block))
        self.subnet_ids: dict[str, str] = {}
        """Zone to subnet id."""
        for zone, slot in slots.items():
            subnet = Subnet(
                self,
                f"{zone}-subnet",
                # By way of the range, which has to be there first.
                vpc_id=cidr_block.vpc_id,
                availability_zone=zone,
                cidr_block=str(plan.subnet(slot)),
                tags={"Name": f"{names.cluster}-pods-{zone}"},
            )
            RouteTableAssociation(
                self, f"{zone}-association", subnet_id=subnet.id, route_table_id=route_table_ids[zone]
            )
            self.subnet_ids[zone] = subnet.id
