"""What exists is imported by the resources that are there anyway, and guarded for as long as it is."""

import json
from pathlib import Path

import pytest

from config.cluster.adoption import Adoption
from stacks.adoption import import_existing
from tests.conftest import synthesize_folders
from tests.rehearsal.changing import Settings, committed, edited
from tests.synthesis import Json, Synthesized

ROLE = "arn:aws:iam::111122223333:role/platform-deployer"
PROVIDER = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/A"
WITHOUT = edited(
    committed("dev"),
    {
        "cluster.role_name": "by-hand",
        "cluster.bootstrap_cluster_creator_admin_permissions": True,
        "cluster.security_group_ids": [],
        "network.default_security_group": "untouched",
    },
)
ADOPTING = edited(
    WITHOUT,
    {
        "adopt": {
            "vpc_id": "vpc-01234567",
            "internet_gateway_id": "igw-01234567",
            "cluster_name": "dev",
            "cluster_role_name": "by-hand",
            "node_role_name": "dev-node",
            "oidc_provider_arn": PROVIDER,
            "cluster_log_group_name": "/aws/eks/dev/cluster",
            "addon_names": ["coredns", "vpc-cni"],
            "access_entry_principal_arns": [ROLE],
        }
    },
)
IMPORTS = {
    "dev-network": {
        "aws_vpc.network_vpc": "vpc-01234567",
        "aws_internet_gateway.network_internet-gateway": "igw-01234567",
    },
    "dev-cluster": {
        "aws_cloudwatch_log_group.cluster_logs": "/aws/eks/dev/cluster",
        "aws_eks_access_entry.access_111122223333-role-platform-deployer": f"dev:{ROLE}",
        "aws_eks_addon.addons-after-nodes_coredns": "dev:coredns",
        "aws_eks_addon.addons-before-nodes_vpc-cni": "dev:vpc-cni",
        "aws_eks_cluster.cluster_control-plane": "dev",
        "aws_iam_openid_connect_provider.oidc_provider": PROVIDER,
        "aws_iam_role.cluster_service_role": "by-hand",
        "aws_iam_role.node_role": "dev-node",
    },
}


def synthesize(settings: Settings, project: Path) -> Synthesized:
    files = project / "environments"
    files.mkdir(parents=True)
    (files / "dev.yaml").write_text(json.dumps(settings), encoding="utf-8")  # JSON is YAML
    return synthesize_folders([files], project)


def without_adoption(stack: Json) -> Json:
    """A stack without its import blocks, and without what guards the resources that they name."""
    result = {key: value for key, value in stack.items() if key != "import"}
    for block in stack.get("import", []):
        kind, name = block["to"].split(".")
        assert result["resource"][kind][name].pop("lifecycle") == {"prevent_destroy": True}
    return result


def test_each_id_becomes_an_import_block_of_its_resource(tmp_path: Path) -> None:
    stacks = synthesize(ADOPTING, tmp_path).stacks
    imports = {id: {it["to"]: it["id"] for it in stack.get("import", [])} for id, stack in stacks.items()}

    assert {id: blocks for id, blocks in imports.items() if blocks} == IMPORTS


def test_an_id_in_whose_place_nothing_is_made_is_no_id() -> None:
    with pytest.raises(ValueError, match="nothing is made in the place of vpc-01234567"):
        import_existing([], Adoption(vpc_id="vpc-01234567"))


def test_nothing_else_changes_and_what_is_imported_is_guarded(tmp_path: Path) -> None:
    adopting = synthesize(ADOPTING, tmp_path / "adopting").stacks
    without = synthesize(WITHOUT, tmp_path / "without").stacks

    assert {id: without_adoption(stack) for id, stack in adopting.items()} == without
