"""What all tests share: the environments of this repository, synthesized once for each test process."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from config.environment import Environment
from config.loading import load_environments
from main import PROJECT, synthesize
from modules.controllers import CONTROLLERS
from rehearsal.state_store_servers import servers_kept
from tests.synthesis import Synthesized

ENVIRONMENTS = PROJECT / "environments"
EXAMPLES = ENVIRONMENTS / "examples"
"""Environments that show options; not part of what `make synth` writes."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where processes share the files among them, those with slow tests go first, so that none is alone at the end."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        slow = {item.path for item in items if item.get_closest_marker("slow")}
        items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session", autouse=True)
def _state_stores_share_servers() -> Iterator[None]:
    """One rehearsal after the other has the same server for its states: starting one takes a second."""
    with servers_kept():
        yield


@pytest.fixture(scope="session")
def environments() -> dict[str, Environment]:
    """The environments of this repository, by name: what they ask for is what a test expects of their stacks."""
    return {it.name: it for it in load_environments(ENVIRONMENTS, CONTROLLERS)}


@pytest.fixture(scope="session")
def examples() -> dict[str, Environment]:
    """The example environments, by name."""
    return {it.name: it for it in load_environments(EXAMPLES, CONTROLLERS)}


@pytest.fixture(scope="session")
def synthesized(tmp_path_factory: pytest.TempPathFactory) -> Synthesized:
    """All environments of this repository, synthesized as `python main.py` does."""
    return synthesize_folders([ENVIRONMENTS], tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="session")
def synthesized_with_examples(tmp_path_factory: pytest.TempPathFactory) -> Synthesized:
    """All environments of this repository and the examples: what holds for every stack has to hold for these."""
    return synthesize_folders([ENVIRONMENTS, EXAMPLES], tmp_path_factory.mktemp("project"))


def synthesize_folders(folders: Sequence[Path], project: Path) -> Synthesized:
    """All environments of some folders, synthesized into `project/cdktf.out`, with local states in `project/state`."""
    outdir = project / "cdktf.out"
    environments = [it for folder in folders for it in load_environments(folder, CONTROLLERS)]
    synthesize(environments, outdir=outdir, states=project / "state")
    return Synthesized(outdir)
