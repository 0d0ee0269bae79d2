"""The launch template of a managed node group: all of a node that EKS leaves to EC2."""

from base64 import b64encode
from collections.abc import Mapping

from cdktf import TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.launch_template import (
    LaunchTemplate,
    LaunchTemplateBlockDeviceMappings,
    LaunchTemplateBlockDeviceMappingsEbs,
    LaunchTemplateMetadataOptions,
    LaunchTemplateTagSpecifications,
)
from constructs import Construct

from config.cluster.vpc_cni import IpFamily
from config.compute.ami_types import is_bottlerocket
from config.compute.node_disk import Disk
from config.compute.node_group import NodeGroup
from config.compute.node_user_data import whole_user_data

_TAGGED_RESOURCES = ("instance", "volume", "network-interface")
_BOTTLEROCKET_SYSTEM_VOLUME_GIB = 4


def launch_template(
    scope: Construct, *, name: str, settings: NodeGroup, ip_family: IpFamily, tags: Mapping[str, str]
) -> LaunchTemplate:
    """The template in a node group's construct; `tags` go to what EKS makes from it."""
    return LaunchTemplate(
        scope,
        "launch-template",
        name=name,
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
        user_data=_user_data(settings),
        # Default tags of the provider do not reach what EKS makes from the template.
        tag_specifications=[
            LaunchTemplateTagSpecifications(resource_type=resource_type, tags=tags)
            for resource_type in _TAGGED_RESOURCES
        ],
        lifecycle=TerraformResourceLifecycle(create_before_destroy=True),
    )


def _user_data(settings: NodeGroup) -> str | None:
    text = whole_user_data(settings.user_data, settings.ami_type, settings.max_pods)
    return text and b64encode(text.encode()).decode()


def _volumes(settings: NodeGroup) -> list[LaunchTemplateBlockDeviceMappings]:
    """Root volume, or system and data volume: Bottlerocket keeps images and pods on a second device."""
    if is_bottlerocket(settings.ami_type):
        system = _volume("/dev/xvda", _BOTTLEROCKET_SYSTEM_VOLUME_GIB, Disk(kms_key_id=settings.disk.kms_key_id))
        return [system, _volume("/dev/xvdb", settings.disk_size, settings.disk)]
    return [_volume("/dev/xvda", settings.disk_size, settings.disk)]


def _volume(device_name: str, size_gib: int, disk: Disk) -> LaunchTemplateBlockDeviceMappings:
    return LaunchTemplateBlockDeviceMappings(
        device_name=device_name,
        ebs=LaunchTemplateBlockDeviceMappingsEbs(
            volume_size=size_gib,
            volume_type=disk.volume_type,
            iops=disk.iops,
            throughput=disk.throughput,
            kms_key_id=disk.kms_key_id,
            encrypted="true",
            delete_on_termination="true",
        ),
    )
