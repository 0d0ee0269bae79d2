"""A managed node group with its launch template."""

from collections.abc import Mapping, Sequence

from cdktf import ITerraformDependable, TerraformResourceLifecycle, Token
from cdktf_cdktf_provider_aws.eks_node_group import (
    EksNodeGroup,
    EksNodeGroupLaunchTemplate,
    EksNodeGroupScalingConfig,
    EksNodeGroupTaint,
    EksNodeGroupUpdateConfig,
)
from cdktf_cdktf_provider_aws.launch_template import (
    LaunchTemplate,
    LaunchTemplateBlockDeviceMappings,
    LaunchTemplateBlockDeviceMappingsEbs,
    LaunchTemplateMetadataOptions,
    LaunchTemplateTagSpecifications,
)
from constructs import Construct

from config.names import ClusterNames
from config.node_group import DesiredSizeOwner
from config.node_group import NodeGroup as NodeGroupSettings
from config.unchangeable import of_node_group
from config.vpc_cni import IpFamily

_TAGGED_RESOURCES = ("instance", "volume", "network-interface")
_BOTTLEROCKET_SYSTEM_VOLUME_GIB = 4


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
        template = LaunchTemplate(
            self,
            "launch-template",
            name=names.launch_template(derived_name),
            update_default_version=True,
            metadata_options=LaunchTemplateMetadataOptions(
                http_endpoint="enabled",
                http_tokens="required",
                # One hop: a pod can't reach the node's credentials.
                http_put_response_hop_limit=1,
                # EKS has no use for the endpoint that an IPv6 node could have besides.
                http_protocol_ipv6="disabled" if ip_family == "ipv6" else None,
            ),
            block_device_mappings=_volumes(settings),
            # Default tags of the provider do not reach what EKS makes from the template.
            tag_specifications=[
                LaunchTemplateTagSpecifications(
                    resource_type=resource_type, tags={**tags, "Name": f"{names.cluster}-{name}"}
                )
                for resource_type in _TAGGED_RESOURCES
            ],
            lifecycle=TerraformResourceLifecycle(create_before_destroy=True),
        )
        self.nodes: ITerraformDependable = EksNodeGroup(
            self,
            "nodes",
            cluster_name=cluster_name,
            node_group_name=derived_name,
            version=kubernetes_version,
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
            update_config=EksNodeGroupUpdateConfig(max_unavailable_percentage=settings.max_unavailable_percentage),
            lifecycle=_lifecycle(settings.desired_size_owner),
            depends_on=depends_on,
        )


def _lifecycle(owner: DesiredSizeOwner) -> TerraformResourceLifecycle:
    ignored = None if owner is DesiredSizeOwner.TERRAFORM else ["scaling_config[0].desired_size"]
    return TerraformResourceLifecycle(create_before_destroy=True, ignore_changes=ignored)


def _volumes(settings: NodeGroupSettings) -> list[LaunchTemplateBlockDeviceMappings]:
    """Root volume, or system and data volume: Bottlerocket keeps images and pods on a second device."""
    if settings.ami_type.startswith("BOTTLEROCKET"):
        return [_volume("/dev/xvda", _BOTTLEROCKET_SYSTEM_VOLUME_GIB), _volume("/dev/xvdb", settings.disk_size)]
    return [_volume("/dev/xvda", settings.disk_size)]


def _volume(device_name: str, size_gib: int) -> LaunchTemplateBlockDeviceMappings:
    return LaunchTemplateBlockDeviceMappings(
        device_name=device_name,
        ebs=LaunchTemplateBlockDeviceMappingsEbs(
            volume_size=size_gib, volume_type="gp3", encrypted="true", delete_on_termination="true"
        ),
    )
