"""What people's access to nodes asks of the role of these nodes."""

from collections.abc import Sequence

from config.compute.node_access import NodeAccess
from config.regions import Region


def access_policy_arns(access: NodeAccess, region: Region) -> Sequence[str]:
    """The policies of AWS that let people onto nodes."""
    if access is NodeAccess.NONE:
        return ()
    return (region.managed_policy_arn("AmazonSSMManagedInstanceCore"),)
