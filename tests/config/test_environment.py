"""What comes of a file that is right."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from config.controllers.identity import Identity
from config.controllers.kinds import ControllerOptions, Need
from config.loading import load_environments
from config.network.network import NatGatewayPerZone
from config.platform import HostedZone, Platform
from config.regions import Region
from config.rules.problem import Problem
from config.state import LocalState
from tests.config.environment_files import QUIET, Load, RecordOptions, ReplicaOptions, right_file
from tests.made import made_cluster, made_network


def test_what_a_file_leaves_out_has_a_value(load: Load) -> None:
    (environment,) = load({"dev.yaml": right_file()})
    settings = environment.settings

    assert (
        settings.account_id,
        settings.tags,
        settings.deletion_protection,
        settings.state,
        made_network(environment).zone_slots,
        made_network(environment).nat_gateway,
        made_cluster(environment).version,
        made_cluster(environment).ip_family,
        made_cluster(environment).endpoint_public_access,
        made_cluster(environment).node_groups["system"].instance_types,
    ) == (
        None,
        {},
        True,
        LocalState(backend="local"),
        4,
        NatGatewayPerZone(mode="per-zone"),
        "1.35",
        "ipv4",
        False,
        ("m6i.large",),
    )


def test_the_cluster_is_called_as_the_file_unless_the_file_says_otherwise(load: Load) -> None:
    files = {"dev.yaml": right_file(), "prod.yaml": right_file({**QUIET, "cluster.name": "Main"})}

    assert [environment.cluster_name for environment in load(files)] == ["dev", "Main"]


def test_tags_are_those_of_the_user_and_of_the_platform(load: Load) -> None:
    (environment,) = load({"dev.yaml": right_file({"tags": {"team": "a"}, "repository": "https://git.example.com/a"})})

    assert environment.tags == {"team": "a", "environment": "dev", "repository": "https://git.example.com/a"}


def test_controllers_are_named_in_the_order_of_the_registry(load: Load) -> None:
    given = {"external-dns": {"policy": "sync"}, "aws-load-balancer-controller": {}}
    (environment,) = load({"dev.yaml": right_file({"controllers": given})})

    assert list(environment.controllers.items()) == [
        ("aws-load-balancer-controller", ReplicaOptions()),
        ("external-dns", RecordOptions(policy="sync")),
    ]


def test_a_controller_with_nothing_after_its_name_is_installed_with_its_defaults(load: Load) -> None:
    (environment,) = load({"dev.yaml": right_file({"controllers": {"external-dns": None}, "smoke_test": "(absent)"})})

    assert environment.controllers == {"external-dns": RecordOptions()}


@dataclass
class Curious:
    """A controller that remembers the platforms it was asked about."""

    name: str = "curious"
    options: type[ControllerOptions] = ControllerOptions
    conflicts: Mapping[str, str] = field(default_factory=dict)
    needs: Mapping[str, Need] = field(default_factory=dict)
    done_by_auto_mode: str | None = None
    aws_services: tuple[str, ...] = ()
    releases: tuple[str, ...] = ("curious",)
    seen: list[Platform] = field(default_factory=list)

    def problems(self, options: ControllerOptions, platform: Platform) -> Iterable[Problem]:
        assert type(options) is ControllerOptions
        self.seen.append(platform)
        return ()


def test_a_controller_is_asked_about_the_platform_that_the_stacks_get(folder: Path) -> None:
    curious = Curious()
    selectors = [{"namespace": "jobs-*"}, {"namespace": "jobs-*", "labels": {"size": "large"}}]
    changes = {
        "controllers": {"curious": {}},
        "smoke_test": "(absent)",
        "tags": {"team": "a"},
        "cluster.fargate_profiles": {"jobs": {"availability_zones": ["eu-central-1a"], "selectors": selectors}},
        "network.assign_generated_ipv6_cidr_block": True,
        "cluster.ip_family": "ipv6",
        "cluster.vpc_cni": {"enable_prefix_delegation": True},
    }
    (folder / "dev.yaml").write_text(yaml.safe_dump(right_file(changes)))

    (environment,) = load_environments(folder, {"curious": curious})

    expected = Platform(
        environment="dev",
        cluster_name="dev",
        kubernetes_version="1.35",
        region=Region("eu-central-1"),
        hosted_zones=(HostedZone(name="dev.example.com", id="Z1"),),
        identity=Identity.IRSA,
        first_nodes=2,
        fixed_groups=("system",),
        public_access_cidrs=(),
        ip_family="ipv6",
        fargate_namespaces=("jobs-*",),
    )
    assert (curious.seen, environment.platform) == ([expected], expected)


def test_nothing_changes_after_loading(load: Load) -> None:
    (environment,) = load({"dev.yaml": right_file({"tags": {"team": "a"}})})

    with pytest.raises(ValidationError):
        made_network(environment).zone_slots = 5  # type: ignore[misc] # the point of the test
    with pytest.raises(TypeError):
        environment.settings.tags["team"] = "b"  # type: ignore[index] # the point of the test
