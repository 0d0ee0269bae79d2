"""EKS add-ons."""

from collections.abc import Mapping

from cdktf import TerraformResource
from cdktf_cdktf_provider_aws.iam_role import IamRole
from constructs import Construct

from config.cluster.kubernetes_versions import EKS_ADDONS, KUBERNETES_VERSIONS, addon_version
from modules.eks_addons import EksAddons
from tests.synthesis import Json, synthesize_stack


def _synthesize(*addons: str, kubernetes_version: str = "1.35", versions: Mapping[str, str] | None = None) -> Json:
    def build(stack: Construct) -> None:
        EksAddons(
            stack,
            "addons",
            cluster_name="test",
            kubernetes_version=kubernetes_version,
            addons=addons,
            versions=versions or {},
            role_arns={"aws-ebs-csi-driver": "arn:aws:iam::111122223333:role/test-ebs-csi"},
            configurations={"aws-ebs-csi-driver": {"controller": {"extraVolumeTags": {"team": "platform"}}}},
            depends_on=[_something(stack)],
        )

    return synthesize_stack(build)


def _something(stack: Construct) -> TerraformResource:
    return IamRole(stack, "earlier", assume_role_policy="{}")


def test_an_addon_is_pinned_and_has_no_more_than_it_needs() -> None:
    assert _synthesize("coredns")["resource"]["aws_eks_addon"] == {
        "addons_coredns": {
            "cluster_name": "test",
            "addon_name": "coredns",
            "addon_version": "v1.13.2-eksbuild.3",
            "resolve_conflicts_on_create": "OVERWRITE",
            "resolve_conflicts_on_update": "OVERWRITE",
            "depends_on": ["aws_iam_role.earlier"],
        }
    }


def test_an_addon_that_calls_aws_has_a_role_and_its_configuration() -> None:
    assert _synthesize("aws-ebs-csi-driver")["resource"]["aws_eks_addon"] == {
        "addons_aws-ebs-csi-driver": {
            "cluster_name": "test",
            "addon_name": "aws-ebs-csi-driver",
            "addon_version": "v1.57.1-eksbuild.1",
            "service_account_role_arn": "arn:aws:iam::111122223333:role/test-ebs-csi",
            "configuration_values": '{"controller": {"extraVolumeTags": {"team": "platform"}}}',
            "resolve_conflicts_on_create": "OVERWRITE",
            "resolve_conflicts_on_update": "OVERWRITE",
            "depends_on": ["aws_iam_role.earlier"],
        }
    }


def test_the_environments_version_goes_before_the_tables() -> None:
    stack = _synthesize("coredns", "kube-proxy", versions={"coredns": "v1.99.0-eksbuild.1"})

    assert _versions(stack) == {"coredns": "v1.99.0-eksbuild.1", "kube-proxy": "v1.35.0-eksbuild.2"}
    assert "data" not in stack


def test_where_the_table_ends_awss_default_is_marked_as_moving_by_itself() -> None:
    stack = _synthesize("coredns", "kube-proxy", kubernetes_version="1.36", versions={"coredns": "v1.99.0-eksbuild.1"})

    assert _versions(stack) == {
        "coredns": "v1.99.0-eksbuild.1",
        "kube-proxy": "${data.aws_eks_addon_version.addons_kube-proxy-moves-by-itself.version}",
    }
    assert stack["data"] == {
        "aws_eks_addon_version": {
            "addons_kube-proxy-moves-by-itself": {"addon_name": "kube-proxy", "kubernetes_version": "1.36"}
        }
    }


def test_the_table_pins_all_addons_or_none() -> None:
    pinned = {
        version: {addon for addon in EKS_ADDONS if addon_version(addon, version)} for version in KUBERNETES_VERSIONS
    }

    assert pinned == {"1.33": set(EKS_ADDONS), "1.34": set(EKS_ADDONS), "1.35": set(EKS_ADDONS), "1.36": set()}


def _versions(stack: Json) -> dict[str, str]:
    return {addon["addon_name"]: addon["addon_version"] for addon in stack["resource"]["aws_eks_addon"].values()}
