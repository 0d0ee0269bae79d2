"""The values of a release."""

import pytest

from config.controllers.helm_overlay import overlaid
from modules.controllers.controller import Values
from modules.controllers.values import value_at


@pytest.mark.parametrize(
    ("below", "above", "both"),
    [
        ({"a": 1}, {"b": 2}, {"a": 1, "b": 2}),
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": 3}}, {"a": {"b": 3, "c": 2}}),
        ({"a": [1, 2]}, {"a": [3]}, {"a": [3]}),
        ({"a": {"b": 1}}, {"a": None}, {"a": None}),
        ({"a": 1}, {"a": {"b": 2}}, {"a": {"b": 2}}),
    ],
    ids=["new", "joined", "a list is replaced", "taken away", "a map for a value"],
)
def test_values_are_laid_over_others_as_helm_does_it(below: Values, above: Values, both: Values) -> None:
    assert overlaid(below, above) == both


def test_a_place_in_the_values_is_found_or_not() -> None:
    values = {"rbac": {"serviceAccount": {"name": "a"}}}
    assert value_at(values, ("rbac", "serviceAccount")) == {"name": "a"}
    assert value_at(values, ("serviceAccount",)) is None
    assert value_at(values, ("rbac", "serviceAccount", "name", "deeper")) is None
