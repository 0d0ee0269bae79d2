"""The stacks of dev, played once, for tests that change one place of them and see AWS refuse."""

from collections.abc import Callable

import pytest

from rehearsal.engine.refusal import RefusedError
from rehearsal.providers.aws.refusals.answer import REQUEST_ID
from tests.rehearsal.player import Json, Player
from tests.synthesis import Synthesized

ORDER = ("dev-network", "dev-cluster", "dev-controllers")


@pytest.fixture(scope="session")
def stacks(synthesized: Synthesized) -> dict[str, Json]:
    """The stacks of dev as they were synthesized."""
    return {stack: synthesized.stack(stack) for stack in ORDER}


@pytest.fixture(scope="session")
def before(stacks: dict[str, Json]) -> dict[str, Player]:
    """For each stack the cloud in which everything before it was applied; under `""` the one with all of them."""
    player = Player()
    clouds = {}
    for stack in ORDER:
        clouds[stack] = player.copy()
        player.play(stack, stacks[stack])
    return {**clouds, "": player}


Refusal = Callable[[str, Json], str]


@pytest.fixture
def refusal(before: dict[str, Player]) -> Refusal:
    """What is said when a stack, changed in some place, is applied for the first time."""

    def play(stack: str, document: Json) -> str:
        with pytest.raises(RefusedError) as raised:
            before[stack].copy().play(stack, document)
        return said(raised.value)

    return play


UpdateRefusal = Callable[[str, Json, str], str]


@pytest.fixture
def update_refusal(before: dict[str, Player]) -> UpdateRefusal:
    """What is said when one resource of a platform that is running is changed."""

    def update(stack: str, document: Json, address: str) -> str:
        with pytest.raises(RefusedError) as raised:
            before[""].copy().update(stack, document, address)
        return said(raised.value)

    return update


DeleteRefusal = Callable[[str, str], str]


@pytest.fixture
def delete_refusal(before: dict[str, Player], stacks: dict[str, Json]) -> DeleteRefusal:
    """What is said when one resource of a platform that is running is deleted."""

    def delete(stack: str, address: str) -> str:
        with pytest.raises(RefusedError) as raised:
            before[""].copy().delete(stack, stacks[stack], address)
        return said(raised.value)

    return delete


def said(refusal: RefusedError) -> str:
    """The headline without the part that is the same for each answer of AWS."""
    return refusal.summary.replace(f", RequestID: {REQUEST_ID}", "").replace(", https response error StatusCode", "")
