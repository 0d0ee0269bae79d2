"""The review as Markdown, for a pull request comment: what matters most comes first, the rest is folded."""

from collections import Counter
from collections.abc import Iterator, Sequence

from reports.review.comment import Section
from reports.review.document import Counts, Entry, Level, Review, StackReview, Verdict
from reports.review.guarded_kinds import kind_called, what_would_happen
from reports.review.markdown_entries import access_outside, change_line, detailed, drifted, suggestion, tags_only
from reports.review.words import code, counted, listed

_COLUMNS = ("create", "update", "replace", "destroy", "imports", "moves", "forget")
_HEADINGS = ("create", "update", "replace", "destroy", "import", "move", "forget")

_SUGGESTED = "````\n\n</details>\n"

Named = tuple[StackReview, Entry]


def sections(review: Review) -> Iterator[Section]:
    """The parts of a review, in their order."""
    yield Section("", [_verdict(review), *_table(review)], "")
    yield from _blocked(review)
    yield from _open(review, Level.ALLOWED, "Guarded, and allowed")
    yield from _open(review, Level.REACH, "Look twice")
    yield from _access_outside(review)
    yield from _next_stacks(review)
    yield from _open(review, Level.LOSS, "Goes, or is made anew")
    yield from _open(review, Level.NOTE, "Changes that mean something")
    yield from _idle_allowances(review)
    yield from _folded(review)


def _at(review: Review, level: Level) -> list[Named]:
    return [(stack, entry) for stack in review.stacks for entry in stack.entries if entry.level is level]


def _verdict(review: Review) -> str:
    broken = [code(stack.name) for stack in review.stacks if not stack.is_whole]
    partial = [code(stack.name) for stack in review.stacks if not stack.is_complete and stack.is_whole]
    blocked = _summary(_at(review, Level.BLOCKED))
    if review.verdict is Verdict.UNCHANGED:
        said = ["## Plan review: nothing changes", ""]
    elif review.verdict is Verdict.CHANGES:
        allowed = _summary(_at(review, Level.ALLOWED))
        reasons = [f"**Allowed by name:** {allowed}.", ""] if allowed else []
        said = ["## Plan review: nothing forbids this", "", *reasons]
    else:
        lines = [f"> **Blocked: {blocked}.**"] if blocked else []
        lines += [f"> **Blocked: Terraform could not finish the plan of {listed(broken)}.**"] if broken else []
        said = ["## Plan review: blocked", "", "> [!CAUTION]", "\n>\n".join(lines), ""]
    outside = [code(stack.name) for stack in review.stacks if any(it.sentences for it in stack.drift)]
    if outside:
        said += [
            f"**Outside of Terraform, somebody changed who can reach or do what:** {listed(outside)}, see below.",
            "",
        ]
    if partial:
        said += [f"Something of {listed(partial)} is left for another plan.", ""]
    return "\n".join(said) + "\n"


def _summary(named: Sequence[Named]) -> str:
    """`2 subnets would be replaced in dev-network`, kind by kind."""
    counter = Counter((stack.name, entry.guard.kind, entry.action) for stack, entry in named if entry.guard)
    ordered = sorted(counter.items(), key=lambda it: (kind_called(it[0][1]).rank, it[0]))
    return listed(
        [
            f"{number} {_kinds(kind, number)} {what_would_happen(kind, action)} in {code(stack)}"
            for (stack, kind, action), number in ordered
        ],
        most=4,
    )


def _table(review: Review) -> list[str]:
    heading = f"| stack | {' | '.join(_HEADINGS)} | unchanged |\n| --- |{' --: |' * (len(_COLUMNS) + 1)}\n"
    rows = [_row(code(stack.name), stack.counts) for stack in review.stacks]
    total = [_row("together", review.counts)] if len(review.stacks) > 1 else []
    return [heading, *rows, *total]


def _row(name: str, counts: Counts) -> str:
    numbers = [getattr(counts, column) for column in _COLUMNS]
    shown = [f"**{number:,}**" if number else "" for number in numbers]
    return f"| {name} | {' | '.join(shown)} | {counts.unchanged:,} |\n"


def _blocked(review: Review) -> Iterator[Section]:
    blocked = _at(review, Level.BLOCKED)
    kinds: dict[str, list[Named]] = {}
    for stack, entry in blocked:
        if entry.guard:
            kinds.setdefault(entry.guard.kind, []).append((stack, entry))
    for kind, named in sorted(kinds.items(), key=lambda it: kind_called(it[0]).rank):
        head = f"\n### Blocked: {len(named)} {_kinds(kind, len(named))}\n\n{kind_called(kind).loss}\n\n"
        yield Section(head, [detailed(stack.name, entry) for stack, entry in named], "")
    if blocked:
        intro = (
            "\n<details><summary>To do it all the same</summary>\n\nAdd this to the file of allowances in the pull "
            "request, with a reason and an end. docs/plan-review.md says how.\n\n````yaml\nallowances:\n"
        )
        yield Section(intro, [suggestion(stack.name, entry) for stack, entry in blocked], _SUGGESTED, repeats=True)


def _kinds(kind: str, number: int) -> str:
    return kind if number == 1 else kind_called(kind).many


def _open(review: Review, level: Level, title: str) -> Iterator[Section]:
    named = _at(review, level)
    if named:
        yield Section(f"\n### {title}\n\n", [detailed(stack.name, entry) for stack, entry in named], "")


def _next_stacks(review: Review) -> Iterator[Section]:
    if review.consequences:
        lines = [
            f"- {code(it.consumer)} reads {listed([code(name) for name in it.outputs])} of {code(it.producer)}. "
            f"Its plan was made with the old values: plan it again when {code(it.producer)} is applied.\n"
            for it in review.consequences
        ]
        yield Section("\n### For the next stacks\n\n", lines, "")


def _access_outside(review: Review) -> Iterator[Section]:
    lines = [access_outside(stack.name, it) for stack in review.stacks for it in stack.drift if it.sentences]
    if lines:
        yield Section("\n### Changed outside of Terraform: who can reach or do what\n\n", lines, "")


def _idle_allowances(review: Review) -> Iterator[Section]:
    lines = [
        f"- {it.change} {code(it.address)} in {code(it.stack)}: {it.why}\n"
        for it in review.idle_allowances
        if it.why != "the stack is not in this review"
    ]
    if lines:
        yield Section("\n### Allowances to take out\n\n", lines, "")


def _folded(review: Review) -> Iterator[Section]:
    for stack in review.stacks:
        routine = [it for it in stack.entries if it.level is Level.ROUTINE]
        tags = [it for it in stack.entries if it.level is Level.TAGS]
        name = code(stack.name)
        if routine:
            actions = Counter(it.action.value for it in routine)
            counts = ", ".join(f"{number:,} {action}" for action, number in sorted(actions.items()))
            yield _details(f"{name}, the rest: {counts}", [detailed("", it) for it in routine])
        if tags:
            yield _details(f"{name}, tags only: {counted(len(tags), 'resource')}", tags_only(tags))
        yield from _aside(stack)
    elsewhere = [it for it in review.idle_allowances if it.why == "the stack is not in this review"]
    if elsewhere:
        lines = [f"- {it.change} {code(it.address)} in {code(it.stack)}\n" for it in elsewhere]
        yield _details(f"Allowances of stacks that are not reviewed here: {len(elsewhere)}", lines)


def _aside(stack: StackReview) -> Iterator[Section]:
    name = code(stack.name)
    if stack.outputs:
        lines = [f"- {change_line(it)}\n" for it in stack.outputs]
        yield _details(f"{name}, {counted(len(stack.outputs), 'value')} of outputs that others may read", lines)
    drift = [it for it in stack.drift if not it.is_echo]
    if drift:
        undone = f"{sum(it.is_undone for it in drift) or 'none'} set back by this plan"
        title = f"{name}, changed outside of Terraform: {counted(len(drift), 'resource')}, {undone}"
        yield _details(title, [drifted(it) for it in sorted(drift, key=lambda it: not it.is_undone)])
    if stack.moves_by_itself:
        lines = [f"- {code(it)}\n" for it in stack.moves_by_itself]
        yield _details(f"{name}, may move by itself: {len(lines)}", lines)


def _details(title: str, lines: list[str]) -> Section:
    return Section(f"\n<details><summary>{_html(title)}</summary>\n\n", lines, "\n</details>\n")


def _html(title: str) -> str:
    """A summary is HTML, in which code is written in another way."""
    parts = title.replace("&", "&amp;").replace("<", "&lt;").split("`")
    return "".join(f"<code>{it}</code>" if index % 2 else it for index, it in enumerate(parts))
