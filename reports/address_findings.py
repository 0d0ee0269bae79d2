"""The address plan of an environment, as it was synthesized: who has how many addresses, and whether they suffice."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from ipaddress import IPv4Network
from math import ceil

from config.compute.instance_networking import is_nitro, networking_of
from config.network.address_plan import AddressPlan, Tier
from reports.address_sources import ClusterStack, NetworkStack, NodeGroup, Subnet
from reports.pod_addresses import FullNode, Mode, Need, fits, full_node, most_nodes, usable

_PODS = "pods"


@dataclass(frozen=True)
class SubnetRow:
    """A subnet and its size."""

    tier: str
    zone: str
    cidr_block: IPv4Network
    addresses: int
    """Addresses for use."""
    ipv6: bool


@dataclass(frozen=True)
class Room:
    """How many pods there can be, if nothing else is in the subnets."""

    on_a_node: int
    in_the_zone: int


@dataclass(frozen=True)
class Capacity:
    """What nodes of one type make of the subnets of one zone."""

    zone: str
    instance_type: str
    without_prefixes: Room | None
    """None in an IPv6 cluster, which has nothing else."""
    with_prefixes: Room | None
    """None for a type that can't have prefixes."""


@dataclass(frozen=True)
class Findings:
    """What the report says of one environment."""

    environment: str
    cidr_block: IPv4Network | None
    subnets: tuple[SubnetRow, ...]
    zones_left: int | None
    """Zones for which the plan still has room; None where somebody else made the network."""
    prefixes: bool
    """Whether prefix delegation is on."""
    capacities: tuple[Capacity, ...]
    remarks: tuple[str, ...]
    """What could not be counted."""
    warnings: tuple[str, ...]


def findings(environment: str, network: NetworkStack, cluster: ClusterStack) -> Findings:
    """What the stacks of an environment say together."""
    subnets = network.subnets()
    mode = _mode(cluster)
    vpc = next(iter(network.resource.aws_vpc.values()), None)
    return Findings(
        environment=environment,
        cidr_block=None if vpc is None else vpc.cidr_block,
        subnets=tuple(
            SubnetRow(tier, zone, it.cidr_block, usable(it.cidr_block), bool(it.ipv6_cidr_block))
            for (tier, zone), it in subnets.items()
        ),
        zones_left=None if vpc is None else _zones_left(vpc.cidr_block, subnets),
        prefixes=mode.prefixes,
        capacities=tuple(_capacities(cluster, mode, subnets)),
        remarks=tuple(_remarks(cluster, subnets)),
        warnings=tuple(_warnings(cluster, mode, subnets)),
    )


_Subnets = Mapping[tuple[str, str], Subnet]


def _mode(cluster: ClusterStack) -> Mode:
    variables = cluster.vpc_cni
    return Mode(
        ipv6=cluster.is_ipv6,
        prefixes=variables.get("ENABLE_PREFIX_DELEGATION") == "true",
        warm_prefixes=int(variables.get("WARM_PREFIX_TARGET", "1")),
        pod_subnets=variables.get("AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG") == "true",
    )


def _zones_left(vpc: IPv4Network, subnets: _Subnets) -> int:
    private = [subnet.cidr_block for (tier, _), subnet in subnets.items() if tier == Tier.PRIVATE]
    widest = AddressPlan(vpc, 2)
    slots = 2 << (private[0].prefixlen - widest.subnet_prefix(Tier.PRIVATE)) if private else 0
    return slots - len(private)


def _capacities(cluster: ClusterStack, mode: Mode, subnets: _Subnets) -> Iterator[Capacity]:
    told = {
        (zone, instance_type): max_pods
        for group, max_pods in cluster.node_groups().values()
        for zone in group.zones
        for instance_type in group.instance_types
    }
    for (zone, instance_type), max_pods in sorted(told.items(), key=lambda item: item[0][0]):
        limits = networking_of(instance_type)
        own = subnets.get((Tier.PRIVATE, zone))
        elsewhere = subnets.get((_PODS, zone)) if mode.pod_subnets else own
        if limits is None or own is None or elsewhere is None:
            continue
        plain, prefixed = (
            _room(full_node(instance_type, limits, replace(mode, prefixes=prefixes), max_pods), own, elsewhere)
            for prefixes in (False, True)
        )
        yield Capacity(
            zone,
            instance_type,
            without_prefixes=None if mode.ipv6 else plain,
            with_prefixes=prefixed if is_nitro(instance_type) else None,
        )


def _room(node: FullNode, own: Subnet, elsewhere: Subnet) -> Room:
    nodes = min(most_nodes(own.cidr_block, node.own), most_nodes(elsewhere.cidr_block, node.elsewhere))
    return Room(node.pods, nodes * node.pods)


def _remarks(cluster: ClusterStack, subnets: _Subnets) -> Iterator[str]:
    if not subnets:
        yield "its subnets are somebody else's: only a plan knows their size"
    for name, (group, _) in cluster.node_groups().items():
        unknown = [it for it in group.instance_types if networking_of(it) is None]
        if unknown:
            yield f"node group {name}: how many addresses {', '.join(unknown)} can have is not known here"


def _warnings(cluster: ClusterStack, mode: Mode, subnets: _Subnets) -> Iterator[str]:
    groups = cluster.node_groups()
    for (tier, zone), subnet in subnets.items():
        here = {name: group for name, (group, _) in groups.items() if zone in group.zones}
        if tier not in {Tier.PRIVATE, _PODS} or not here:
            continue
        nodes = {name: _nodes_in_a_zone(group) for name, group in here.items()}
        full = Need()
        for name, (group, max_pods) in groups.items():
            if name in here:
                node = _largest(group, mode, max_pods)
                full += (node.own if tier == Tier.PRIVATE else node.elsewhere) * nodes[name]
        count = sum(nodes.values())
        what = (
            f"{tier} subnet {subnet.cidr_block} of {zone} has {usable(subnet.cidr_block)} addresses; "
            f"{' and '.join(here)} at max_size: {count} nodes"
        )
        if tier == Tier.PRIVATE and count > usable(subnet.cidr_block):
            yield what
        elif not fits(subnet.cidr_block, full):
            yield f"{what}, which need {_words(full)} to carry all the pods they can"


def _nodes_in_a_zone(group: NodeGroup) -> int:
    return ceil(group.scaling_config.max_size / len(group.zones))


def _largest(group: NodeGroup, mode: Mode, max_pods: int | None) -> FullNode:
    """A full node of the type that takes the most; of an unknown type only its own address counts."""
    nodes = [FullNode(0, Need(addresses=1), Need())]
    for instance_type in group.instance_types:
        limits = networking_of(instance_type)
        if limits is not None:
            nodes.append(full_node(instance_type, limits, mode, max_pods))
    return max(nodes, key=lambda node: (node.own + node.elsewhere).size)


def _words(need: Need) -> str:
    if not need.prefixes:
        return f"{need.addresses} addresses"
    return f"{need.prefixes} prefixes of sixteen and {need.addresses} addresses"
