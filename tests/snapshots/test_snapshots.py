"""Every byte that matters of every stack of every environment; `make snapshots` accepts a change after review."""

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from tests.conftest import ENVIRONMENTS, EXAMPLES
from tests.synthesis import Synthesized

NAMES = sorted(path.stem for folder in (ENVIRONMENTS, EXAMPLES) for path in folder.glob("*.y*ml"))


@pytest.fixture
def synthesized(synthesized_with_examples: Synthesized) -> Synthesized:
    """The examples are snapshots too: what they show is what a user gets."""
    return synthesized_with_examples


@pytest.fixture
def stack_snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """A file for each stack, so that a diff of the folder reads like a diff of the platform."""
    return snapshot.use_extension(JSONSnapshotExtension)


@pytest.mark.parametrize("environment", NAMES)
def test_stacks(environment: str, synthesized: Synthesized, stack_snapshot: SnapshotAssertion) -> None:
    ids = [id for id in synthesized.manifest if id.startswith(f"{environment}-")]
    changed = [id for id in ids if synthesized.stack(id) != stack_snapshot(name=id)]
    assert changed == []


def test_manifest(synthesized: Synthesized, stack_snapshot: SnapshotAssertion) -> None:
    assert synthesized.manifest == stack_snapshot(name="manifest")


def test_charts_travel_with_their_stacks(synthesized: Synthesized, stack_snapshot: SnapshotAssertion) -> None:
    assets = sorted(
        path.relative_to(synthesized.outdir).as_posix()
        for path in (synthesized.outdir / "terraform").rglob("assets/**/*")
        if path.is_file()
    )
    assert assets == stack_snapshot(name="charts")
