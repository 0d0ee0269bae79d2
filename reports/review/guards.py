"""What a plan may not do without an allowance: the kinds of guarded_kinds.toml, and steps of Kubernetes versions."""

import tomllib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reports.review.helm_charts import brings_crds_or_volumes
from reports.review.kubernetes_steps import refused_step
from reports.review.plan import Action, Change, Plan
from reports.review.values import Value, mapping, text

_TABLE = Path(__file__).with_name("guarded_kinds.toml")
_LOST = {Action.REPLACE, Action.DESTROY}
_STEP, _STEPS = "step of the Kubernetes version that EKS refuses", "steps of Kubernetes versions that EKS refuses"
_ADMINISTRATOR = "AmazonEKSClusterAdminPolicy"


@dataclass(frozen=True)
class Kind:
    """A kind of thing that is guarded, as the table has it."""

    name: str
    many: str
    types: tuple[str, ...]
    loss: str
    rank: int
    """Place in the table: 0 is the most dangerous one."""
    renamed: str = ""
    only: str = ""


@dataclass(frozen=True)
class Guard:
    """Why a change is guarded."""

    kind: str
    loss: str


@cache
def kinds() -> tuple[Kind, ...]:
    """All kinds, most dangerous first."""
    return tuple(
        Kind(it["name"], it["many"], tuple(it["types"]), it["loss"], rank, it.get("renamed", ""), it.get("only", ""))
        for rank, it in enumerate(tomllib.loads(_TABLE.read_text(encoding="utf-8"))["kind"])
    )


def many_of(kind: str) -> str:
    """The word for several of a kind."""
    return {it.name: it.many for it in kinds()}.get(kind, _STEPS)


def rank_of(kind: str) -> int:
    """The place of a kind among all: 0 is the most dangerous one."""
    return {it.name: it.rank for it in kinds()}.get(kind, len(kinds()))


class Guards:
    """The guards of some plans, which are looked at together: what one loses another may need."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        self._kinds = {name: kind for kind in kinds() for name in kind.types}
        self._users = _users_of_roles(plans)
        self._administrators = Counter(
            _cluster(it) for plan in plans for it in plan.changes if _stays_administrator(it)
        )
        self._conditions: Mapping[str, Callable[[Change], bool]] = {
            "": lambda _: True,
            "crds-or-volumes": brings_crds_or_volumes,
            "last-administrator": self._is_last_administrator,
            "role-in-use": self._is_role_in_use,
        }

    def of(self, change: Change) -> Guard | None:
        """The guard that a change meets, if there is one."""
        kind = self._kinds.get(change.type)
        if change.action in _LOST:
            if kind and not stands_before(change) and self._conditions[kind.only](change):
                return Guard(kind.name, kind.loss)
            return None
        step = refused_step(change)
        return Guard(_STEP, step) if step else None

    def _is_role_in_use(self, change: Change) -> bool:
        arn = text(mapping(change.before).get("arn"))
        return any(user != (change.stack, change.address) for user in self._users.get(arn, ()))

    def _is_last_administrator(self, change: Change) -> bool:
        policy = mapping(change.before).get("policy_arn")
        is_administrators = policy is None or text(policy).endswith(f"/{_ADMINISTRATOR}")
        return is_administrators and not self._administrators[_cluster(change)]


def stands_before(change: Change) -> bool:
    """Whether a new object under another name stands before the old one goes: docs/node-groups.md."""
    return any(_is_renamed(change, kind.renamed) for kind in kinds() if kind.renamed and change.type in kind.types)


def _is_renamed(change: Change, argument: str) -> bool:
    before, after = (mapping(side).get(argument) for side in (change.before, change.after))
    names = isinstance(before, str) and isinstance(after, str)
    return change.action is Action.REPLACE and change.creates_first and names and before != after


def _users_of_roles(plans: Sequence[Plan]) -> dict[str, set[tuple[str, str]]]:
    users: dict[str, set[tuple[str, str]]] = {}
    for plan in plans:
        for change in plan.changes:
            if change.action not in {Action.DESTROY, Action.FORGET}:
                for role in change.roles:
                    users.setdefault(role, set()).add((change.stack, change.address))
    return users


def _stays_administrator(change: Change) -> bool:
    """Whether somebody is an administrator of a cluster before, during or at least after the apply, by this."""
    if change.type != "aws_eks_access_policy_association" or change.action in {*_LOST, Action.FORGET}:
        return False
    return text(mapping(change.after).get("policy_arn")).endswith(f"/{_ADMINISTRATOR}")


def _cluster(change: Change) -> tuple[str, Value]:
    """A cluster by stack and name, as its access entries have it."""
    side = change.before if change.after is None else change.after
    return change.stack, text(mapping(side).get("cluster_name"))
