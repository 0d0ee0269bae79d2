"""What Terraform is told a change will do: PlanResourceChange.

Terraform proposes the new state: configuration where there is one, the prior value of computed attributes elsewhere.
Planning compares that proposal with the prior state. Nothing differs: nothing happens. Otherwise each computed value
that nobody knows yet is planned as unknown. See https://developer.hashicorp.com/terraform/plugin/framework/internals/rpcs.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rehearsal.engine.schema import Attribute, Block
from rehearsal.engine.sets import sorted_sets
from rehearsal.engine.traversal import Path, occurrences, rewrite, value_at
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
    replaced_by_removing: Iterable[Path] = (),
) -> PlannedChange:
    """The plan for an object that exists.

    `recomputed` names the computed attributes that any update changes, such as a launch template's `latest_version`;
    `replaced_by` the paths that can't change in place, `replaced_by_removing` those that can't be taken away in place.
    A path leads into each occurrence of a nested block.
    """
    wanted = rewrite(block, {**proposed, **decided}, _without_write_only)
    before, after = sorted_sets(block, prior), sorted_sets(block, wanted)
    if before == after:
        return PlannedChange(prior)
    changed = {**wanted, **dict.fromkeys(recomputed, UNKNOWN)}
    different = [path for path in _each(replaced_by, before, after) if value_at(before, path) != value_at(after, path)]
    removed = [
        path
        for path in _each(replaced_by_removing, before, after)
        if _is_there(value_at(before, path)) and not _is_there(value_at(after, path))
    ]
    return PlannedChange(_with_unknowns(block, changed), (*different, *removed))


def _each(paths: Iterable[Path], prior: State, wanted: State) -> list[Path]:
    return [occurrence for path in paths for occurrence in occurrences(path, prior, wanted)]


def _is_there(value: Value) -> bool:
    return value is not None and value != []


def _with_unknowns(block: Block, state: State) -> State:
    return rewrite(block, state, _unknown_if_computed)


def _unknown_if_computed(path: Path, attribute: Attribute, value: Value) -> Value:
    if attribute.computed and value is None:
        return UNKNOWN
    return _without_write_only(path, attribute, value)


def _without_write_only(_path: Path, attribute: Attribute, value: Value) -> Value:
    return None if attribute.write_only else value
