"""In which order controllers are installed."""

from graphlib import CycleError

import pytest

from config.controllers import ControllerOptions
from modules.controllers.controller import AnyController, Chart, Controller
from modules.controllers.order import installation_order


def _controllers(**after: tuple[str, ...]) -> dict[str, AnyController]:
    return {
        name: Controller(
            name=name,
            namespace=name,
            chart=Chart(repository="https://charts.example.com", name=name, version="1.0.0"),
            options=ControllerOptions,
            values=lambda installation: {"serviceAccount": installation.service_account},
            after=earlier,
        )
        for name, earlier in after.items()
    }


@pytest.mark.parametrize(
    ("names", "controllers", "order"),
    [
        ("cba", _controllers(a=(), b=(), c=()), "abc"),
        ("abc", _controllers(a=("c",), b=(), c=("b",)), "bca"),
        ("ac", _controllers(a=("c",), b=(), c=("b",)), "ca"),
        ("", _controllers(a=()), ""),
    ],
    ids=["the registry's where it is free", "after what it names", "absent ones are ignored", "none"],
)
def test_order(names: str, controllers: dict[str, AnyController], order: str) -> None:
    assert installation_order(names, controllers) == list(order)


def test_controllers_that_wait_for_each_other_are_an_error() -> None:
    with pytest.raises(CycleError):
        installation_order("ab", _controllers(a=("b",), b=("a",)))
