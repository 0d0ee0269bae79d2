"""A VPC that someone else made: nothing is made here, and what can be checked of it is checked at every plan."""

import json
from collections.abc import Mapping, Sequence

from cdktf import TerraformStack
from cdktf_cdktf_provider_aws.data_aws_caller_identity import DataAwsCallerIdentity
from cdktf_cdktf_provider_aws.data_aws_subnet import DataAwsSubnet
from cdktf_cdktf_provider_aws.data_aws_vpc import DataAwsVpc
from cdktf_cdktf_provider_aws.ec2_tag import Ec2Tag
from constructs import Construct

from config.cluster.vpc_cni import IpFamily
from config.names import ClusterNames
from config.network.existing_network import ExistingNetwork as ExistingNetworkSettings
from config.network.existing_network import SubnetTags
from config.network.network import Tier
from modules.discovery import DISCOVERY_TAG
from modules.network import INTERNAL_LOAD_BALANCER_TAG, PUBLIC_LOAD_BALANCER_TAG

# https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
_ADDRESSES_OF_A_CONTROL_PLANE = 6

_ROLE_TAGS = {Tier.PRIVATE: INTERNAL_LOAD_BALANCER_TAG, Tier.PUBLIC: PUBLIC_LOAD_BALANCER_TAG}


class ExistingNetwork(Construct):
    """The VPC and its subnets as data sources, each with conditions in our words: a plan fails where one is not met."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        names: ClusterNames,
        network: ExistingNetworkSettings,
        control_plane_zones: Sequence[str],
        ip_family: IpFamily,
    ) -> None:
        super().__init__(scope, id)
        self._network = network
        self._ip_family = ip_family
        vpc = DataAwsVpc(self, "vpc", id=network.vpc_id)
        vpc.add_override("lifecycle.postcondition", _vpc_conditions(network))
        private, public, intra = (
            {zone: self._subnet(tier, zone, subnet_id) for zone, subnet_id in subnet_ids.items()}
            for tier, subnet_ids in (
                (Tier.PRIVATE, network.private_subnet_ids),
                (Tier.PUBLIC, network.public_subnet_ids),
                (Tier.INTRA, network.intra_subnet_ids),
            )
        )
        if network.subnet_tags is SubnetTags.ADDED:
            self._tag(Tier.PRIVATE, private, {**INTERNAL_LOAD_BALANCER_TAG, DISCOVERY_TAG: names.cluster})
            self._tag(Tier.PUBLIC, public, PUBLIC_LOAD_BALANCER_TAG)
        control_plane = intra or private
        self._check_free_addresses({zone: control_plane[zone] for zone in control_plane_zones})
        self.vpc_id: str = vpc.id
        self.vpc_arn: str = vpc.arn
        # Not the VPC's owner, who is another account where the VPC is shared.
        self.account_id: str = DataAwsCallerIdentity(self, "account").account_id
        self.public_subnet_ids: Mapping[str, str] = _ids(public)
        self.private_subnet_ids: Mapping[str, str] = _ids(private)
        self.intra_subnet_ids: Mapping[str, str] = _ids(control_plane)

    def _subnet(self, tier: Tier, zone: str, subnet_id: str) -> DataAwsSubnet:
        subnet = DataAwsSubnet(self, f"{tier}-{zone}-subnet", id=subnet_id)
        subnet.add_override(
            "lifecycle.postcondition",
            [
                *_subnet_conditions(self._network, tier, f"existing_network.{tier}_subnet_ids.{zone}", zone, subnet_id),
                *(_ipv6_conditions(tier, subnet_id) if self._ip_family == "ipv6" else ()),
            ],
        )
        return subnet

    def _tag(self, tier: Tier, subnets: Mapping[str, DataAwsSubnet], tags: Mapping[str, str]) -> None:
        for zone, subnet in subnets.items():
            for key, value in tags.items():
                kind = "discovery" if key == DISCOVERY_TAG else "load-balancer"
                Ec2Tag(self, f"{tier}-{zone}-{kind}-tag", resource_id=subnet.id, key=key, value=value)

    def _check_free_addresses(self, subnets: Mapping[str, DataAwsSubnet]) -> None:
        """A warning, not a failure: pods take and give back addresses, and a full subnet must not hold up a plan."""
        if subnets:
            assertions = [
                {
                    "condition": f"${{{it.fqn}.available_ip_address_count >= {_ADDRESSES_OF_A_CONTROL_PLANE}}}",
                    "error_message": f"${{{it.fqn}.id}} in {zone} has ${{{it.fqn}.available_ip_address_count}} free "
                    f"addresses; EKS needs {_ADDRESSES_OF_A_CONTROL_PLANE} in each subnet of the control plane to make "
                    "and to upgrade it: free some, or name other subnets in existing_network.intra_subnet_ids.",
                }
                for zone, it in subnets.items()
            ]
            TerraformStack.of(self).add_override("check.addresses-for-the-control-plane.assert", assertions)


def _ids(subnets: Mapping[str, DataAwsSubnet]) -> dict[str, str]:
    return {zone: subnet.id for zone, subnet in subnets.items()}


def _condition(condition: str, error_message: str) -> dict[str, str]:
    return {"condition": f"${{{condition}}}", "error_message": error_message}


def _vpc_conditions(network: ExistingNetworkSettings) -> list[dict[str, str]]:
    ranges = '[for it in self.cidr_block_associations: it.cidr_block if it.state == "associated"]'
    conditions = [
        _condition(
            "self.enable_dns_support && self.enable_dns_hostnames",
            f"{network.vpc_id} has DNS resolution or DNS hostnames turned off, and nodes would not find the cluster: "
            "turn on both.",
        )
    ]
    if network.cidr_blocks:
        wanted = json.dumps([str(it) for it in network.cidr_blocks])
        conditions.append(
            _condition(
                f"toset({ranges}) == toset({wanted})",
                f'{network.vpc_id} has the address ranges ${{join(", ", {ranges})}}: '
                "write exactly these in existing_network.cidr_blocks.",
            )
        )
    return conditions


def _subnet_conditions(
    network: ExistingNetworkSettings, tier: Tier, key: str, zone: str, subnet_id: str
) -> list[dict[str, str]]:
    conditions = [
        _condition(
            f'self.vpc_id == "{network.vpc_id}"',
            f"{subnet_id} lies in ${{self.vpc_id}}, not in {network.vpc_id}: correct {key}.",
        ),
        _condition(
            f'self.availability_zone == "{zone}"',
            f"{subnet_id} lies in ${{self.availability_zone}}, not in {zone}: correct {key}.",
        ),
    ]
    if tier is not Tier.PUBLIC:
        conditions.append(
            _condition(
                "!self.map_public_ip_on_launch",
                f"{subnet_id} gives public addresses to what starts in it, so it is no {tier} subnet: turn that off "
                f"(map_public_ip_on_launch), or correct {key}.",
            )
        )
    if tier in _ROLE_TAGS and network.subnet_tags is SubnetTags.CHECKED:
        ((name, value),) = _ROLE_TAGS[tier].items()
        conditions.append(
            _condition(
                f'lookup(self.tags, "{name}", "") == "{value}"',
                f"{subnet_id} has no tag {name}={value}, by which load balancers find it: add the tag, or write added "
                "or unused for existing_network.subnet_tags.",
            )
        )
    return conditions


def _ipv6_conditions(tier: Tier, subnet_id: str) -> list[dict[str, str]]:
    """What a cluster with IPv6 asks of its subnets: https://docs.aws.amazon.com/eks/latest/userguide/cni-ipv6.html."""
    if tier is Tier.PUBLIC:
        return []
    return [
        _condition(
            'self.ipv6_cidr_block != null && self.ipv6_cidr_block != ""',
            f"{subnet_id} has no IPv6 range, and cluster.ip_family is ipv6: give it one, or name another.",
        ),
        _condition(
            "self.assign_ipv6_address_on_creation",
            f"{subnet_id} gives no IPv6 addresses to what starts in it, and cluster.ip_family is ipv6: turn that on "
            "(assign_ipv6_address_on_creation).",
        ),
    ]
