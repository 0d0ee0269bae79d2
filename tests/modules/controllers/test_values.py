"""The values of a release."""

import pytest

from config.controllers.helm_overlay import overlaid
from modules.controllers import CONTROLLERS
from modules.controllers.controller import Installation, Values
from modules.controllers.values import value_at, values_of
from tests.modules.controllers.platforms import cluster_facts

OFF_KARPENTERS_NODES = {
    "requiredDuringSchedulingIgnoredDuringExecution": {
        "nodeSelectorTerms": [
            {"matchExpressions": [{"key": "karpenter.k8s.aws/ec2nodeclass", "operator": "DoesNotExist"}]}
        ]
    }
}


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


@pytest.mark.parametrize(
    ("stays_off", "own", "affinities"),
    [
        ((), {}, [None, None, None]),
        (("karpenter.k8s.aws/ec2nodeclass",), {}, [{"nodeAffinity": OFF_KARPENTERS_NODES}] * 3),
        (
            ("karpenter.k8s.aws/ec2nodeclass",),
            {"affinity": {"nodeAffinity": None}},
            [{"nodeAffinity": None}, *[{"nodeAffinity": OFF_KARPENTERS_NODES}] * 2],
        ),
    ],
    ids=["nodes stay", "nodes may go", "the file has the last word"],
)
def test_pods_stay_off_nodes_that_may_go_before_them(
    stays_off: tuple[str, ...], own: Values, affinities: list[Values | None]
) -> None:
    controller = CONTROLLERS["external-secrets"]
    options = controller.options.model_validate({"secret_name_prefixes": ("a/",), "values": own})
    values = values_of(controller, Installation(options, cluster_facts(), {}, stays_off=stays_off), None)

    assert [value_at(values, path) for path in controller.affinity_paths] == affinities


def test_replicas_stay_apart_from_each_other_also_where_they_stay_off_nodes() -> None:
    """The chart takes any affinity in the place of its own default."""
    controller = CONTROLLERS["aws-load-balancer-controller"]
    installation = Installation(
        controller.options(), cluster_facts(), {}, stays_off=("karpenter.k8s.aws/ec2nodeclass",)
    )
    affinity = value_at(values_of(controller, installation, None), ("affinity",))

    assert isinstance(affinity, dict)
    assert list(affinity) == ["podAntiAffinity", "nodeAffinity"]
