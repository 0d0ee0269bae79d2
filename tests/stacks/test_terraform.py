"""The real Terraform core on every stack of every environment, offline: simulated providers, S3 from moto.

dev keeps its state in local files, prod in its bucket; each stack reads the outputs of those before it.
"""

import json
from dataclasses import dataclass

import pytest
import yaml

from config.cluster.cluster import OidcThumbprint
from config.environment import Environment
from modules.controllers import CONTROLLERS
from modules.controllers.controller import no_policies
from rehearsal.rehearsal import Rehearsal, StackRun
from tests.addresses.released import addresses
from tests.made import made_cluster
from tests.synthesis import Json, Synthesized

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Applied:
    """Every stack, initialized, validated, planned, applied and planned again without a difference, in order."""

    runs: dict[str, StackRun]
    states: dict[str, Json]


@pytest.fixture(scope="module")
def applied(synthesized: Synthesized) -> Applied:
    with Rehearsal(synthesized.outdir) as rehearsal:
        runs = {stack: rehearsal.run(stack) for stack in rehearsal.stacks}
        states = {stack: json.loads(rehearsal.terraform(stack).command("show", "-json")) for stack in runs}
    return Applied(runs, states)


def managed(state: Json) -> dict[str, Json]:
    """Address to values of every resource in a state, as `terraform show -json` gives it."""
    resources: list[Json] = state["values"]["root_module"]["resources"]
    return {it["address"]: it["values"] for it in resources if it["mode"] == "managed"}


def test_the_manifest_alone_gives_the_order(applied: Applied, synthesized: Synthesized) -> None:
    order = list(applied.runs)
    assert sorted(order) == sorted(synthesized.manifest)
    early = [
        (id, needed)
        for id, stack in synthesized.manifest.items()
        for needed in stack["dependencies"]
        if order.index(needed) > order.index(id)
    ]
    assert early == []


def test_everything_that_was_synthesized_exists(applied: Applied, synthesized: Synthesized) -> None:
    existing = {stack: set(managed(state)) for stack, state in applied.states.items()}
    assert existing == {id: addresses(stack) for id, stack in synthesized.stacks.items()}


def test_the_cluster_lies_in_the_intra_subnets_of_the_network(
    applied: Applied, environments: dict[str, Environment]
) -> None:
    for name, environment in environments.items():
        published = applied.runs[f"{name}-network"].outputs["intra_subnet_ids"]
        assert isinstance(published, dict)
        cluster = managed(applied.states[f"{name}-cluster"])["aws_eks_cluster.cluster_control-plane"]
        asked = {str(published[zone]) for zone in made_cluster(environment).availability_zones}
        assert set(cluster["vpc_config"][0]["subnet_ids"]) == asked


def test_the_thumbprint_is_that_of_the_top_of_the_chain(applied: Applied, environments: dict[str, Environment]) -> None:
    for name, environment in environments.items():
        if made_cluster(environment).oidc_thumbprint is OidcThumbprint.TLS_CERTIFICATE:
            state = applied.states[f"{name}-cluster"]["values"]["root_module"]["resources"]
            certificates = next(it["values"]["certificates"] for it in state if it["type"] == "tls_certificate")
            provider = managed(applied.states[f"{name}-cluster"])["aws_iam_openid_connect_provider.oidc_provider"]
            assert len(certificates) > 1
            assert certificates[0]["is_ca"] is True
            assert provider["thumbprint_list"] == [certificates[0]["sha1_fingerprint"]]


def test_roles_trust_the_issuer_that_the_cluster_published(
    applied: Applied, environments: dict[str, Environment]
) -> None:
    for name, environment in environments.items():
        outputs = applied.runs[f"{name}-cluster"].outputs
        issuer = str(outputs["oidc_issuer"])
        assert issuer.startswith(f"oidc.eks.{environment.region.name}.{environment.region.dns_suffix}/")
        for controller in (it for it in environment.controllers if CONTROLLERS[it].policies is not no_policies):
            role = managed(applied.states[f"{name}-controllers"])[f"aws_iam_role.{controller}_identity_role"]
            (trust,) = json.loads(role["assume_role_policy"])["Statement"]
            assert trust["Principal"] == {"Federated": outputs["oidc_provider_arn"]}
            assert trust["Condition"] == {
                "StringEquals": {
                    f"{issuer}:aud": "sts.amazonaws.com",
                    f"{issuer}:sub": f"system:serviceaccount:{CONTROLLERS[controller].namespace}:{controller}",
                }
            }


def test_the_smoke_test_knows_what_it_tests(applied: Applied, environments: dict[str, Environment]) -> None:
    for name, environment in environments.items():
        if environment.settings.smoke_test is not None:
            release = managed(applied.states[f"{name}-smoke-test"])["helm_release.web_release"]
            versions = {controller: CONTROLLERS[controller].chart.version for controller in environment.controllers}
            versions |= {name: chart.version for name, chart in environment.settings.charts.items()}
            assert yaml.safe_load(release["values"][0])["testedCharts"] == versions
