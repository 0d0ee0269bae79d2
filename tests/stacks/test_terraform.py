"""The real Terraform core on every stack of every environment, offline: simulated providers, S3 from moto.

dev keeps its state in local files, prod in its bucket; each stack reads the outputs of those before it.
"""

import json
from dataclasses import dataclass

import pytest

from rehearsal.rehearsal import Rehearsal, StackRun
from tests.addresses.released import addresses
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


def test_the_manifest_alone_gives_the_order(applied: Applied) -> None:
    assert list(applied.runs) == [
        "dev-network",
        "dev-cluster",
        "dev-controllers",
        "dev-smoke-test",
        "prod-state-bucket",
        "prod-network",
        "prod-cluster",
        "prod-controllers",
    ]


def test_everything_that_was_synthesized_exists(applied: Applied, synthesized: Synthesized) -> None:
    existing = {stack: set(managed(state)) for stack, state in applied.states.items()}
    assert existing == {id: addresses(stack) for id, stack in synthesized.stacks.items()}


def test_the_cluster_lies_in_the_subnets_of_the_network(applied: Applied) -> None:
    network = applied.runs["prod-network"].outputs
    cluster = managed(applied.states["prod-cluster"])["aws_eks_cluster.cluster_control-plane"]
    intra = network["intra_subnet_ids"]
    assert isinstance(intra, dict)
    assert list(intra) == ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
    assert sorted(cluster["vpc_config"][0]["subnet_ids"]) == sorted(map(str, intra.values()))


def test_the_thumbprint_is_that_of_the_top_of_the_chain(applied: Applied) -> None:
    state = applied.states["dev-cluster"]["values"]["root_module"]["resources"]
    certificates = next(it["values"]["certificates"] for it in state if it["type"] == "tls_certificate")
    provider = managed(applied.states["dev-cluster"])["aws_iam_openid_connect_provider.oidc_provider"]
    assert len(certificates) > 1
    assert certificates[0]["is_ca"] is True
    assert provider["thumbprint_list"] == [certificates[0]["sha1_fingerprint"]]


def test_roles_trust_the_issuer_that_the_cluster_published(applied: Applied) -> None:
    outputs = applied.runs["prod-cluster"].outputs
    issuer = str(outputs["oidc_issuer"])
    roles = managed(applied.states["prod-controllers"])
    trust = json.loads(roles["aws_iam_role.external-dns_identity_role"]["assume_role_policy"])["Statement"][0]
    assert trust["Principal"] == {"Federated": outputs["oidc_provider_arn"]}
    assert trust["Condition"] == {
        "StringEquals": {
            f"{issuer}:aud": "sts.amazonaws.com",
            f"{issuer}:sub": "system:serviceaccount:external-dns:external-dns",
        }
    }


def test_issuers_carry_no_scheme(applied: Applied) -> None:
    issuers = [str(run.outputs["oidc_issuer"]) for stack, run in applied.runs.items() if stack.endswith("-cluster")]
    assert [issuer.partition("/")[0] for issuer in issuers] == [
        "oidc.eks.eu-central-1.amazonaws.com",
        "oidc.eks.eu-west-1.amazonaws.com",
    ]


def test_the_smoke_test_knows_what_it_tests(applied: Applied) -> None:
    release = managed(applied.states["dev-smoke-test"])["helm_release.web_release"]
    assert 'aws-load-balancer-controller: "3.5.0"' in release["values"][0]
    assert 'external-dns: "1.21.1"' in release["values"][0]
