"""The order of the whole set of controllers: what each release waits for, and how it comes and goes.

What waits for what is read from the synthesized stack, because an order in a call log may be luck. That Terraform makes
of it what is meant, on the way there and on the way back, is read from the call log.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pytest

from rehearsal.engine.calls import Action
from rehearsal.engine.inventory import Key
from tests.conftest import EXAMPLES
from tests.rehearsal.changing import Changes, committed, edited, rehearsed
from tests.rehearsal.order.edges import behind, waits
from tests.rehearsal.order.life import Life, Names, disorder
from tests.rehearsal.order.pairs import Pair, Thing
from tests.synthesis import Json

pytestmark = pytest.mark.slow

STACK = "platform-controllers"
SETTINGS = edited(
    committed("platform", EXAMPLES),
    {
        "state": {"backend": "local"},
        "deletion_protection": False,
        # All of them are Terraform's here, also the one that the example leaves to GitOps.
        "controllers.external-dns": {"policy": "sync"},
        # A file beside the example.
        "charts.backup.policy_files": None,
    },
)
STORAGE = ("default-storage-class",)
LOAD_BALANCERS = (*STORAGE, "aws-load-balancer-controller")
"""It admits Services and Ingresses, and nobody else deletes their load balancers."""
NODES = (*LOAD_BALANCERS, "karpenter-crd", "karpenter", "karpenter-nodes")
"""Whoever may run on nodes of Karpenter goes before them; they go before Karpenter, and it before its kinds."""
PLATFORM = (
    *NODES,
    *("argo-cd", "cert-manager", "cert-manager-issuers", "external-dns", "external-secrets", "external-secrets-stores"),
    *("metrics-server", "victoria-metrics"),
)
WAITS: Mapping[str, tuple[str, ...]] = {
    "default-storage-class": (),
    "aws-load-balancer-controller": STORAGE,
    "cert-manager": LOAD_BALANCERS,
    "cert-manager-issuers": (*LOAD_BALANCERS, "cert-manager"),
    "external-dns": LOAD_BALANCERS,
    "external-secrets": LOAD_BALANCERS,
    "external-secrets-stores": (*LOAD_BALANCERS, "external-secrets"),
    "metrics-server": LOAD_BALANCERS,
    "karpenter-crd": LOAD_BALANCERS,
    "karpenter": (*LOAD_BALANCERS, "karpenter-crd"),
    "karpenter-nodes": (*LOAD_BALANCERS, "karpenter-crd", "karpenter"),
    # Their Ingresses have names, which nobody else makes and deletes records for.
    "argo-cd": (*NODES, "external-dns"),
    "victoria-metrics": (*NODES, "external-dns"),
    "backup": PLATFORM,
    "dashboards": (*PLATFORM, "backup"),
}
"""Release to all that are ready before it and stay until it is gone."""
BENEATH = tuple(
    Thing("platform-cluster", it)
    for it in ("aws_eks_node_group.*", "aws_eks_addon.*", "aws_eks_access_policy_association.*")
)
"""What every release stands on: nodes that no controller makes, add-ons, and the right to speak to Kubernetes."""


class Lived(NamedTuple):
    """A platform that lived once."""

    stack: Json
    names: Names
    life: Life
    second_plan: Mapping[str, Changes]
    left: list[Key]


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    with rehearsed(tmp_path_factory.mktemp("order"), {"platform": SETTINGS}) as platform:
        rehearsal = platform.rehearsal
        platform.come_up()
        names = Names(rehearsal)
        created = rehearsal.calls.all(Action.CREATE)
        second_plan = platform.plan_all()
        for stack in reversed(rehearsal.stacks):
            rehearsal.terraform(stack).destroy()
        life = Life(names.log(created), names.log(rehearsal.calls.all(Action.DELETE)))
        yield Lived(dict(rehearsal.stack(STACK).documents[0]), names, life, second_plan, list(rehearsal.inventory))


def release(stack: Json, name: str) -> str:
    """The address of a release."""
    (found,) = (it for it, block in stack["resource"]["helm_release"].items() if block["name"] == name)
    return f"helm_release.{found}"


def of_aws(lived: Lived, name: str) -> list[str]:
    """What is made of AWS for the controller of a release, by the construct that both are in."""
    construct = release(lived.stack, name).removeprefix("helm_release.").partition("_")[0]
    return [
        f"{type_name}.{it}"
        for type_name, blocks in lived.stack["resource"].items()
        for it in blocks
        if type_name != "helm_release" and it.startswith(f"{construct}_")
    ]


def test_each_release_waits_for_what_it_needs_and_for_nothing_else(lived: Lived) -> None:
    waiting = dict(waits(lived.stack))
    names = {release(lived.stack, it): it for it in WAITS}

    assert {
        name: {names[it] for it in behind(address, waiting) if it.startswith("helm_release.")}
        for address, name in names.items()
    } == {name: set(earlier) for name, earlier in WAITS.items()}
    assert len(names) == len(lived.stack["resource"]["helm_release"])


def test_each_release_waits_for_all_that_is_its_controllers_in_aws(lived: Lived) -> None:
    """Role, policies, association; of Karpenter the queue, its rules, and the role of its nodes with their entry."""
    waiting = dict(waits(lived.stack))

    assert {name: set(of_aws(lived, name)) - behind(release(lived.stack, name), waiting) for name in WAITS} == {
        name: set() for name in WAITS
    }


def test_all_of_it_comes_and_goes_in_that_order(lived: Lived) -> None:
    pairs = [
        Pair(Thing(STACK, first), Thing(STACK, release(lived.stack, name)), "it waits for that")
        for name, earlier in WAITS.items()
        for first in (*(release(lived.stack, it) for it in earlier), *of_aws(lived, name))
    ]
    beneath = [Pair(it, Thing(STACK, "helm_release.*"), "it stands on that") for it in BENEATH]

    assert {(it.first, it.then): disorder(lived.life, lived.names, it) for it in (*pairs, *beneath)} == {
        (it.first, it.then): set() for it in (*pairs, *beneath)
    }


def test_there_is_nothing_to_do_in_between_and_nothing_left_at_the_end(lived: Lived) -> None:
    assert (lived.second_plan, lived.left) == ({}, [])
    assert len(lived.life.applied) == len(lived.life.destroyed)
