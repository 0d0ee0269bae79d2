"""What holds for one environment has to hold for all, the examples among them."""

import pytest

from config.environment import Environment
from tests.synthesis import Synthesized


@pytest.fixture(scope="session")
def environments(environments: dict[str, Environment], examples: dict[str, Environment]) -> dict[str, Environment]:
    """The environments of this repository and the examples, by name."""
    return {**environments, **examples}


@pytest.fixture(scope="session")
def synthesized(synthesized_with_examples: Synthesized) -> Synthesized:
    """The stacks of all of them."""
    return synthesized_with_examples
