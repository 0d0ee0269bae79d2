"""One entry of a review as Markdown."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import yaml

from reports.review.document import Drift, Entry, Level, ValueChange
from reports.review.plan import Action
from reports.review.values import MARKS
from reports.review.words import code, listed

_TITLES = {
    Action.CREATE: "create",
    Action.UPDATE: "update",
    Action.REPLACE: "**replace**",
    Action.DESTROY: "**destroy**",
    Action.FORGET: "**forget**",
    Action.READ: "read",
    Action.NOTHING: "keep",
}


def detailed(stack: str, entry: Entry) -> str:
    """Everything about one resource; without a stack, that stands above."""
    where = f" in {code(stack)}" if stack else ""
    return f"- {_TITLES[entry.action]} {code(entry.address)}{where}\n" + _indented(_lines(entry))


def tags_only(entries: Sequence[Entry]) -> list[str]:
    """Resources of which nothing but tags change, together where the same tags do."""
    alike: dict[str, list[str]] = {}
    for entry in entries:
        alike.setdefault(_tags(entry), []).append(code(entry.address))
    return [f"- {tags}: {', '.join(addresses)}\n" for tags, addresses in alike.items()]


def drifted(drift: Drift) -> str:
    """What happened to a resource outside of Terraform."""
    if drift.is_gone:
        then = "this plan makes it anew" if drift.is_undone else "the state forgets it"
        return f"- {code(drift.address)} is gone; {then}\n"
    then = "set back by this plan" if drift.is_undone else "not set back"
    return f"- {code(drift.address)}, {then}\n" + _indented(change_line(it) for it in drift.values)


def access_outside(stack: str, drift: Drift) -> str:
    """Who can reach or do what because of something outside of Terraform."""
    then = "this plan sets something of it back" if drift.is_undone else "**this plan does not set it back**"
    gone = " is gone" if drift.is_gone else ""
    head = f"- {code(drift.address)} in {code(stack)}{gone}; {then}\n"
    return head + _indented(it.text for it in sorted(drift.sentences, key=lambda it: list(Level).index(it.level)))


def suggestion(stack: str, entry: Entry) -> str:
    """The allowance that a blocked change would need, in YAML."""
    wanted = {
        "stack": stack,
        "address": entry.address,
        "change": entry.action.value,
        "reason": "",
        "until": "",
    }
    written = yaml.safe_dump([wanted], sort_keys=False, width=1000, allow_unicode=True)
    return "".join(f"  {line}\n" for line in written.splitlines())


def _lines(entry: Entry) -> Iterator[str]:
    if entry.action is Action.REPLACE:
        order = "made anew, then the old one deleted" if entry.creates_first else "**deleted, then made anew**"
        because = [change_line(it) for it in entry.forced_by]
        yield f"{order}, because of {listed(because)}" if because else order
    if entry.allowance:
        yield f"allowed {entry.allowance.end}: {code(entry.allowance.reason)}"
    yield from entry.circumstances
    yield from (it.text for it in sorted(entry.sentences, key=lambda it: list(Level).index(it.level)))
    forced = {it.path for it in entry.forced_by}
    if entry.action is not Action.CREATE:
        yield from (change_line(it) for it in entry.values if it.path not in forced)
    if entry.tags:
        yield f"tags: {_tags(entry)}"
    if entry.known_after_apply:
        yield f"known after apply: {listed([code(it) for it in entry.known_after_apply])}"


def _tags(entry: Entry) -> str:
    return listed([change_line(replace(it, path=it.path.partition(".")[2] or it.path)) for it in entry.tags])


def _indented(lines: Iterable[str]) -> str:
    return "".join(f"  - {it}\n" for it in lines)


def change_line(change: ValueChange) -> str:
    """A value that comes, goes or changes."""
    before, after = (it if it is None else _shown(it) for it in (change.before, change.after))
    path = code(change.path)
    if before is None:
        return f"{path} {after}" if after is None or change.after in MARKS else f"{path} now {after}"
    return f"{path} no longer {before}" if after is None else f"{path} {before} → {after}"


def _shown(text: str) -> str:
    """Marks as they are, values as code."""
    return text if text in MARKS else code(text)
