"""A VPC with a public, a private and an intra subnet in each zone."""

from collections.abc import Mapping, Sequence

from cdktf_cdktf_provider_aws.default_security_group import DefaultSecurityGroup as AwsDefaultSecurityGroup
from cdktf_cdktf_provider_aws.internet_gateway import InternetGateway as AwsInternetGateway
from cdktf_cdktf_provider_aws.vpc import Vpc
from cdktf_cdktf_provider_aws.vpc_endpoint import VpcEndpoint
from constructs import Construct

from config.iam import Iam
from config.names import ClusterNames
from config.network.address_plan import AddressPlan
from config.network.network import DefaultSecurityGroup, InternetGateway, NatGateway, NoNatGateway, Tier
from config.network.pod_address_plan import PodAddressPlan
from config.network.vpc_endpoints import DerivedInterfaceEndpoints, VpcEndpoints
from config.regions import Region
from config.retention import RetentionInDays
from modules.discovery import DISCOVERY_TAG
from modules.flow_logs import FlowLogs
from modules.lifecycle import left_before_destroyed
from modules.nat_gateways import NatGateways
from modules.subnet_tier import SubnetTier

# https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html: how load balancers find their subnets.
PUBLIC_LOAD_BALANCER_TAG = {"kubernetes.io/role/elb": "1"}
INTERNAL_LOAD_BALANCER_TAG = {"kubernetes.io/role/internal-elb": "1"}


class Network(Construct):
    """The VPC of an environment. `slots` says which zones it uses, and where in the address plan each of them lies.

    `services` are the AWS services that the environment calls, for interface endpoints where `endpoints` asks for them.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        names: ClusterNames,
        iam: Iam,
        region: Region,
        plan: AddressPlan,
        pod_plan: PodAddressPlan | None,
        slots: Mapping[str, int],
        assign_generated_ipv6_cidr_block: bool,
        internet_gateway: InternetGateway,
        nat_gateway: NatGateway,
        default_security_group: DefaultSecurityGroup,
        endpoints: VpcEndpoints,
        services: Sequence[str],
        flow_log_retention_in_days: RetentionInDays,
    ) -> None:
        super().__init__(scope, id)
        vpc = Vpc(
            self,
            "vpc",
            cidr_block=str(plan.cidr_block),
            assign_generated_ipv6_cidr_block=assign_generated_ipv6_cidr_block or None,
            enable_dns_support=True,
            enable_dns_hostnames=True,
            tags={"Name": names.cluster},
        )
        if default_security_group is DefaultSecurityGroup.NO_RULES:
            # Every VPC has this group, in which members reach each other; taken over without a rule, it allows nothing.
            AwsDefaultSecurityGroup(
                self,
                "default-security-group",
                vpc_id=vpc.id,
                # Left out, a rule that somebody adds later would never show in a plan.
                ingress=[],
                egress=[],
                tags={"Name": f"{names.cluster}-default"},
            )
        derived = isinstance(endpoints.interface, DerivedInterfaceEndpoints)
        left_first = left_before_destroyed() if derived else None
        tiers = {
            tier: SubnetTier(
                self,
                tier,
                tier=tier,
                names=names,
                vpc_id=vpc.id,
                plan=plan,
                slots=slots,
                ipv6_cidr_block=vpc.ipv6_cidr_block if assign_generated_ipv6_cidr_block else None,
                tags=tags,
                lifecycle=left_first if tier is Tier.PRIVATE else None,
            )
            for tier, tags in (
                (Tier.PUBLIC, PUBLIC_LOAD_BALANCER_TAG),
                (Tier.PRIVATE, {**INTERNAL_LOAD_BALANCER_TAG, DISCOVERY_TAG: names.cluster}),
                (Tier.INTRA, {}),
            )
            if tier is not Tier.PUBLIC or internet_gateway is InternetGateway.ATTACHED
        }
        private, intra = tiers[Tier.PRIVATE], tiers[Tier.INTRA]
        if Tier.PUBLIC in tiers:
            gateway = AwsInternetGateway(self, "internet-gateway", vpc_id=vpc.id, tags={"Name": names.cluster})
            tiers[Tier.PUBLIC].route_to_internet_gateway(gateway.id)
            NatGateways(
                self,
                "nat",
                names=names,
                nat_gateway=nat_gateway,
                public=tiers[Tier.PUBLIC],
                private=private,
                internet_gateway=gateway,
            )
        if assign_generated_ipv6_cidr_block and not isinstance(nat_gateway, NoNatGateway):
            # The binding is loaded only where it is needed.
            from cdktf_cdktf_provider_aws.egress_only_internet_gateway import (  # noqa: PLC0415
                EgressOnlyInternetGateway,
            )

            egress_only = EgressOnlyInternetGateway(
                self, "egress-only-gateway", vpc_id=vpc.id, tags={"Name": names.cluster}
            )
            private.route_to_egress_only_gateway(egress_only.id)
        self._endpoints(
            endpoints,
            services,
            names=names,
            region=region,
            vpc=vpc,
            pod_plan=pod_plan,
            private=private,
            intra=intra,
        )
        FlowLogs(
            self,
            "flow-logs",
            names=names,
            iam=iam,
            region=region,
            account_id=vpc.owner_id,
            vpc_id=vpc.id,
            retention_in_days=flow_log_retention_in_days,
        )
        self.pod_subnet_ids: Mapping[str, str] = {}
        if pod_plan is not None:
            # The bindings are loaded only where they are needed.
            from modules.pod_subnets import PodSubnets  # noqa: PLC0415

            pods = PodSubnets(
                self,
                "pods",
                names=names,
                vpc_id=vpc.id,
                plan=pod_plan,
                slots=slots,
                route_table_ids=private.route_table_ids,
            )
            self.pod_subnet_ids = pods.subnet_ids
        self.vpc_id: str = vpc.id
        self.vpc_arn: str = vpc.arn
        self.account_id: str = vpc.owner_id
        self.public_subnet_ids: Mapping[str, str] = tiers[Tier.PUBLIC].subnet_ids if Tier.PUBLIC in tiers else {}
        self.private_subnet_ids: Mapping[str, str] = private.subnet_ids
        self.intra_subnet_ids: Mapping[str, str] = intra.subnet_ids

    def _endpoints(
        self,
        endpoints: VpcEndpoints,
        services: Sequence[str],
        *,
        names: ClusterNames,
        region: Region,
        vpc: Vpc,
        pod_plan: PodAddressPlan | None,
        private: SubnetTier,
        intra: SubnetTier,
    ) -> None:
        interface = endpoints.interface
        policies: dict[str, str | None] = {}
        if isinstance(interface, DerivedInterfaceEndpoints):
            # The bindings are loaded only where they are needed.
            from modules.vpc_endpoints import InterfaceEndpoints, endpoint_policy  # noqa: PLC0415

            policies = {
                service: endpoint_policy(interface.policy, service, region=region, account_id=vpc.owner_id)
                for service in endpoints.gateway
            }
            InterfaceEndpoints(
                self,
                "interface-endpoints",
                names=names,
                region=region,
                account_id=vpc.owner_id,
                vpc_id=vpc.id,
                ranges={"vpc": vpc.cidr_block, **({} if pod_plan is None else {"pods": str(pod_plan.cidr_block)})},
                subnet_ids=list(private.subnet_ids.values()),
                services=services,
                policy=interface.policy,
            )
        for service in endpoints.gateway:
            VpcEndpoint(
                self,
                f"{service}-endpoint",
                vpc_id=vpc.id,
                vpc_endpoint_type="Gateway",
                service_name=f"com.amazonaws.{region.name}.{service}",
                route_table_ids=[*private.route_table_ids.values(), *intra.route_table_ids.values()],
                policy=policies.get(service),
                tags={"Name": f"{names.cluster}-{service}"},
            )
