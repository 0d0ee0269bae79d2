"""What Terraform is told a change will do: PlanResourceChange.

Terraform proposes the new state: configuration where there is one, the prior value of computed attributes elsewhere.
Planning compares that proposal with the prior state. Nothing differs: nothing happens. Otherwise each computed value
that nobody knows yet is planned as unknown. See https://developer.hashicorp.com/terraform/plugin/framework/internals/rpcs.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rehearsal.engine.schema import Attribute, Block
from rehearsal.engine.traversal import Path, rewrite, value_at
from rehearsal.engine.values import UNKNOWN, State, Value


@dataclass(frozen=True)
class PlannedChange:
    """The planned state, and the paths whose change needs a new object instead of an update."""

    state: State
    replaced_by: tuple[Path, ...] = ()


def plan_create(block: Block, proposed: State, decided: State) -> PlannedChange:
    """The plan for an object that does not exist yet.

    `decided` holds computed values that the provider knows already while planning, such as `tags_all`.
    """
    return PlannedChange(_with_unknowns(block, {**proposed, **decided}))


def plan_update(
    block: Block,
    *,
    prior: State,
    proposed: State,
    decided: State,
    recomputed: Iterable[str],
    replaced_by: Iterable[Path],
) -> PlannedChange:
    """The plan for an object that exists.

    `recomputed` names the computed attributes that any update changes, such as a launch template's `latest_version`;
    `replaced_by` the paths that can't change in place.
    """
    wanted = rewrite(block, {**proposed, **decided}, _without_write_only)
    if wanted == prior:
        return PlannedChange(prior)
    changed = {**wanted, **dict.fromkeys(recomputed, UNKNOWN)}
    return PlannedChange(
        _with_unknowns(block, changed),
        tuple(path for path in replaced_by if value_at(prior, path) != value_at(wanted, path)),
    )


def _with_unknowns(block: Block, state: State) -> State:
    return rewrite(block, state, _unknown_if_computed)


def _unknown_if_computed(path: Path, attribute: Attribute, value: Value) -> Value:
    if attribute.computed and value is None:
        return UNKNOWN
    return _without_write_only(path, attribute, value)


def _without_write_only(_path: Path, attribute: Attribute, value: Value) -> Value:
    return None if attribute.write_only else value
