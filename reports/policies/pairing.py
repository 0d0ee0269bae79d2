"""Which statement of a new policy is which one of the old policy."""

from collections import defaultdict
from collections.abc import Hashable, Sequence

from reports.policies.document import Items, Statement

_ALIKE = 1 / 3
"""Share of common items from which on two statements without a common Sid are one that was changed."""


def pairs(old: Sequence[Statement], new: Sequence[Statement]) -> dict[int, int]:
    """Place in the new policy to the place in the old one: equal ones first, then by Sid, then the most alike.

    Only what the first two leave is compared each with each, so that long policies take no time of note.
    """
    before, after = (tuple(it.items for it in statements) for statements in (old, new))
    found: dict[int, int] = {}
    _pair(
        [(it.effect, items) for it, items in zip(old, before, strict=True)],
        [(it.effect, items) for it, items in zip(new, after, strict=True)],
        found,
    )
    _pair([it.sid and (it.effect, it.sid) for it in old], [it.sid and (it.effect, it.sid) for it in new], found)
    taken = set(found.values())
    ranked = sorted(
        (-likeness, place, former)
        for place in range(len(new))
        if place not in found
        for former in range(len(old))
        if former not in taken and old[former].effect == new[place].effect
        if (likeness := _likeness(before[former], after[place])) >= _ALIKE
    )
    for _, place, former in ranked:
        if place not in found and former not in taken:
            found[place] = former
            taken.add(former)
    return found


def _pair(old: Sequence[Hashable], new: Sequence[Hashable], found: dict[int, int]) -> None:
    """Add the pairs of the places whose keys are equal, each place once; None is no key."""
    taken = set(found.values())
    former: dict[Hashable, list[int]] = defaultdict(list)
    for place, key in reversed(list(enumerate(old))):
        if place not in taken and key is not None:
            former[key].append(place)
    for place, key in enumerate(new):
        if place not in found and former.get(key):
            found[place] = former[key].pop()


def _likeness(one: Items, other: Items) -> float:
    """From 0 to 1: the share of common items."""
    common = len(one & other)
    return common / (len(one) + len(other) - common)
