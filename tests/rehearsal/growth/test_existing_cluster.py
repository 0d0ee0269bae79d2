"""Controllers in a cluster that somebody else made: nothing of it changes, and it has to be what the file says."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from rehearsal.already_there import already_there
from rehearsal.engine.inventory import Inventory
from rehearsal.engine.values import Value, first_block, texts
from rehearsal.terraform import TerraformError
from tests.conftest import EXAMPLES
from tests.rehearsal.changing import Settings, committed, edited, rehearsed

pytestmark = pytest.mark.slow

ISSUER = "oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"
PROVIDER = f"arn:aws:iam::123456789012:oidc-provider/{ISSUER}"
MAKES_PROVIDER = edited(committed("existing-cluster", EXAMPLES), {"state": {"backend": "local"}})
FINDS_PROVIDER = edited(MAKES_PROVIDER, {"existing_cluster.oidc_provider": {"mode": "existing", "arn": PROVIDER}})
SUBNETS = {"eu-central-1a": "subnet-0a10000000000000a", "eu-central-1b": "subnet-0a10000000000000b"}
KARPENTER: Settings = {
    "node_classes": {"default": {"ami_alias": "al2023@v20260801"}},
    "node_pools": {"general": {"limits": {"cpu": "100"}}},
}
CLUSTER, OIDC = "aws_eks_cluster", "aws_iam_openid_connect_provider"

Meddle = Callable[[Inventory], None]


def test_all_that_is_made_of_a_cluster_that_exists_is_its_provider(tmp_path: Path) -> None:
    inventory = already_there(MAKES_PROVIDER)
    with rehearsed(tmp_path, {"existing": MAKES_PROVIDER}, inventory) as platform:
        before = platform.objects()
        done = platform.apply_all()
        after = platform.objects()

    assert done["existing-cluster"] == {f"{OIDC}.oidc_provider": "create"}
    assert {key: after[key] for key in before} == before


def test_with_a_provider_that_exists_nothing_is_made(tmp_path: Path) -> None:
    with rehearsed(tmp_path, {"existing": FINDS_PROVIDER}, already_there(FINDS_PROVIDER)) as platform:
        assert list(platform.apply_all()) == ["existing-controllers", "existing-smoke-test"]
        assert platform.plan_all() == {}


def test_after_an_upgrade_by_its_owner_the_file_follows_and_nothing_changes(tmp_path: Path) -> None:
    inventory = already_there(MAKES_PROVIDER)
    with rehearsed(tmp_path, {"existing": MAKES_PROVIDER}, inventory) as platform:
        platform.come_up()
        inventory.change(CLUSTER, "payments", version="1.36")
        platform.change({"existing": edited(MAKES_PROVIDER, {"existing_cluster.version": "1.36"})})

        assert platform.plan_all() == {}


def test_one_more_controller_touches_no_other(tmp_path: Path) -> None:
    more = edited(MAKES_PROVIDER, {"controllers.metrics-server": {}})
    with rehearsed(tmp_path, {"existing": MAKES_PROVIDER}, already_there(MAKES_PROVIDER)) as platform:
        platform.apply_all()
        platform.change({"existing": more})

        assert platform.plan("existing-controllers") == {"helm_release.metrics-server_helm_release": "create"}


def test_karpenter_finds_its_network_where_nobody_may_tag_it(tmp_path: Path) -> None:
    """It needs more of a cluster than any other: nodes that may enter, subnets, a security group."""
    more = edited(MAKES_PROVIDER, {"controllers.karpenter": KARPENTER, "existing_network.private_subnet_ids": SUBNETS})
    with rehearsed(tmp_path, {"existing": MAKES_PROVIDER}, already_there(more)) as platform:
        platform.come_up()
        platform.change({"existing": more})
        before = platform.objects()
        done = platform.apply_all()
        after = platform.objects()
        assert platform.plan_all() == {}

    changed = {address for address, action in done["existing-controllers"].items() if action != "create"}
    # They move off the nodes that it makes.
    assert changed == {
        "helm_release.aws-load-balancer-controller_helm_release",
        "helm_release.external-dns_helm_release",
    }
    assert {key: after[key] for key in before if key.provider == "aws"} == {
        key: state for key, state in before.items() if key.provider == "aws"
    }
    nodes = next(
        state for key, state in after.items() if (key.type_name, key.id) == ("helm_release", "karpenter-nodes")
    )
    (node_class,) = yaml.safe_load(texts(nodes, "values")[0])["nodeClasses"].values()
    assert (node_class["subnetSelectorTerms"], node_class["securityGroupSelectorTerms"]) == (
        [{"id": it} for it in SUBNETS.values()],
        [{"id": "sg-0c1057e2c1057e20a"}],
    )


def changed(**attributes: Value) -> Meddle:
    return lambda inventory: inventory.change(CLUSTER, "payments", **attributes)


def gone(inventory: Inventory) -> None:
    inventory.remove(inventory.find(CLUSTER, "payments"))


def without_audience(inventory: Inventory) -> None:
    inventory.change(OIDC, PROVIDER, client_id_list=["somebody-else"])


def provider_gone(inventory: Inventory) -> None:
    inventory.remove(inventory.find(OIDC, PROVIDER))


def elsewhere(inventory: Inventory) -> None:
    cluster = inventory.get(inventory.find(CLUSTER, "payments")) or {}
    vpc_config = {**first_block(cluster, "vpc_config"), "vpc_id": "vpc-00000000000000000"}
    inventory.change(CLUSTER, "payments", vpc_config=[vpc_config])


def with_ipv6(inventory: Inventory) -> None:
    cluster = inventory.get(inventory.find(CLUSTER, "payments")) or {}
    network = {**first_block(cluster, "kubernetes_network_config"), "ip_family": "ipv6"}
    inventory.change(CLUSTER, "payments", kubernetes_network_config=[network])


@pytest.mark.parametrize(
    ("meddle", "words"),
    [
        (gone, "reading EKS Cluster (payments): couldn't find resource"),
        (
            changed(version="1.36"),
            "EKS cluster payments has 1.36, and not what the environment file says at existing_cluster.version",
        ),
        (
            changed(endpoint="https://another"),
            "has https://another, and not what the environment file says at existing_cluster.endpoint",
        ),
        (changed(certificate_authority=[{"data": "another"}]), "says at existing_cluster.certificate_authority_data"),
        (changed(identity=[{"oidc": [{"issuer": "https://another"}]}]), "says at existing_cluster.oidc_issuer"),
        (with_ipv6, "has ipv6, and not what the environment file says at existing_cluster.ip_family"),
        (elsewhere, "has vpc-00000000000000000, and not what the environment file says at existing_network.vpc_id"),
        (without_audience, "does not take tokens for sts.amazonaws.com"),
        (provider_gone, f"NoSuchEntity: OpenIDConnect Provider not found for arn {PROVIDER}"),
    ],
    ids=["gone", "version", "endpoint", "certificate", "issuer", "addresses", "vpc", "audience", "provider"],
)
def test_a_plan_refuses_a_cluster_that_is_not_what_the_file_says(tmp_path: Path, meddle: Meddle, words: str) -> None:
    inventory = already_there(FINDS_PROVIDER)
    meddle(inventory)
    with (
        rehearsed(tmp_path, {"existing": FINDS_PROVIDER}, inventory) as platform,
        pytest.raises(TerraformError) as raised,
    ):
        platform.plan("existing-cluster")

    assert words in " ".join(raised.value.output.replace("│", " ").split())
