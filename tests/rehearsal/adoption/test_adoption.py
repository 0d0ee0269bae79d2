"""What somebody made by hand comes under the care of the stacks: imported, updated in place, and nothing made anew."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

import pytest

from rehearsal.engine.inventory import Key
from rehearsal.engine.values import State, blocks, first_block, mapping, text, texts
from rehearsal.terraform import TerraformError
from tests.rehearsal.adoption.by_hand import DEPLOYER, FROM_THE_OFFICE, Account, Existing, make_by_hand
from tests.rehearsal.changing import Changes, Platform, Settings, committed, edited, rehearsed

pytestmark = pytest.mark.slow

DEV = committed("dev")


def imported_from(existing: Existing) -> dict[str, dict[str, str]]:
    """Stack to address to the id that the provider takes."""
    return {
        "payments-network": {
            "aws_vpc.network_vpc": existing.vpc_id,
            "aws_internet_gateway.network_internet-gateway": existing.internet_gateway_id,
        },
        "payments-cluster": {
            "aws_cloudwatch_log_group.cluster_logs": "/aws/eks/payments/cluster",
            "aws_eks_access_entry.access_111122223333-role-platform-deployer": f"payments:{DEPLOYER}",
            "aws_eks_addon.addons-before-nodes_kube-proxy": "payments:kube-proxy",
            "aws_eks_cluster.cluster_control-plane": "payments",
            "aws_iam_openid_connect_provider.oidc_provider": existing.oidc_provider_arn,
            "aws_iam_role.cluster_service_role": "made-by-hand",
            "aws_iam_role.node_role": "nodes-made-by-hand",
        },
    }


def settings(existing: Existing) -> Settings:
    """An environment that takes over what exists."""
    edits = {
        "deletion_protection": True,
        "smoke_test": None,
        "controllers": None,
        "hosted_zones": None,
        "cluster.role_name": existing.cluster_role_name,
        "cluster.node_role_name": existing.node_role_name,
        "cluster.name": existing.cluster_name,
        "cluster.bootstrap_cluster_creator_admin_permissions": True,
        "cluster.security_group_ids": existing.security_group_ids,
        "network.default_security_group": "untouched",
        "adopt": {key: value for key, value in asdict(existing).items() if key != "security_group_ids"},
    }
    return edited(DEV, edits)


@dataclass(frozen=True)
class Adopted:
    """A platform after the first apply, and what the plans before it said."""

    platform: Platform
    existing: Existing
    before: dict[Key, State]
    imported: dict[str, dict[str, str]]
    changes: dict[str, Changes]


@pytest.fixture(scope="module")
def adopted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Adopted]:
    account = Account()
    existing = make_by_hand(account)
    with rehearsed(tmp_path_factory.mktemp("adopted"), {"payments": settings(existing)}, account.inventory) as platform:
        before = platform.objects()
        imported = {}
        changes = {}
        for stack in platform.rehearsal.stacks:
            imported[stack] = imports(platform, stack)
            changes[stack] = platform.apply(stack)
        yield Adopted(platform, existing, before, imported, changes)


def imports(platform: Platform, stack: str) -> dict[str, str]:
    """Address to id of what a plan imports."""
    terraform = platform.terraform(stack)
    shown = terraform.show(terraform.plan("imports"))
    importing = {
        text(change, "address"): text(mapping(mapping(change, "change"), "importing"), "id")
        for change in blocks(shown, "resource_changes")
    }
    return {address: id for address, id in importing.items() if id}


def test_what_the_file_names_is_imported(adopted: Adopted) -> None:
    assert adopted.imported == imported_from(adopted.existing)


def test_it_is_updated_in_place_and_nothing_is_made_anew(adopted: Adopted) -> None:
    done = {address: what for changes in adopted.changes.values() for address, what in changes.items()}
    addresses = [address for stack in imported_from(adopted.existing).values() for address in stack]

    assert {address: done.pop(address) for address in addresses} == dict.fromkeys(addresses, "update")
    assert set(done.values()) == {"create"}


def test_the_control_plane_keeps_its_further_security_groups(adopted: Adopted) -> None:
    clusters = [state for key, state in adopted.platform.objects().items() if key.type_name == "aws_eks_cluster"]

    assert [texts(first_block(it, "vpc_config"), "security_group_ids") for it in clusters] == [
        adopted.existing.security_group_ids
    ]


def test_the_default_security_group_keeps_its_rules(adopted: Adopted) -> None:
    groups = [it for key, it in adopted.platform.objects().items() if key.type_name == "aws_default_security_group"]

    assert [it["ingress"] for it in groups] == [[FROM_THE_OFFICE]]


def test_what_existed_still_exists(adopted: Adopted) -> None:
    assert [key for key in adopted.before if key not in adopted.platform.objects()] == []


def test_afterwards_there_is_nothing_to_plan_with_the_section_or_without(adopted: Adopted) -> None:
    with_section = adopted.platform.plan_all()
    adopted.platform.change({"payments": edited(settings(adopted.existing), {"adopt": None})})

    assert (with_section, adopted.platform.plan_all()) == ({}, {})


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        ({"adopt.vpc_id": "vpc-00000000000000000"}, "Cannot import non-existent remote object"),
        ({"network.cidr_block": "10.20.0.0/16"}, "prevent_destroy"),
    ],
    ids=["unknown", "unequal"],
)
def test_a_plan_refuses_what_it_can_not_adopt(
    tmp_path_factory: pytest.TempPathFactory, edit: Settings, words: str
) -> None:
    account = Account()
    existing = make_by_hand(account)
    changed = edited(settings(existing), edit)
    folder = tmp_path_factory.mktemp("refused")
    with (
        rehearsed(folder, {"payments": changed}, account.inventory) as platform,
        pytest.raises(TerraformError) as raised,
    ):
        platform.plan("payments-network")
    assert words in " ".join(raised.value.output.split())
