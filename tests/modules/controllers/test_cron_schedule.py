"""Schedules: what the parser of those who read them takes."""

import pytest
from pydantic import TypeAdapter, ValidationError

from config.rules.problem import PROBLEMS
from modules.controllers.cron_schedule import CronSchedule

EXAMPLE = 'write five fields, such as "0 6 * * mon-fri" for 6:00 on workdays, or a name such as @daily'
SCHEDULE: TypeAdapter[str] = TypeAdapter(CronSchedule)


@pytest.mark.parametrize(
    "text",
    [
        "0 6 * * mon-fri",
        "@daily",
        "*/15 0-23/2 1,15 JAN-MAR ?",
        "59 23 31 12 6",
        "5/10 * * * sun",
        "0 0 29 feb *",
        "0 0 31 2,3 ?",
        "0 0 31 2/3 *",
        "0 0 31 2-4/2 mon",
        "0 0 25-31 feb *",
    ],
)
def test_schedules(text: str) -> None:
    assert SCHEDULE.validate_python(text) == text


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("every day", f"is no schedule; {EXAMPLE}"),
        ("", f"is no schedule; {EXAMPLE}"),
        ("@every 1h", f"is no schedule; {EXAMPLE}"),
        ("0 6 * * mon-fri 2026", f"is no schedule; {EXAMPLE}"),
        ("60 * * * *", f"has 60 for the minute, which goes from 0 to 59; {EXAMPLE}"),
        ("0 24 * * *", f"has 24 for the hour, which goes from 0 to 23; {EXAMPLE}"),
        ("0 0 0 * *", f"has 0 for the day of the month, which goes from 1 to 31; {EXAMPLE}"),
        ("0 0 * mon *", f"has mon for the month, which goes from 1 to 12; {EXAMPLE}"),
        ("0 0 * * 7", f"has 7 for the day of the week, which goes from 0 to 6; {EXAMPLE}"),
        ("0 0 * * fri-mon", f"has fri-mon for the day of the week, which goes from 0 to 6; {EXAMPLE}"),
        ("*/0 * * * *", f"has */0 for the minute, which goes from 0 to 59; {EXAMPLE}"),
        ("*-5 * * * *", f"has *-5 for the minute, which goes from 0 to 59; {EXAMPLE}"),
        *(
            (it, f"never comes: none of its months has day {day}; write another day of the month, or another month")
            for it, day in (
                ("0 0 31 2 *", "31"),
                ("0 0 30,31 feb ?", "30,31"),
                ("0 0 31 2-6/2 *", "31"),
                ("0 0 31 2,nov *", "31"),
            )
        ),
        ("1, * * * *", f"has 1, for the minute, which goes from 0 to 59; {EXAMPLE}"),
    ],
)
def test_what_is_no_schedule(text: str, remedy: str) -> None:
    with pytest.raises(ValidationError) as refused:
        SCHEDULE.validate_python(text)

    (error,) = refused.value.errors()
    assert [it.remedy for it in error["ctx"][PROBLEMS]] == [remedy]
