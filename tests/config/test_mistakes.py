"""Every mistake that one file can hold, and the line that answers it: the tables are in `mistakes/`."""

import json
from pathlib import Path

import pytest
import yaml

from config.reading.environment_reader import EnvironmentReader
from tests.config.environment_files import Changes, right_file

FOLDER = Path(__file__).parent
CASES = [
    pytest.param(case["changes"], case["lines"], id=f"{table.stem}-{number}")
    for table in sorted((FOLDER / "mistakes").glob("*.yaml"))
    for number, case in enumerate(yaml.safe_load(table.read_text(encoding="utf-8")), start=1)
]
ACCEPTED = yaml.safe_load((FOLDER / "accepted.yaml").read_text(encoding="utf-8"))


def lines(reader: EnvironmentReader, folder: Path, changes: Changes) -> list[str]:
    file = folder / "dev.yaml"
    file.write_text(json.dumps(right_file(changes)), encoding="utf-8")  # JSON is YAML
    return [str(mistake).removeprefix(f"{file}: ") for mistake in reader.read(file).mistakes]


@pytest.mark.parametrize(("changes", "expected"), CASES)
def test_a_mistake_is_answered(
    reader: EnvironmentReader, tmp_path: Path, changes: Changes, expected: list[str]
) -> None:
    assert lines(reader, tmp_path, changes) == expected


@pytest.mark.parametrize("changes", [{}, *ACCEPTED], ids=str)
def test_what_is_right_is_accepted(reader: EnvironmentReader, tmp_path: Path, changes: Changes) -> None:
    assert lines(reader, tmp_path, changes) == []
