"""Who is an administrator of a cluster before, through and after some plans.

A principal is one by an association of the administrators' policy with the whole cluster, as long as its access entry
is there: deleting an entry takes the associations with it. What is only forgotten stays in AWS.
https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from reports.review.plan import Action, Change, Plan
from reports.review.values import Value, block, mapping, text

ENTRY: Final = "aws_eks_access_entry"
ASSOCIATION: Final = "aws_eks_access_policy_association"
_POLICY = "AmazonEKSClusterAdminPolicy"
_LOST = {Action.DESTROY, Action.REPLACE}
_MADE = {Action.CREATE, Action.REPLACE}


class Principal(NamedTuple):
    """Who has access to which cluster; the stack tells clusters of one name in several accounts apart."""

    stack: str
    cluster: str
    arn: str


class Administrators:
    """The administrators that some plans speak of."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        changes = [it for plan in plans for it in plan.changes if it.type in {ENTRY, ASSOCIATION}]
        entries, associations = ([it for it in changes if it.type == name] for name in (ENTRY, ASSOCIATION))
        lost = {_principal(it, it.before) for it in entries if it.action in _LOST}
        made = {_principal(it, it.after) for it in entries if it.action in _MADE}
        self._before = {_principal(it, it.before) for it in associations if is_administrators(it.before)}
        self._revoked = {_principal(it, it.before) for it in associations if it.action in _LOST}
        self._staying = {
            who
            for it in associations
            for side in [it.before if it.action is Action.FORGET else it.after]
            if it.action not in {*_LOST, Action.CREATE} and is_administrators(side)
            if (who := _principal(it, side)) not in lost
        }
        self._coming = {
            who
            for it in associations
            if it.action in _MADE and is_administrators(it.after)
            if (who := _principal(it, it.after)) not in lost - made
        }

    def loses_last(self, change: Change) -> bool:
        """Whether a change takes away what made somebody the last administrator of a cluster."""
        who = _principal(change, change.before)
        return self._takes_from(change, who) and not any([*self._others(self._staying | self._coming, who)])

    def successors(self, change: Change) -> list[str]:
        """The ARNs of those who are made administrators in the place of the last one, by these very plans.

        Once for each who goes: with his association, else with his entry.
        """
        if change.type not in {ENTRY, ASSOCIATION} or change.action not in _LOST:
            return []
        who = _principal(change, change.before)
        is_said = change.type == ENTRY and who in self._revoked
        if is_said or not self._takes_from(change, who) or any(self._others(self._staying, who)):
            return []
        return sorted(it.arn for it in self._others(self._coming, who))

    def _takes_from(self, change: Change, who: Principal) -> bool:
        return who in self._before and (change.type == ENTRY or is_administrators(change.before))

    @staticmethod
    def _others(principals: set[Principal], who: Principal) -> Iterator[Principal]:
        return (it for it in principals if it[:2] == who[:2] and it != who)


def is_administrators(association: Value) -> bool:
    """Whether an association makes an administrator of the whole cluster; one for namespaces does not."""
    values = mapping(association)
    scope = text(block(values.get("access_scope")).get("type"))
    return scope == "cluster" and text(values.get("policy_arn")).endswith(f"/{_POLICY}")


def _principal(change: Change, side: Value) -> Principal:
    values = mapping(side)
    return Principal(change.stack, text(values.get("cluster_name")), text(values.get("principal_arn")))
