"""What the tests of the review share: an applied platform, and its reviews as Markdown files in git."""

from collections.abc import Iterator

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from tests.rehearsal.changing import Platform, Snapshot, committed, edited, rehearsed

ZONES = {"availability_zones": ["eu-central-1a", "eu-central-1b"]}
DEV = edited(
    committed("dev"),
    {
        "smoke_test": None,
        "cluster.version": "1.34",
        "cluster.node_groups": {"system": ZONES, "work": ZONES},
        "cluster.admins": ["arn:aws:iam::111122223333:role/admin"],
    },
)
"""dev without its smoke test, on an older Kubernetes version, with a second node group and one more administrator."""


class MarkdownFile(SingleFileSnapshotExtension):
    """A review as GitHub would show it."""

    file_extension = "md"
    _write_mode = WriteMode.TEXT


@pytest.fixture
def golden(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(MarkdownFile)


@pytest.fixture(scope="session")
def applied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Platform, Snapshot]]:
    with rehearsed(tmp_path_factory.mktemp("reviewed"), {"dev": DEV}) as running:
        running.come_up()
        yield running, running.snapshot()


@pytest.fixture
def platform(applied: tuple[Platform, Snapshot]) -> Iterator[Platform]:
    """The platform as it was applied; a test may change whatever it likes."""
    running, before = applied
    yield running
    running.change({"dev": DEV})
    if running.snapshot() != before:
        running.restore(before)
