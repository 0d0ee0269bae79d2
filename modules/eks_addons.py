"""EKS add-ons: the software in the cluster that AWS manages, pinned."""

import json
from collections.abc import Mapping, Sequence

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_aws.data_aws_eks_addon_version import DataAwsEksAddonVersion
from cdktf_cdktf_provider_aws.eks_addon import EksAddon
from constructs import Construct

from config.cluster.kubernetes_versions import addon_version


class EksAddons(Construct):
    """A set of EKS add-ons that have to wait for the same things.

    A version comes from the environment file, else from the table for the Kubernetes version, else, where the table
    ends, from AWS's default of the day: that one can move by itself.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        cluster_name: str,
        kubernetes_version: str,
        addons: Sequence[str],
        versions: Mapping[str, str],
        role_arns: Mapping[str, str] | None = None,
        configurations: Mapping[str, Mapping[str, object]] | None = None,
        depends_on: Sequence[ITerraformDependable],
    ) -> None:
        super().__init__(scope, id)
        configurations = configurations or {}
        self.addons: Sequence[ITerraformDependable] = [
            EksAddon(
                self,
                addon,
                cluster_name=cluster_name,
                addon_name=addon,
                addon_version=versions.get(addon)
                or addon_version(addon, kubernetes_version)
                or self._default_version(addon, kubernetes_version),
                configuration_values=json.dumps(configurations[addon]) if configurations.get(addon) else None,
                service_account_role_arn=(role_arns or {}).get(addon),
                # What the file says holds, whoever edited the add-on's objects by hand.
                resolve_conflicts_on_create="OVERWRITE",
                resolve_conflicts_on_update="OVERWRITE",
                depends_on=depends_on,
            )
            for addon in addons
        ]

    def _default_version(self, addon: str, kubernetes_version: str) -> str:
        return DataAwsEksAddonVersion(
            self, f"{addon}-moves-by-itself", addon_name=addon, kubernetes_version=kubernetes_version
        ).version
