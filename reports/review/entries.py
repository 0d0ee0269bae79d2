"""One change, with everything that a reviewer wants to know of it."""

from collections.abc import Iterator
from itertools import chain
from typing import Final

from reports.review.allowances import Allowance, Allowances
from reports.review.differences import Difference, differences, same
from reports.review.digests import digest
from reports.review.document import AllowedBy, Entry, GuardedBy, Level, Sentence, ValueChange
from reports.review.guards import Guard, Guards, stands_before
from reports.review.helm_values import VALUES
from reports.review.meanings.exposure import exposure_sentences
from reports.review.meanings.helm import RELEASE, helm_sentences
from reports.review.meanings.iam import iam_sentences, policy_arguments
from reports.review.meanings.moving import moving_sentences
from reports.review.meanings.settings import setting_sentences
from reports.review.meanings.versions import STEPS, version_sentences
from reports.review.plan import Action, Change, Plan
from reports.review.values import UNKNOWN, Value, items, mapping
from reports.review.words import Words, code, listed, path_text, printable

_TAGS: Final = ("tags", "tags_all")
_LEVELS: Final = tuple(Level)
_BASE: Final = {
    Action.CREATE: Level.ROUTINE,
    Action.UPDATE: Level.ROUTINE,
    Action.REPLACE: Level.LOSS,
    Action.DESTROY: Level.LOSS,
    Action.FORGET: Level.NOTE,
    Action.READ: Level.ROUTINE,
    Action.NOTHING: Level.NOTE,  # it is imported or moved, or has no entry
}
# https://developer.hashicorp.com/terraform/internals/json-format#change-representation, `action_reason`.
_REASONS: Final = {
    "replace_because_tainted": (
        "tainted: an earlier apply failed while it made this; if it works, `terraform untaint` keeps it"
    ),
    "replace_by_request": "asked for with `-replace`",
    "replace_by_triggers": "something that triggers its replacement changes",
    "delete_because_no_module": "its module is no longer in the configuration",
    "delete_because_wrong_repetition": "its kind of repetition changed",
    "delete_because_count_index": "its `count` index is gone",
    "delete_because_each_key": "its `for_each` key is gone",
    "delete_because_no_move_target": "it was moved to where nothing is configured",
}


def worst(levels: Iterator[Level]) -> Level:
    """The level that comes first in a review."""
    return min(levels, key=_LEVELS.index)


def entry(change: Change, plan: Plan, guards: Guards, allowances: Allowances, words: Words) -> Entry:
    """What a review says of a change."""
    guard = guards.of(change)
    allowance = allowances.of(change) if guard else None
    sentences = (*_succession(change, guards, words), *_sentences(change, plan, words))
    spoken = _spoken_of(change)
    compared = change.action in {Action.UPDATE, Action.REPLACE}
    found = list(differences(*_without(spoken, change))) if compared else []
    values = [it for it in found if it.path and it.path[0] not in _TAGS]
    tags = [it for it in found if it.path and it.path[0] in _TAGS]
    return Entry(
        printable(change.address),
        printable(change.type),
        change.action,
        change.creates_first and change.action is Action.REPLACE,
        _level(
            change,
            guard,
            allowance,
            sentences,
            only_tags=bool(tags)
            and len(found) == len(tags)
            and change.action is Action.UPDATE
            and all(same(_at(change.before, (it,)), _at(change.after, (it,))) for it in spoken),
        ),
        GuardedBy(guard.kind, guard.loss) if guard else None,
        AllowedBy(printable(allowance.reason), allowance.end) if allowance else None,
        tuple(value_change(it, words) for it in _forcing(change)),
        tuple(_circumstances(change, words)),
        sentences,
        tuple(value_change(it, words) for it in values if it.after != UNKNOWN),
        tuple(value_change(it, words) for it in tags if it.path[0] == _best_tags(tags)),
        tuple(printable(path_text(it.path)) for it in values if it.after == UNKNOWN and change.action is Action.UPDATE),
        digest(change, words),
    )


def value_change(difference: Difference, words: Words) -> ValueChange:
    """A difference as text."""
    before, after = (None if it is None else words.plain(it) for it in (difference.before, difference.after))
    return ValueChange(printable(path_text(difference.path)), before, after)


def _sentences(change: Change, plan: Plan, words: Words) -> Iterator[Sentence]:
    return chain(
        exposure_sentences(change, words),
        setting_sentences(change),
        iam_sentences(change, plan, words),
        version_sentences(change, words),
        helm_sentences(change, words),
        moving_sentences(change, plan),
    )


def _succession(change: Change, guards: Guards, words: Words) -> Iterator[Sentence]:
    successors = guards.administrators.successors(change)
    if successors:
        who = listed([words.value(it) for it in successors])
        yield Sentence(
            Level.REACH,
            f"**no administrator of the cluster stays**; from now on {who} has to apply what comes into it",
        )


def _level(
    change: Change,
    guard: Guard | None,
    allowance: Allowance | None,
    sentences: tuple[Sentence, ...],
    *,
    only_tags: bool,
) -> Level:
    if guard:
        return Level.ALLOWED if allowance else Level.BLOCKED
    noted = [Level.NOTE] if change.moved_from or change.imported_id else []
    if only_tags and not noted:
        return Level.TAGS
    level = worst(iter([_BASE[change.action], *noted, *(it.level for it in sentences)]))
    # All of a new thing is new: only what reaches far stands out.
    return Level.ROUTINE if change.action is Action.CREATE and level is Level.NOTE and not noted else level


def _spoken_of(change: Change) -> set[str]:
    """Arguments whose change is told in sentences."""
    spoken = set(policy_arguments(change))
    if change.type == RELEASE:
        spoken |= {*VALUES, "chart", "version", "metadata", "manifest", "resources", "status"}
    if change.action is Action.UPDATE:
        spoken |= {
            step.argument for step in STEPS.get(change.type, ()) if _at(change.after, (step.argument,)) != UNKNOWN
        }
    return spoken


def _without(arguments: set[str], change: Change) -> tuple[Value, Value]:
    """Both sides of a change but for some arguments."""
    before, after = (
        {name: it for name, it in side.items() if name not in arguments} if isinstance(side, dict) else side
        for side in (change.before, change.after)
    )
    return before, after


def _best_tags(tags: list[Difference]) -> str | int:
    """All tags tell everything, where they are there."""
    return "tags_all" if any(it.path[0] == "tags_all" and it.after != UNKNOWN for it in tags) else "tags"


def _forcing(change: Change) -> list[Difference]:
    """What forces a replacement; what is only forced in turn, and not known yet, comes last."""
    found = [Difference(path, _at(change.before, path), _at(change.after, path)) for path in change.forced_by]
    return sorted(found, key=lambda it: it.after == UNKNOWN)


def _at(value: Value, path: tuple[str | int, ...]) -> Value:
    for step in path:
        inner = items(value)
        if isinstance(value, dict):
            value = mapping(value).get(str(step))
        elif isinstance(step, int) and 0 <= step < len(inner):
            value = inner[step]
        else:
            return value if value == UNKNOWN else None
    return value


def _circumstances(change: Change, words: Words) -> Iterator[str]:
    if stands_before(change):
        yield "the new one is ready, under another name, before the old one is drained; meanwhile both are there"
    if change.deposed:
        yield "the old object that an interrupted replacement left behind"
    if change.reason in _REASONS:
        yield _REASONS[change.reason]
    if change.moved_from:
        yield f"moved from {code(change.moved_from)}"
    if change.imported_id:
        yield f"imported: {words.value(change.imported_id)}"
    if change.action is Action.FORGET:
        yield "the state drops it, and it stays where it is; nobody looks after it then"
