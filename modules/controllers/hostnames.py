"""That a name leads to one load balancer: no two ways into the cluster have the same."""

from collections.abc import Iterator, Mapping

from config.controllers.kinds import ControllerOptions
from config.rules.model import Model
from config.rules.problem import KeyPath, Problem
from config.smoke_test import SmokeTest
from modules.controllers.alb_ingress import AlbIngress


def hostname_problems(options: Mapping[str, ControllerOptions], smoke_test: SmokeTest | None) -> Iterator[Problem]:
    """Names that something before them has, the smoke test first; paths start at the environment file."""
    taken = {} if smoke_test is None else {name: f"smoke_test.{key}" for key, name in smoke_test.model_dump().items()}
    for controller, chosen in options.items():
        for path, ingress in _ingresses(chosen, ("controllers", controller)):
            if ingress.hostname in taken:
                remedy = f"is {taken[ingress.hostname]} too, and a name leads to one load balancer; write another name"
                yield Problem((*path, "hostname"), ingress.hostname, remedy)
            taken.setdefault(ingress.hostname, ".".join(map(str, (*path, "hostname"))))


def _ingresses(section: Model, path: KeyPath) -> Iterator[tuple[KeyPath, AlbIngress]]:
    for key in type(section).model_fields:
        value = getattr(section, key)
        if isinstance(value, AlbIngress):
            yield (*path, key), value
        elif isinstance(value, Model):
            yield from _ingresses(value, (*path, key))
