"""A VPC with a public, a private and an intra subnet in each zone."""

from collections.abc import Mapping

from cdktf_cdktf_provider_aws.default_security_group import DefaultSecurityGroup
from cdktf_cdktf_provider_aws.internet_gateway import InternetGateway
from cdktf_cdktf_provider_aws.vpc import Vpc
from cdktf_cdktf_provider_aws.vpc_endpoint import VpcEndpoint
from constructs import Construct

from config.address_plan import AddressPlan
from config.iam import Iam
from config.names import ClusterNames
from config.network import NatGateway, NoNatGateway, Tier
from config.pod_address_plan import PodAddressPlan
from config.regions import Region
from config.retention import RetentionInDays
from modules.discovery import DISCOVERY_TAG
from modules.flow_logs import FlowLogs
from modules.nat_gateways import NatGateways
from modules.subnet_tier import SubnetTier

# https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html: how load balancers find their subnets.
PUBLIC_LOAD_BALANCER_TAG = {"kubernetes.io/role/elb": "1"}
INTERNAL_LOAD_BALANCER_TAG = {"kubernetes.io/role/internal-elb": "1"}


class Network(Construct):
    """The VPC of an environment. `slots` says which zones it uses, and where in the address plan each of them lies."""

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
        nat_gateway: NatGateway,
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
        # Every VPC has this group, in which members reach each other; taken over without a rule, it allows nothing.
        DefaultSecurityGroup(
            self,
            "default-security-group",
            vpc_id=vpc.id,
            # Left out, a rule that somebody adds later would never show in a plan.
            ingress=[],
            egress=[],
            tags={"Name": f"{names.cluster}-default"},
        )
        internet_gateway = InternetGateway(self, "internet-gateway", vpc_id=vpc.id, tags={"Name": names.cluster})
        ipv6_cidr_block = vpc.ipv6_cidr_block if assign_generated_ipv6_cidr_block else None

        public = SubnetTier(
            self,
            "public",
            tier=Tier.PUBLIC,
            names=names,
            vpc_id=vpc.id,
            plan=plan,
            slots=slots,
            ipv6_cidr_block=ipv6_cidr_block,
            tags=PUBLIC_LOAD_BALANCER_TAG,
        )
        private = SubnetTier(
            self,
            "private",
            tier=Tier.PRIVATE,
            names=names,
            vpc_id=vpc.id,
            plan=plan,
            slots=slots,
            ipv6_cidr_block=ipv6_cidr_block,
            tags={**INTERNAL_LOAD_BALANCER_TAG, DISCOVERY_TAG: names.cluster},
        )
        intra = SubnetTier(
            self,
            "intra",
            tier=Tier.INTRA,
            names=names,
            vpc_id=vpc.id,
            plan=plan,
            slots=slots,
            ipv6_cidr_block=ipv6_cidr_block,
            tags={},
        )

        public.route_to_internet_gateway(internet_gateway.id)
        NatGateways(
            self,
            "nat",
            names=names,
            nat_gateway=nat_gateway,
            public=public,
            private=private,
            internet_gateway=internet_gateway,
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
        VpcEndpoint(
            self,
            "s3-endpoint",
            vpc_id=vpc.id,
            vpc_endpoint_type="Gateway",
            service_name=f"com.amazonaws.{region.name}.s3",
            route_table_ids=[*private.route_table_ids.values(), *intra.route_table_ids.values()],
            tags={"Name": f"{names.cluster}-s3"},
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
        self.public_subnet_ids: Mapping[str, str] = public.subnet_ids
        self.private_subnet_ids: Mapping[str, str] = private.subnet_ids
        self.intra_subnet_ids: Mapping[str, str] = intra.subnet_ids
