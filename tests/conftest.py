"""What all tests share: the environments of this repository, synthesized once for each test process."""

from pathlib import Path

import pytest

from config.environment import Environment
from config.loading import load_environments
from main import PROJECT, synthesize
from modules.controllers import CONTROLLERS
from tests.synthesis import Synthesized


@pytest.fixture(scope="session")
def environments() -> dict[str, Environment]:
    """The environments of this repository, by name: what they ask for is what a test expects of their stacks."""
    return {it.name: it for it in load_environments(PROJECT / "environments", CONTROLLERS)}


@pytest.fixture(scope="session")
def synthesized(tmp_path_factory: pytest.TempPathFactory) -> Synthesized:
    """All environments of this repository, synthesized as `python main.py` does."""
    project = tmp_path_factory.mktemp("project")
    return synthesize_folder(PROJECT / "environments", project)


def synthesize_folder(environments: Path, project: Path) -> Synthesized:
    """All environments of a folder, synthesized into `project/cdktf.out`, with local states in `project/state`."""
    outdir = project / "cdktf.out"
    synthesize(load_environments(environments, CONTROLLERS), outdir=outdir, states=project / "state")
    return Synthesized(outdir)
