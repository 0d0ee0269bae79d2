"""Options of a controller are checked with whatever pydantic offers; the answer is in plain words all the same."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import Field, field_validator

from config.controllers.kinds import ControllerOptions, Need
from config.environment_file import environment_file_model
from config.platform import Platform
from config.reading.environment_reader import EnvironmentReader
from config.rules.model import FrozenMapping, Model
from config.rules.problem import Problem
from tests.config.environment_files import QUIET, right_file


class Receiver(Model):
    address: str
    """Where to."""


class ReportOptions(ControllerOptions):
    """Options of a controller that has every kind of option."""

    schedule: str
    """When, as in cron."""
    name: Annotated[str, Field(pattern="^[a-z]+$", min_length=2, max_length=5)] = "daily"
    """Name of the report."""
    share: Annotated[float, Field(gt=0, lt=1)] = 0.5
    """Share of the data."""
    level: Literal[1, 2] | None = None
    """Level of detail."""
    sources: tuple[str, ...] = ()
    """What it reports on."""
    receivers: FrozenMapping[str, Receiver] = Field(default_factory=dict)
    limits: FrozenMapping[Literal["cpu", "memory"], int] = Field(default_factory=dict)
    """Name to receiver."""

    @field_validator("schedule")
    @classmethod
    def _five_fields(cls, schedule: str) -> str:
        if len(schedule.split()) != 5:
            raise ValueError("must have five fields")
        return schedule


@dataclass(frozen=True)
class Reports:
    name: str = "reports"
    options: type[ControllerOptions] = ReportOptions
    conflicts: Mapping[str, str] = field(default_factory=dict)
    needs: Mapping[str, Need] = field(default_factory=dict)
    done_by_auto_mode: str | None = None
    aws_services: tuple[str, ...] = ()
    releases: tuple[str, ...] = ("reports",)

    def problems(self, options: ControllerOptions, platform: Platform) -> Iterable[Problem]:
        return (Problem(("schedule",), options, platform.cluster_name) for _ in ())


@pytest.mark.parametrize(
    ("options", "lines"),
    [
        ({"schedule": "0 0 * * *", "level": 1}, []),
        ({"schedule": "0 0 * * *", "sources": ["service", "ingress"]}, []),
        ({}, ["schedule: missing: write it"]),
        ({"schedule": "daily"}, ["schedule: daily: must have five fields"]),
        ({"schedule": "0 0 * * *", "name": "1"}, ['name: "1": must have at least 2 characters']),
        ({"schedule": "0 0 * * *", "name": "abcdef"}, ["name: abcdef: must have at most 5 characters"]),
        ({"schedule": "0 0 * * *", "name": "A_B"}, ["name: A_B: must match the pattern ^[a-z]+$"]),
        ({"schedule": "0 0 * * *", "share": 0}, ["share: 0: must be more than 0.0"]),
        ({"schedule": "0 0 * * *", "share": 1.5}, ["share: 1.5: must be less than 1.0"]),
        ({"schedule": "0 0 * * *", "share": "half"}, ["share: half: must be a number"]),
        ({"schedule": "0 0 * * *", "level": 3}, ["level: 3: must be one of 1, 2"]),
        (
            {"schedule": "0 0 * * *", "receivers": {"a": {"adress": "b"}}},
            ["receivers.a.adress: b: is an unknown key; did you mean address?"],
        ),
        (
            {"schedule": "0 0 * * *", "limits": {"nodes": 3}},
            ["limits.nodes: 3: is an unknown key; the known ones are cpu, memory"],
        ),
    ],
)
def test_options(tmp_path: Path, options: dict[str, object], lines: list[str]) -> None:
    reader = EnvironmentReader(environment_file_model({"reports": Reports()}))
    file = tmp_path / "dev.yaml"
    file.write_text(json.dumps(right_file({**QUIET, "controllers": {"reports": options}})), encoding="utf-8")

    assert [str(mistake) for mistake in reader.read(file).mistakes] == [
        f"{file}: controllers.reports.{line}" for line in lines
    ]
