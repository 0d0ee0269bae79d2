"""What the Terraform JSON of a network and a cluster says of addresses."""

import base64
import binascii
import json
import re
from ipaddress import IPv4Network

from pydantic import BaseModel

_SUBNET = re.compile(r".*_(?P<tier>[a-z]+)_[a-z0-9-]+-subnet")
_ZONE = re.compile(r'_subnet_ids\["([^"]+)"\]')
_MAX_PODS = re.compile(r"^\s*(?:maxPods:|max-pods *=) *([0-9]+)", re.MULTILINE)


class Vpc(BaseModel):
    """A VPC that the stack makes."""

    cidr_block: IPv4Network


class Subnet(BaseModel):
    """A subnet that the stack makes."""

    availability_zone: str
    cidr_block: IPv4Network
    ipv6_cidr_block: str = ""


class NetworkResources(BaseModel):
    """The resources of a network stack, as far as they are about addresses."""

    aws_vpc: dict[str, Vpc] = {}
    aws_subnet: dict[str, Subnet] = {}


class NetworkStack(BaseModel):
    """A network stack; without resources where somebody else made the network."""

    resource: NetworkResources = NetworkResources()

    def subnets(self) -> dict[tuple[str, str], Subnet]:
        """Tier and zone to subnet."""
        found = {}
        for name, subnet in self.resource.aws_subnet.items():
            match = _SUBNET.fullmatch(name)
            if match is not None:
                found[match["tier"], subnet.availability_zone] = subnet
        return found


class ScalingConfig(BaseModel):
    """How many nodes a group may have."""

    max_size: int


class TemplateReference(BaseModel):
    """The launch template of a node group."""

    id: str


class NodeGroup(BaseModel):
    """A managed node group."""

    instance_types: tuple[str, ...]
    scaling_config: ScalingConfig
    subnet_ids: tuple[str, ...]
    launch_template: TemplateReference

    @property
    def zones(self) -> tuple[str, ...]:
        """The zones of its nodes."""
        return tuple(zone for subnet_id in self.subnet_ids for zone in _ZONE.findall(subnet_id))


class LaunchTemplate(BaseModel):
    """A launch template."""

    user_data: str = ""

    @property
    def max_pods(self) -> int | None:
        """The most pods that a node is told to carry, if it is told so here."""
        try:
            text = base64.b64decode(self.user_data, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            return None
        told = _MAX_PODS.search(text)
        return None if told is None else int(told[1])


class KubernetesNetworkConfig(BaseModel):
    """The addresses of pods and services."""

    ip_family: str = "ipv4"


class ControlPlane(BaseModel):
    """An EKS cluster."""

    kubernetes_network_config: KubernetesNetworkConfig = KubernetesNetworkConfig()


class Addon(BaseModel):
    """An EKS add-on."""

    addon_name: str
    configuration_values: str = "{}"

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables of its software."""
        # The quotes inside an interpolation are Terraform's, not JSON's.
        text = re.sub(r"\$\{[^}]*\}", "", self.configuration_values)
        found: dict[str, str] = json.loads(text).get("env", {})
        return found


class ClusterResources(BaseModel):
    """The resources of a cluster stack, as far as they are about addresses."""

    aws_eks_cluster: dict[str, ControlPlane] = {}
    aws_eks_addon: dict[str, Addon] = {}
    aws_eks_node_group: dict[str, NodeGroup] = {}
    aws_launch_template: dict[str, LaunchTemplate] = {}


class ClusterStack(BaseModel):
    """A cluster stack; without resources where somebody else made the cluster."""

    resource: ClusterResources = ClusterResources()

    @property
    def is_ipv6(self) -> bool:
        """Whether pods have IPv6 addresses."""
        clusters = self.resource.aws_eks_cluster.values()
        return any(it.kubernetes_network_config.ip_family == "ipv6" for it in clusters)

    @property
    def vpc_cni(self) -> dict[str, str]:
        """The environment variables of the VPC CNI."""
        addons = self.resource.aws_eks_addon.values()
        return next((addon.environment for addon in addons if addon.addon_name == "vpc-cni"), {})

    def node_groups(self) -> dict[str, tuple[NodeGroup, int | None]]:
        """Name, as in the environment file, to group and to the most pods that its nodes are told to carry."""
        templates = {
            f"${{aws_launch_template.{name}.id}}": template
            for name, template in self.resource.aws_launch_template.items()
        }
        return {
            address.removeprefix("node-group-").removesuffix("_nodes"): (
                group,
                templates[group.launch_template.id].max_pods if group.launch_template.id in templates else None,
            )
            for address, group in self.resource.aws_eks_node_group.items()
        }
