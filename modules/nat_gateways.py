"""How the private subnets reach the internet: no NAT gateway, one for all zones, or one in each."""

from cdktf_cdktf_provider_aws.eip import Eip
from cdktf_cdktf_provider_aws.internet_gateway import InternetGateway
from cdktf_cdktf_provider_aws.nat_gateway import NatGateway as AwsNatGateway
from constructs import Construct

from config.names import ClusterNames
from config.network.network import NatGateway, NatGatewayPerZone, NoNatGateway, SingleNatGateway
from modules.subnet_tier import SubnetTier


class NatGateways(Construct):
    """The NAT gateways, in the public subnets, and the routes to them from the private ones."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        names: ClusterNames,
        nat_gateway: NatGateway,
        public: SubnetTier,
        private: SubnetTier,
        internet_gateway: InternetGateway,
    ) -> None:
        super().__init__(scope, id)
        gateway_ids: dict[str, str] = {}
        for private_zone in private.subnet_ids:
            zone = _zone_of_gateway(nat_gateway, private_zone)
            if zone is None:
                continue
            if zone not in gateway_ids:
                tags = {"Name": f"{names.cluster}-nat-{zone}"}
                address = Eip(self, f"{zone}-address", domain="vpc", tags=tags)
                gateway = AwsNatGateway(
                    self,
                    f"{zone}-gateway",
                    allocation_id=address.id,
                    subnet_id=public.subnet_ids[zone],
                    tags=tags,
                    depends_on=[internet_gateway],
                )
                gateway_ids[zone] = gateway.id
            private.route_to_nat_gateway(private_zone, gateway_ids[zone])


def _zone_of_gateway(nat_gateway: NatGateway, private_zone: str) -> str | None:
    match nat_gateway:
        case NoNatGateway():
            return None
        case SingleNatGateway(availability_zone=zone):
            return zone
        case NatGatewayPerZone():
            return private_zone
