"""Where the apply of an environment has to pass."""

import pytest

from delivery.gate import Gate, Planned, gate

HIDDEN = {"entries": [{"digest": None}]}
HIDDEN_OUTPUT = {"entries": [{"digest": "1"}], "outputs": [{"digest": None}]}
SHOWN = {"entries": [{"digest": "1"}], "outputs": [{"digest": "2"}]}
ONE, TWO = {"changes": 1}, {"changes": 2}
QUIET, CHANGING, PENDING = Planned(has_changes=False, review=TWO), Planned(True, ONE), Planned(False, None)  # noqa: FBT003 - as named


@pytest.mark.parametrize(
    ("planned", "reviewed", "expected"),
    [
        ({}, {}, Gate("")),
        ({"dev-network": QUIET}, {}, Gate("")),
        ({"dev-network": CHANGING, "dev-cluster": QUIET}, {"dev-network": ONE}, Gate("dev")),
        ({"dev-network": QUIET, "dev-cluster": PENDING}, {}, Gate("dev")),
        (
            {"dev-network": CHANGING},
            {},
            Gate("dev-approve", ("dev-network: no pull request has shown a plan of it for these files",)),
        ),
        (
            {"dev-network": CHANGING, "dev-cluster": CHANGING},
            {"dev-network": ONE, "dev-cluster": TWO},
            Gate("dev-approve", ("dev-cluster: its plan is not the one that the pull request showed",)),
        ),
        *(
            (
                {"dev-network": Planned(has_changes=True, review=hidden)},
                {"dev-network": hidden},
                Gate("dev-approve", ("dev-network: its plan is not the one that the pull request showed",)),
            )
            for hidden in (HIDDEN, HIDDEN_OUTPUT)
        ),
        ({"dev-network": Planned(has_changes=True, review=SHOWN)}, {"dev-network": SHOWN}, Gate("dev")),
    ],
)
def test_what_was_seen_passes(planned: dict[str, Planned], reviewed: dict[str, object], expected: Gate) -> None:
    assert gate("dev", planned, reviewed) == expected
