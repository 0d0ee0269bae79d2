"""Small networks to state truths about."""

from ipaddress import IPv4Network

from cdktf import TerraformOutput
from constructs import Construct

from config.iam import Iam
from config.names import ClusterNames
from config.network.address_plan import AddressPlan, slots
from config.network.network import DefaultSecurityGroup, InternetGateway, NatGateway, NoNatGateway
from config.network.pod_address_plan import PodAddressPlan
from config.network.vpc_endpoints import VpcEndpoints
from config.regions import Region
from modules.network import Network
from tests.synthesis import Json, synthesize_stack

REGION = Region("eu-central-1")
_ATTRIBUTES = ("vpc_id", "vpc_arn", "account_id", "public_subnet_ids", "private_subnet_ids", "intra_subnet_ids")
NO_NAT = NoNatGateway(mode="none")


def synthesize_network(
    zone_letters: str,
    nat_gateway: NatGateway = NO_NAT,
    *,
    ipv6: bool = False,
    internet_gateway: InternetGateway = InternetGateway.ATTACHED,
    default_security_group: DefaultSecurityGroup = DefaultSecurityGroup.NO_RULES,
    endpoints: VpcEndpoints | None = None,
    pods: IPv4Network | None = None,
) -> Json:
    """The stack of a network in some zones of a region; what the construct hands out is written as outputs."""

    def build(stack: Construct) -> None:
        network = Network(
            stack,
            "net",
            names=ClusterNames("test"),
            iam=Iam(),
            region=REGION,
            plan=AddressPlan(IPv4Network("10.0.0.0/16"), 4),
            slots=slots([f"{REGION.name}{letter}" for letter in zone_letters], None),
            pod_plan=None if pods is None else PodAddressPlan(pods, 4),
            assign_generated_ipv6_cidr_block=ipv6,
            internet_gateway=internet_gateway,
            nat_gateway=nat_gateway,
            default_security_group=default_security_group,
            endpoints=endpoints or VpcEndpoints(),
            services=("ec2", "ecr.api", "sts"),
            flow_log_retention_in_days=30,
        )
        for name in _ATTRIBUTES if pods is None else (*_ATTRIBUTES, "pod_subnet_ids"):
            TerraformOutput(stack, name, value=getattr(network, name), static_id=True)

    return synthesize_stack(build)
