"""What the nodes of a cluster come from."""

from typing import Annotated, Literal

from pydantic import Field

from config.rules.model import Model
from config.rules.rule import UNIQUE


class NodeGroupsOnly(Model):
    """Managed node groups, with EKS add-ons for network, DNS and volumes."""

    mode: Literal["node-groups"]
    """Managed node groups only."""


class AutoMode(Model):
    """EKS Auto Mode: EKS makes nodes as pods ask for them, and brings network, DNS, volumes and load balancers.

    Node groups beside it keep the EKS add-ons, which their nodes need. Without node groups there are none.
    """

    mode: Literal["auto"]
    """EKS Auto Mode."""
    node_pools: Annotated[tuple[Literal["general-purpose", "system"], ...], Field(min_length=1), UNIQUE] = (
        "general-purpose",
        "system",
    )
    """Node pools of EKS's own; `system` takes only pods that tolerate `CriticalAddonsOnly`."""


class AutoModeOff(Model):
    """On the way back from EKS Auto Mode: it is switched off, and what EKS needs to clean up is still there.

    EKS takes all of it off only where that is said; after an apply with this one, `node-groups` changes nothing more.
    """

    mode: Literal["auto-off"]
    """EKS Auto Mode, switched off."""


Compute = Annotated[NodeGroupsOnly | AutoMode | AutoModeOff, Field(discriminator="mode")]
"""What the nodes of a cluster come from."""
