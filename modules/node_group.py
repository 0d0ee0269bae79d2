"""A managed node group."""

from collections.abc import Mapping, Sequence

from cdktf import ITerraformDependable, TerraformResourceLifecycle, Token
from cdktf_cdktf_provider_aws.eks_node_group import (
    EksNodeGroup,
    EksNodeGroupLaunchTemplate,
    EksNodeGroupNodeRepairConfig,
    EksNodeGroupScalingConfig,
    EksNodeGroupTaint,
    EksNodeGroupUpdateConfig,
)
from constructs import Construct

from config.cluster.vpc_cni import IpFamily
from config.compute.ami_types import release_parameter
from config.compute.node_group import DesiredSizeOwner
from config.compute.node_group import NodeGroup as NodeGroupSettings
from config.compute.node_release import LATEST
from config.compute.node_updates import USUAL_MAX_UNAVAILABLE_PERCENTAGE, NodeRepairConfig
from config.compute.unchangeable import of_node_group
from config.names import ClusterNames
from modules.launch_template import launch_template


class NodeGroup(Construct):
    """Nodes in the security group that EKS makes, and in no other; replaced by EKS, a few at a time.

    What EKS can't change of a group is in the hash of its name, so that a new group stands before the old one goes.

    `subnets` leads from what is known of each at synthesis (its zone, or its id) to its id.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str,
        cluster_name: str,
        names: ClusterNames,
        settings: NodeGroupSettings,
        kubernetes_version: str,
        role_arn: str,
        subnets: Mapping[str, str],
        tags: Mapping[str, str],
        ip_family: IpFamily,
        depends_on: Sequence[ITerraformDependable],
    ) -> None:
        super().__init__(scope, id)
        unchangeable = of_node_group(settings, node_role=names.node_role, subnets=list(subnets))
        derived_name = names.node_group(name, unchangeable)
        template = launch_template(
            self,
            name=names.launch_template(derived_name),
            settings=settings,
            ip_family=ip_family,
            tags={**tags, "Name": f"{names.cluster}-{name}"},
        )
        self.nodes: ITerraformDependable = EksNodeGroup(
            self,
            "nodes",
            cluster_name=cluster_name,
            node_group_name=derived_name,
            version=kubernetes_version,
            release_version=self._release(settings, kubernetes_version),
            node_role_arn=role_arn,
            subnet_ids=list(subnets.values()),
            ami_type=settings.ami_type,
            instance_types=list(settings.instance_types),
            capacity_type=settings.capacity_type,
            labels=dict(settings.labels) or None,
            taint=[
                EksNodeGroupTaint(key=taint.key, value=taint.value or None, effect=taint.effect)
                for taint in settings.taints
            ]
            or None,
            launch_template=EksNodeGroupLaunchTemplate(
                id=template.id, version=Token.as_string(template.latest_version)
            ),
            scaling_config=EksNodeGroupScalingConfig(
                min_size=settings.min_size,
                max_size=settings.max_size,
                desired_size=settings.min_size if settings.desired_size is None else settings.desired_size,
            ),
            update_config=_update_config(settings),
            node_repair_config=_repair_config(settings.node_repair_config),
            lifecycle=_lifecycle(settings.desired_size_owner),
            depends_on=depends_on,
        )

    def _release(self, settings: NodeGroupSettings, kubernetes_version: str) -> str | None:
        if settings.release_version != LATEST:
            return settings.release_version
        from cdktf_cdktf_provider_aws.data_aws_ssm_parameter import DataAwsSsmParameter  # noqa: PLC0415 - few need it

        name = release_parameter(settings.ami_type, kubernetes_version)
        return DataAwsSsmParameter(self, "release-moves-by-itself", name=name).insecure_value


def _lifecycle(owner: DesiredSizeOwner) -> TerraformResourceLifecycle:
    ignored = None if owner is DesiredSizeOwner.TERRAFORM else ["scaling_config[0].desired_size"]
    return TerraformResourceLifecycle(create_before_destroy=True, ignore_changes=ignored)


def _update_config(settings: NodeGroupSettings) -> EksNodeGroupUpdateConfig:
    if settings.max_unavailable is not None:
        return EksNodeGroupUpdateConfig(max_unavailable=settings.max_unavailable)
    share = settings.max_unavailable_percentage or USUAL_MAX_UNAVAILABLE_PERCENTAGE
    return EksNodeGroupUpdateConfig(max_unavailable_percentage=share)


def _repair_config(config: NodeRepairConfig | None) -> EksNodeGroupNodeRepairConfig | None:
    if config is None:
        return None
    return EksNodeGroupNodeRepairConfig(
        enabled=config.enabled,
        max_unhealthy_node_threshold_count=config.max_unhealthy_node_threshold_count,
        max_unhealthy_node_threshold_percentage=config.max_unhealthy_node_threshold_percentage,
        max_parallel_nodes_repaired_count=config.max_parallel_nodes_repaired_count,
        max_parallel_nodes_repaired_percentage=config.max_parallel_nodes_repaired_percentage,
    )
