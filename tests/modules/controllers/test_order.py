"""In which order controllers are installed."""

from dataclasses import replace
from pathlib import Path

import pytest

from config.controllers.kinds import ControllerOptions
from modules.controllers import CONTROLLERS
from modules.controllers.controller import AnyController, Chart, Controller, KubernetesVersions
from modules.controllers.order import OrderError, comes_after, installation_order, nodes_that_may_go, predecessors
from modules.controllers.user_charts import controller_of
from tests.modules.controllers.test_user_charts import user_chart


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


def test_nobody_is_asked_whether_it_comes_after_what_admits_its_objects() -> None:
    """Only what the admitting one waits for itself comes before it, and it does not wait for another of its kind."""
    admits = {"webhook": ("Service",), "other": ("Ingress",)}
    plain = _controllers(a=(), issuer=("root",), root=(), webhook=("issuer",), other=())
    controllers = {name: replace(it, admits=admits.get(name, ())) for name, it in plain.items()}

    assert {name: comes_after(name, controllers) for name in controllers} == {
        "a": ("webhook", "other"),
        "issuer": ("other", "root"),
        "root": ("other",),
        "webhook": ("issuer",),
        "other": (),
    }
    assert installation_order(controllers, controllers) == ["other", "root", "issuer", "webhook", "a"]


@pytest.mark.parametrize("after", [None, (), ("metrics-server",)])
def test_everything_comes_after_what_admits_services_whatever_it_says(after: tuple[str, ...] | None) -> None:
    """Also a chart of the user's own that comes after nothing, or after one that the environment leaves to GitOps."""
    web = controller_of("web", user_chart(after=after), ("metrics-server",), Path())
    controllers = {"web": web, **CONTROLLERS}
    (first,) = (name for name, it in CONTROLLERS.items() if it.admits)

    assert installation_order(controllers, controllers)[0] == first
    assert [name for name in controllers if first not in comes_after(name, controllers)] == [first]


def test_nodes_may_go_before_all_that_does_not_come_after_who_makes_them() -> None:
    plain = _controllers(first=(), nodes=("first",), beside=("first",), after=("nodes",), last=("after",))
    controllers = {**plain, "nodes": replace(plain["nodes"], node_label="example.com/node")}

    assert {name: nodes_that_may_go(name, controllers, controllers) for name in controllers} == {
        "first": ["example.com/node"],
        "nodes": [],
        "beside": ["example.com/node"],
        "after": [],
        "last": [],
    }
    assert nodes_that_may_go("first", controllers, ["first", "after"]) == []
