"""A text within the size of a pull request comment."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

MOST: Final = 65_000
"""Characters: GitHub takes 65,536 for a comment, and who posts it needs some to find it again."""
_MOST_OF_ENTRY: Final = 6_000
"""Characters of one entry, so that one alone does not hide the others."""


@dataclass(frozen=True)
class Section:
    """A heading, entries that may be left out from the end, and what closes them."""

    head: str
    entries: Sequence[str]
    foot: str
    repeats: bool = False
    """Whether its entries are in another section, too, and do not count again."""


def whole(sections: Sequence[Section]) -> str:
    """Everything."""
    return "".join("".join((it.head, *it.entries, it.foot)) for it in sections)


def fitted(sections: Sequence[Section], *, full_text: str, most: int = MOST) -> str:
    """As much as fits, most important things first; `full_text` says where the rest is."""
    text = whole(sections)
    if size(text) <= most:
        return text
    room = most - size(_notice(10**9, full_text))
    kept: list[str] = []
    left_out, is_cut = 0, False
    for section in sections:
        room -= size(section.head) + size(section.foot)
        entries = [] if is_cut or room < 0 else _fitting(section.entries, room)
        is_cut |= len(entries) < len(section.entries)
        left_out += 0 if section.repeats else len(section.entries) - len(entries)
        if entries:
            room -= sum(map(size, entries))
            kept += [section.head, *entries, section.foot]
    return "".join(kept) + _notice(left_out, full_text)


def size(text: str) -> int:
    """Characters as JavaScript and GitHub count them: those beyond 16 bits twice."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _fitting(entries: Sequence[str], room: int) -> list[str]:
    kept: list[str] = []
    for entry in map(_shortened, entries):
        room -= size(entry)
        if room < 0:
            break
        kept.append(entry)
    return kept


def _shortened(entry: str) -> str:
    """An entry without the lines that make it too long."""
    if size(entry) <= _MOST_OF_ENTRY:
        return entry
    lines = entry.splitlines(keepends=True)
    kept = _fitting_lines(lines)
    return "".join(kept) + f"  - {len(lines) - len(kept)} more lines are in the full text\n"


def _fitting_lines(lines: Sequence[str]) -> list[str]:
    room, kept = _MOST_OF_ENTRY, []
    for line in lines:
        room -= size(line)
        if room < 0:
            break
        kept.append(line)
    return kept


def _notice(left_out: int, full_text: str) -> str:
    what = "1 more entry does" if left_out == 1 else f"{left_out:,} more entries do"
    said = f"{what} not fit into a comment." if left_out else "A part of this does not fit into a comment."
    return f"\n> [!WARNING]\n> **Cut here:** {said} {full_text}\n"
