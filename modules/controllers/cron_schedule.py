"""Schedules as cron writes them, in five fields or by a name.

Source: the standard parser of github.com/robfig/cron/v3, which controllers written in Go read schedules with. It takes
a field as a list of ranges with steps, counts Sunday as 0 only, and knows the names of months and days.
"""

import re
from collections.abc import Iterator
from typing import Annotated, NamedTuple

from config.rules.problem import Problem
from config.rules.rule import Rule

_NAMED = ("@annually", "@yearly", "@monthly", "@weekly", "@daily", "@midnight", "@hourly")
_EXAMPLE = 'write five fields, such as "0 6 * * mon-fri" for 6:00 on workdays, or a name such as @daily'
_RANGE = re.compile(r"(?P<low>[*?]|[0-9]{1,2}|[a-z]{3})(-(?P<high>[0-9]{1,2}|[a-z]{3}))?(/(?P<step>[0-9]{1,2}))?")


class _Field(NamedTuple):
    name: str
    lowest: int
    highest: int
    names: tuple[str, ...] = ()
    """Names of the values, from the lowest on."""

    def takes(self, text: str) -> bool:
        """Whether this may stand in the field."""
        return all(self._takes_range(it) for it in text.lower().split(","))

    def _takes_range(self, text: str) -> bool:
        found = _RANGE.fullmatch(text)
        if found is None or found["step"] in {"0", "00"}:
            return False
        if found["low"] in {"*", "?"}:
            return found["high"] is None
        low = self._number(found["low"])
        high = low if found["high"] is None else self._number(found["high"])
        return self.lowest <= low <= high <= self.highest

    def values(self, text: str) -> set[int]:
        """The values that a text means which may stand in the field."""
        found = set()
        for part in text.lower().split(","):
            match = _RANGE.fullmatch(part)
            if match is not None:
                every = match["low"] in {"*", "?"}
                low = self.lowest if every else self._number(match["low"])
                # A low end with a step goes on to the highest.
                high = self.highest if every or (match["step"] and match["high"] is None) else low
                high = high if match["high"] is None else self._number(match["high"])
                found |= set(range(low, high + 1, int(match["step"] or 1)))
        return found

    def _number(self, text: str) -> int:
        if text.isdecimal():
            return int(text)
        return self.lowest + self.names.index(text) if text in self.names else -1


_FIELDS = (
    _Field("minute", 0, 59),
    _Field("hour", 0, 23),
    _Field("day of the month", 1, 31),
    _Field(
        "month",
        1,
        12,
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
    ),
    _Field("day of the week", 0, 6, ("sun", "mon", "tue", "wed", "thu", "fri", "sat")),
)

_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""Days of a month, at most."""


def _problems(text: str) -> Iterator[Problem]:
    parts = text.split()
    if text in _NAMED:
        return
    if len(parts) != len(_FIELDS):
        yield Problem((), text, f"is no schedule; {_EXAMPLE}")
        return
    wrong = False
    for field, part in zip(_FIELDS, parts, strict=True):
        if not field.takes(part):
            remedy = f"has {part} for the {field.name}, which goes from {field.lowest} to {field.highest}; {_EXAMPLE}"
            yield Problem((), text, remedy)
            wrong = True
    if not wrong and _never(*parts[2:]):
        remedy = f"never comes: none of its months has day {parts[2]}; write another day of the month, or another month"
        yield Problem((), text, remedy)


def _never(days: str, months: str, days_of_the_week: str) -> bool:
    """Whether no year has such a day. Where both kinds of days are limited, one of them is enough."""
    _, _, day, month, _ = _FIELDS
    longest = max(_LONGEST[it - 1] for it in month.values(months))
    return days_of_the_week in {"*", "?"} and min(day.values(days)) > longest


CronSchedule = Annotated[
    str, Rule(_problems, {"pattern": rf"^({'|'.join(_NAMED)}|\s*\S+(\s+\S+){{{len(_FIELDS) - 1}}}\s*)$"})
]
"""When something begins: `minute hour day-of-month month day-of-week`, or a name such as `@daily`."""
