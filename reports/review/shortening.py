"""Lines of a comment: long values and long lists are cut there, and whole in the full text and in the data."""

import re
from typing import Final

from reports.review.comment import Section
from reports.review.words import code

_LONGEST: Final = 160
"""Characters of a value."""
_BEFORE: Final = 40
"""Of them, those before the first one that differs."""
_MOST: Final = 12
"""Things of a list."""
# A span of code ends with as many backticks as it begins with: https://spec.commonmark.org/0.31.2/#code-spans.
_SPAN: Final = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
# What stands between the parts of one thing, and what ends it: words.listed, markdown_entries.change_line.
_BETWEEN: Final = r"(?: →| now| no longer| \([a-z :]+\))*"
_MARKS: Final = re.compile(_BETWEEN)
_WITHIN: Final = re.compile(f"{_BETWEEN} ")
_END: Final = re.compile(f"{_BETWEEN}(?:, | and )")


def shortened(sections: list[Section]) -> list[Section]:
    """Sections in which no line has a long value or list; what is there to be copied stays whole."""
    return [
        it if it.repeats else Section(_text(it.head), [_text(entry) for entry in it.entries], it.foot)
        for it in sections
    ]


def _text(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    return "\n".join(_line(it) if _may_be_long(it) else it for it in text.split("\n"))


def _may_be_long(line: str) -> bool:
    """Whether to look closely: there may be thousands of lines."""
    return len(line) > _LONGEST and (line.count(", ") >= _MOST - 1 or max(map(len, line.split("`"))) > _LONGEST)


def _line(line: str) -> str:
    """Text and spans of code by turns, which are cut and put together again."""
    found = list(_SPAN.finditer(line))
    starts, ends = [0, *(it.end() for it in found)], [*(it.start() for it in found), len(line)]
    between = [line[start:end] for start, end in zip(starts, ends, strict=True)]
    spans = [_value(it[2]) for it in found]
    shown = [it[0] for it in found]
    for index, span in enumerate(spans):
        other = _other(index, spans, between)
        if len(span) > _LONGEST:
            shown[index] = code(_around(span, 0 if other is None else _first_difference(span, other)))
    return _with_short_lists(between, shown)


def _other(index: int, spans: list[str], between: list[str]) -> str | None:
    """The value that this one becomes, or that it was."""
    if between[index + 1] == " → " and index + 1 < len(spans):
        return spans[index + 1]
    return spans[index - 1] if index and between[index] == " → " else None


def _first_difference(one: str, other: str) -> int:
    shorter = min(len(one), len(other))
    return next((index for index in range(shorter) if one[index] != other[index]), shorter)


def _value(written: str) -> str:
    """What is in a span: spaces keep backticks at its ends apart."""
    is_apart = written[:1] == written[-1:] == " " and "`" in {written[1:2], written[-2:-1]}
    return written[1:-1] if is_apart else written


def _around(value: str, place: int) -> str:
    """A part of a value that shows a place in it."""
    start = 0 if place < _LONGEST - _BEFORE else place - _BEFORE
    end = start + _LONGEST
    return f"{'…' if start else ''}{value[start:end]}{'…' if end < len(value) else ''}"


def _with_short_lists(between: list[str], shown: list[str]) -> str:
    parts, begin = [between[0]], 0
    while begin < len(shown):
        ends, last = _things(between, begin, len(shown))
        kept = ends[_MOST - 1] if len(ends) > _MOST and _is_list(between, ends) else last
        for index in range(begin, kept + 1):
            parts += [shown[index], between[index + 1] if index < kept else ""]
        rest = between[last + 1]
        if kept < last:
            parts.append(f"{_marks(between[kept + 1])} and {len(ends) - _MOST} more")
            rest = rest.removeprefix(_marks(rest))
        parts.append(rest)
        begin = last + 1
    return "".join(parts)


def _marks(text: str) -> str:
    """What still belongs to the thing before."""
    found = _MARKS.match(text)
    return found[0] if found else ""


def _things(between: list[str], begin: int, count: int) -> tuple[list[int], int]:
    """The last span of each thing of a list, and of the list."""
    ends, index = [], begin
    while index + 1 < count:
        if _END.fullmatch(between[index + 1]):
            ends.append(index)
        elif not _WITHIN.fullmatch(between[index + 1]):
            break
        index += 1
    return [*ends, index], index


def _is_list(between: list[str], ends: list[int]) -> bool:
    """Whether only the last things of all have `and` between them, as `words.listed` writes them."""
    return [between[it + 1].endswith(" and ") for it in ends[:-1]] == [False] * (len(ends) - 2) + [True]
