"""Import blocks: what exists already comes under the care of a stack, in the place of being made by it.

The bindings' `generate_config_for_import` writes configuration for what is imported. Here the configuration is written
already, and Terraform compares it with what it finds.
"""

from cdktf import TerraformResource
from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.eks_access_entry import EksAccessEntry
from cdktf_cdktf_provider_aws.eks_addon import EksAddon
from cdktf_cdktf_provider_aws.eks_cluster import EksCluster
from cdktf_cdktf_provider_aws.iam_openid_connect_provider import IamOpenidConnectProvider
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.internet_gateway import InternetGateway
from cdktf_cdktf_provider_aws.vpc import Vpc

from config.adoption import Adoption
from stacks.platform_stack import PlatformStack


def import_existing(stack: PlatformStack, adoption: Adoption) -> None:
    """Have Terraform import each resource of `stack` for which `adoption` has an id.

    As long as it does, it refuses every plan that would destroy one of them to make it anew: what can't be changed is
    then not what the environment file says.
    """
    for element in stack.node.find_all():
        if isinstance(element, TerraformResource):
            existing = _import_id(element, adoption)
            if existing is not None:
                element.import_from(existing)
                element.add_override("lifecycle.prevent_destroy", value=True)


def _import_id(resource: TerraformResource, adoption: Adoption) -> str | None:
    """The id of what exists in the place of a resource, as the provider documents it for imports of the type."""
    cluster = adoption.cluster_name
    only_ones: dict[type, str | None] = {
        Vpc: adoption.vpc_id,
        InternetGateway: adoption.internet_gateway_id,
        EksCluster: cluster,
        IamOpenidConnectProvider: adoption.oidc_provider_arn,
    }
    match resource:
        case IamRole() if resource.name_input in {adoption.cluster_role_name, adoption.node_role_name}:
            return resource.name_input
        case CloudwatchLogGroup() if resource.name_input == adoption.cluster_log_group_name:
            return resource.name_input
        case EksAddon() if resource.addon_name_input in adoption.addon_names:
            return f"{cluster}:{resource.addon_name_input}"
        case EksAccessEntry() if resource.principal_arn_input in adoption.access_entry_principal_arns:
            return f"{cluster}:{resource.principal_arn_input}"
        case _:
            return only_ones.get(type(resource))
