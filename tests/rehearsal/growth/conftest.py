"""What the tests of growth and of edits share: the dev environment, applied once for each test process."""

from collections.abc import Iterator

import pytest

from tests.rehearsal.changing import Platform, committed, rehearsed


@pytest.fixture(scope="session")
def dev(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """All stacks of dev, applied; a test that applies something takes it back."""
    with rehearsed(tmp_path_factory.mktemp("dev"), {"dev": committed("dev")}) as running:
        running.come_up()
        yield running
