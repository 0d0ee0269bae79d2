"""How people get onto the nodes of a cluster."""

from collections.abc import Iterator, Sized
from enum import StrEnum

from config.rules.problem import Problem


class NodeAccess(StrEnum):
    """How people get onto nodes."""

    NONE = "none"
    """Not at all."""
    SESSION_MANAGER = "session-manager"
    """By AWS Systems Manager, whose agent on every node gets its policy; IAM says who may start a session."""


def node_access_problems(access: NodeAccess, node_groups: Sized) -> Iterator[Problem]:
    """Access to nodes that are not there; EKS Auto Mode lets nobody onto its own.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/auto-troubleshoot.html.
    """
    if access is not NodeAccess.NONE and not node_groups:
        yield Problem((), access, "is for node groups, and there are none; leave it out")
