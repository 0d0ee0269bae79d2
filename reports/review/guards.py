"""What a plan may not do without an allowance: the kinds of guarded_kinds.toml."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from reports.review.administrators import Administrators
from reports.review.guarded_kinds import kinds, kinds_of_types
from reports.review.helm_charts import brings_custom_resources_or_volumes, loses_custom_resources_or_volumes
from reports.review.kubernetes_steps import is_refused_step
from reports.review.plan import Action, Change, Plan
from reports.review.values import block, mapping, text


@dataclass(frozen=True)
class Guard:
    """Why a change is guarded."""

    kind: str
    loss: str


class Guards:
    """The guards of some plans, which are looked at together: what one loses another may need."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        self.administrators = Administrators(plans)
        self._users = _users_of_roles(plans)
        self._conditions: Mapping[str, Callable[[Change], bool]] = {
            "": lambda _: True,
            "custom-resources-or-volumes": brings_custom_resources_or_volumes,
            "last-administrator": self.administrators.loses_last,
            "no-more-custom-resources-or-volumes": loses_custom_resources_or_volumes,
            "refused-step": is_refused_step,
            "role-in-use": self._is_role_in_use,
        }

    def of(self, change: Change) -> Guard | None:
        """The guard that a change meets, if there is one."""
        for kind in kinds_of_types().get(change.type, ()):
            if change.action in kind.changes and not stands_before(change) and self._conditions[kind.only](change):
                return Guard(kind.name, kind.loss)
        return None

    def _is_role_in_use(self, change: Change) -> bool:
        role = mapping(change.before)
        users = {it for name in ("arn", "name") for it in self._users.get(text(role.get(name)), ())}
        return bool(users - {(change.stack, change.address)})


def stands_before(change: Change) -> bool:
    """Whether a new object under another name stands before the old one goes: docs/node-groups.md."""
    if _is_emptied(change):
        return False
    return any(_is_renamed(change, kind.renamed) for kind in kinds() if kind.renamed and change.type in kind.types)


def _is_renamed(change: Change, argument: str) -> bool:
    before, after = (mapping(side).get(argument) for side in (change.before, change.after))
    names = isinstance(before, str) and isinstance(after, str)
    return change.action is Action.REPLACE and change.creates_first and names and before != after


def _is_emptied(change: Change) -> bool:
    """Whether a node group has nodes, and the one after it none to which pods could go."""
    scaling = (block(mapping(side).get("scaling_config")) for side in (change.before, change.after))
    before, after = (it.get("desired_size") for it in scaling)
    return after == 0 and before != 0


def _users_of_roles(plans: Sequence[Plan]) -> dict[str, set[tuple[str, str]]]:
    users: dict[str, set[tuple[str, str]]] = {}
    for plan in plans:
        for change in plan.changes:
            for role in change.roles:
                users.setdefault(role, set()).add((change.stack, change.address))
    return users
