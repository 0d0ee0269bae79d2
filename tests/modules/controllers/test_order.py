"""In which order controllers are installed."""

import pytest

from config.controllers.kinds import ControllerOptions
from modules.controllers.controller import AnyController, Chart, Controller, KubernetesVersions
from modules.controllers.order import OrderError, installation_order, predecessors


def _controllers(**after: tuple[str, ...]) -> dict[str, AnyController]:
    return {
        name: Controller(
            name=name,
            namespace=name,
            chart=Chart(repository="https://charts.example.com", name=name, version="1.0.0"),
            options=ControllerOptions,
            kubernetes=KubernetesVersions(oldest="1.30", source="https://charts.example.com"),
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


@pytest.mark.parametrize(
    ("controllers", "message"),
    [
        (_controllers(a=("b",), b=("a",)), "each waits for the one before it: a -> b -> a"),
        (_controllers(a=(), b=("a", "nobody")), "b comes after nobody, which is no controller"),
    ],
    ids=["each other", "one that does not exist"],
)
def test_an_order_that_can_not_be_is_refused_by_name(controllers: dict[str, AnyController], message: str) -> None:
    with pytest.raises(OrderError) as refused:
        installation_order("ab", controllers)

    assert str(refused.value) == message


@pytest.mark.parametrize(("left", "expected"), [((), ["b"]), (("b",), ["b", "c"]), (("b", "c"), ["b", "c", "d"])])
def test_who_comes_before_one_that_somebody_else_installs_comes_before_those_after_it(
    left: tuple[str, ...], expected: list[str]
) -> None:
    controllers = _controllers(a=("b",), b=("c",), c=("d",), d=())

    assert predecessors("a", controllers, left) == expected
