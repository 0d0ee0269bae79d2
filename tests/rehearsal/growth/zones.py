"""What a zone has in a network, and changes that are all of one kind."""

from tests.rehearsal.changing import Changes


def of_zone(zone: str) -> set[str]:
    """The addresses of everything that a zone has in the network stack."""
    tiers = ("public", "private", "intra")
    return {
        *(f"aws_subnet.network_{tier}_{zone}-subnet" for tier in tiers),
        *(f"aws_route_table.network_{tier}_{zone}-route-table" for tier in tiers),
        *(f"aws_route_table_association.network_{tier}_{zone}-association" for tier in tiers),
        f"aws_route.network_public_{zone}-internet-route",
        f"aws_route.network_private_{zone}-nat-route",
        f"aws_eip.network_nat_{zone}-address",
        f"aws_nat_gateway.network_nat_{zone}-gateway",
    }


def only(action: str, addresses: set[str]) -> Changes:
    return dict.fromkeys(addresses, action)
