"""Helm releases: versions of charts, and values key by key."""

import re
from collections.abc import Iterator, Mapping

from reports.review.differences import Difference, differences, gone_and_new
from reports.review.document import Level, Sentence
from reports.review.helm_charts import is_other_chart
from reports.review.helm_values import VALUES, helm_values
from reports.review.plan import Action, Change
from reports.review.ranges import is_wide
from reports.review.values import UNKNOWN, Value, items, mapping, text
from reports.review.words import Words, code, listed, path_text

RELEASE = "helm_release"
_SEMVER = re.compile(r"v?(\d+)\.(\d+)(?:\.(\d+))?")


def helm_sentences(change: Change, words: Words) -> Iterator[Sentence]:
    """What changes in a release."""
    if change.type != RELEASE or change.action in {Action.FORGET, Action.NOTHING}:
        return
    before, after = mapping(change.before), mapping(change.after)
    chart = words.value(after.get("name") or before.get("name"))
    old, new = before.get("version"), after.get("version")
    if change.before is None or change.after is None:
        verb = "installed" if change.before is None else "uninstalled"
        version = f", chart version {words.name(new or old)}" if new or old else ""
        yield Sentence(Level.NOTE, f"{chart} {verb}{version}")
        yield from _values_of_new(after, words) if change.before is None else _values_of_gone(before)
        return
    yield from _chart(before, after, words)
    if old != new:
        jump = version_jump(text(old), text(new))
        level = Level.REACH if jump in {"major", "back"} else Level.NOTE
        kind = f" ({'a version back' if jump == 'back' else f'{jump} version'})" if jump else ""
        yield Sentence(level, f"chart version {words.name(old)} → {words.name(new)}{kind}")
    yield from _values(change, words)


def _chart(before: Mapping[str, Value], after: Mapping[str, Value], words: Words) -> Iterator[Sentence]:
    old, new = before.get("chart"), after.get("chart")
    if old == new:
        return
    if is_other_chart(before, after):
        said = f"**another chart**, {words.value(old)} → {words.value(new)}: what it does not have is deleted"
        yield Sentence(Level.REACH, said)
    elif text(new).startswith("./"):
        yield Sentence(Level.NOTE, "our own chart changes")
    else:
        said = f"the chart comes from **another place**, {words.value(old)} → {words.value(new)}"
        yield Sentence(Level.REACH, said)


def version_jump(before: str, after: str) -> str:
    """`major`, `minor` or `patch`, whichever is the largest step; `back` for an older one, empty where none shows."""
    old, new = _SEMVER.match(before[:50]), _SEMVER.match(after[:50])
    if not old or not new:
        return ""
    pairs = [(int(a or 0), int(b or 0)) for a, b in zip(old.groups(), new.groups(), strict=True)]
    for name, (a, b) in zip(("major", "minor", "patch"), pairs, strict=True):
        if a != b:
            return name if a < b else "back"
    return ""


def _values_of_new(release: Mapping[str, Value], words: Words) -> Iterator[Sentence]:
    values = helm_values(release)
    if values is None:
        why = "known after apply" if _has_unknown(release.get("values")) else "not shown"
        yield Sentence(Level.NOTE, f"its values can't be told key by key ({why})")
    for difference in differences({}, values or {}):
        yield _difference(difference, words)


def _values_of_gone(release: Mapping[str, Value]) -> Iterator[Sentence]:
    if helm_values(release) is None:
        yield Sentence(Level.NOTE, "its values can't be read: it may have custom resources or volumes")


def _values(change: Change, words: Words) -> Iterator[Sentence]:
    before, after = mapping(change.before), mapping(change.after)
    if all(before.get(it) == after.get(it) and UNKNOWN not in items(after.get(it)) for it in VALUES):
        return
    old, new = helm_values(before), helm_values(after)
    if old is None or new is None:
        why = "known after apply" if _has_unknown(after.get("values")) else "not shown"
        yield Sentence(Level.REACH, f"values change, and can't be compared key by key ({why})")
        return
    found = list(differences(old, new))
    for difference in found:
        yield _difference(difference, words)
    if not found:
        yield Sentence(Level.ROUTINE, "values are written in another way, and mean the same")


def _difference(difference: Difference, words: Words) -> Sentence:
    key = code(path_text(difference.path))
    both = gone_and_new(difference.before, difference.after)
    if both:
        gone, new = both
        parts = [
            f"{sign} {listed([words.value(it) for it in them])}" for sign, them in (("+", new), ("-", gone)) if them
        ]
        said = ", ".join(parts) or "the order changes"
    else:
        new = [difference.after]
        said = change_text(difference.before, difference.after, words)
    opened = any(map(is_wide, _texts(new)))
    return Sentence(Level.REACH if opened else Level.NOTE, f"value {key}: {said}")


def _texts(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else items(value):
        yield from _texts(inner)


def change_text(before: Value, after: Value, words: Words) -> str:
    """A value that comes, goes or changes."""
    if before is None:
        return f"now {words.value(after)}"
    if after is None:
        return f"no longer {words.value(before)}"
    return f"{words.value(before)} → {words.value(after)}"


def _has_unknown(value: Value) -> bool:
    return value == UNKNOWN or any(it == UNKNOWN for it in items(value))
