"""Environment files to break, and controllers that only these tests know."""

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from config.controllers.kinds import ControllerKinds, ControllerOptions, Need
from config.environment import Environment
from config.platform import Platform
from config.rules.problem import Problem

Folder = Mapping[str, object]
"""File name to content: bytes as they are, everything else as YAML."""
Load = Callable[[Folder], tuple[Environment, ...]]
Refused = Callable[[Folder], list[str]]
"""The lines with which files are refused; none where they are not."""
Changes = Mapping[str, object]
"""Dotted path to what stands there; `ABSENT` for nothing, not even the key."""

ABSENT = "(absent)"
QUIET: Changes = {"smoke_test": ABSENT}
"""What two right files in one folder need: only one of them can have the hostnames."""

_ZONES = ["eu-central-1a", "eu-central-1b"]
_RIGHT: dict[str, object] = {
    "region": "eu-central-1",
    "network": {"cidr_block": "10.10.0.0/16", "availability_zones": _ZONES},
    "cluster": {
        "availability_zones": _ZONES,
        "deployers": ["arn:aws:iam::111122223333:role/deployer"],
        "node_groups": {"system": {"availability_zones": ["eu-central-1a"]}},
    },
    "hosted_zones": [{"name": "dev.example.com", "id": "Z1"}],
    "controllers": {"aws-load-balancer-controller": {}, "external-dns": {}},
    "smoke_test": {"service_hostname": "service.dev.example.com", "ingress_hostname": "ingress.dev.example.com"},
}


def right_file(changes: Changes | None = None) -> dict[str, object]:
    """The content of a file that is right, with changes."""
    content = deepcopy(_RIGHT)
    for path, value in (changes or {}).items():
        *sections, key = path.split(".")
        holder = content
        for section in sections:
            inner = holder.setdefault(section, {})
            assert isinstance(inner, dict)
            holder = inner
        if value == ABSENT:
            del holder[key]
        else:
            holder[key] = value
    return content


class ReplicaOptions(ControllerOptions):
    """Options of the AWS Load Balancer Controller."""

    replica_count: Annotated[int, Field(ge=1)] = 2
    """Replicas."""


class RecordOptions(ControllerOptions):
    """Options of ExternalDNS."""

    policy: str = "upsert-only"
    """What it may do with records."""


@dataclass(frozen=True)
class FakeKind:
    """A controller that finds fault with a platform without hosted zones, and with one of its policies."""

    name: str
    options: type[ControllerOptions]
    conflicts: Mapping[str, str] = field(default_factory=dict)
    needs: Mapping[str, Need] = field(default_factory=dict)
    done_by_auto_mode: str | None = None
    aws_services: tuple[str, ...] = ()

    @property
    def releases(self) -> list[str]:
        return [self.name, f"{self.name}-crds"]

    def problems(self, options: ControllerOptions, platform: Platform) -> Iterable[Problem]:
        if isinstance(options, RecordOptions):
            if not platform.hosted_zones:
                yield Problem((), options.policy, f"has no zone in {platform.cluster_name}; add one to hosted_zones")
            if options.policy == "delete-all":
                yield Problem(("policy",), options.policy, "is not safe; write sync")


KINDS: ControllerKinds = {
    kind.name: kind
    for kind in (
        FakeKind("aws-load-balancer-controller", ReplicaOptions, done_by_auto_mode="makes load balancers"),
        FakeKind("external-dns", RecordOptions, aws_services=("route53",)),
    )
}
