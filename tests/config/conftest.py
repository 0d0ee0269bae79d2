"""A folder of environment files, and the lines that come of it."""

import json
from pathlib import Path

import pytest

from config.environment import Environment
from config.environment_file import environment_file_model
from config.loading import InvalidInput, load_environments
from config.reading.environment_reader import EnvironmentReader
from tests.config.environment_files import KINDS, Folder, Load, Refused


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of environment files, named as a user names it: by a relative path."""
    monkeypatch.chdir(tmp_path)
    environments = Path("environments")
    environments.mkdir()
    return environments


@pytest.fixture
def load(folder: Path) -> Load:
    """Write files, and load them."""

    def load(files: Folder) -> tuple[Environment, ...]:
        for name, content in files.items():
            data = content if isinstance(content, bytes) else json.dumps(content).encode()  # JSON is YAML
            (folder / name).write_bytes(data)
        return load_environments(folder, KINDS)

    return load


@pytest.fixture
def refused(load: Load) -> Refused:
    def lines(files: Folder) -> list[str]:
        try:
            load(files)
        except InvalidInput as error:
            return list(error.lines)
        return []

    return lines


@pytest.fixture(scope="session")
def reader() -> EnvironmentReader:
    return EnvironmentReader(environment_file_model(KINDS))
