"""The network of an environment: what changes rarely and everything else stands on."""

from constructs import Construct

from config.compute.node_access import NodeAccess
from config.compute.node_release import LATEST, LATEST_FROM
from config.environment import Environment
from config.network.address_plan import AddressPlan, slots
from config.network.endpoint_services import SESSION_MANAGER_SERVICES, derived_services
from config.network.network import Network as NetworkSettings
from config.network.pod_address_plan import PodAddressPlan
from config.network.vpc_endpoints import DerivedInterfaceEndpoints, VpcEndpoints
from modules.controllers import CONTROLLERS
from modules.network import Network
from stacks.contracts import NetworkOutputs, publish
from stacks.locations import Locations
from stacks.platform_stack import PlatformStack


class NetworkStack(PlatformStack):
    """VPC, subnets, ways out, flow logs."""

    def __init__(
        self, scope: Construct, id: str, *, environment: Environment, settings: NetworkSettings, locations: Locations
    ) -> None:
        super().__init__(scope, id, kind="network", environment=environment, locations=locations)
        pods = settings.pod_cidr_block
        network = Network(
            self,
            "network",
            names=environment.names,
            iam=environment.settings.iam,
            region=environment.region,
            plan=AddressPlan(settings.cidr_block, settings.zone_slots),
            pod_plan=None if pods is None else PodAddressPlan(pods, settings.zone_slots),
            slots=slots(settings.availability_zones, settings.zone_slot_map),
            assign_generated_ipv6_cidr_block=settings.assign_generated_ipv6_cidr_block,
            internet_gateway=settings.internet_gateway,
            nat_gateway=settings.nat_gateway,
            default_security_group=settings.default_security_group,
            endpoints=settings.vpc_endpoints,
            services=_services(environment, settings.vpc_endpoints),
            flow_log_retention_in_days=settings.flow_logs.retention_in_days,
        )
        self.publication = publish(
            self,
            NetworkOutputs(
                account_id=network.account_id,
                vpc_id=network.vpc_id,
                vpc_arn=network.vpc_arn,
                public_subnet_ids=network.public_subnet_ids,
                private_subnet_ids=network.private_subnet_ids,
                intra_subnet_ids=network.intra_subnet_ids,
                pod_subnet_ids=network.pod_subnet_ids,
            ),
        )


def _services(environment: Environment, endpoints: VpcEndpoints) -> tuple[str, ...]:
    if not isinstance(endpoints.interface, DerivedInterfaceEndpoints):
        return ()
    called = {service for name in environment.controllers for service in CONTROLLERS[name].aws_services}
    cluster = environment.settings.cluster
    if cluster is not None and cluster.node_access is NodeAccess.SESSION_MANAGER:
        called.update(SESSION_MANAGER_SERVICES)
    if cluster is not None and any(it.release_version == LATEST for it in cluster.node_groups.values()):
        called.add(LATEST_FROM)
    return derived_services(called, endpoints.interface.additional_services)
