"""Import blocks: what exists already comes under the care of a stack, in the place of being made by it.

The bindings' `generate_config_for_import` writes configuration for what is imported. Here the configuration is written
already, and Terraform compares it with what it finds.
"""

from collections.abc import Sequence
from typing import TypeAlias

from cdktf import TerraformResource
from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.eks_access_entry import EksAccessEntry
from cdktf_cdktf_provider_aws.eks_addon import EksAddon
from cdktf_cdktf_provider_aws.eks_cluster import EksCluster
from cdktf_cdktf_provider_aws.iam_openid_connect_provider import IamOpenidConnectProvider
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.internet_gateway import InternetGateway
from cdktf_cdktf_provider_aws.vpc import Vpc

from config.cluster.adoption import Adoption
from stacks.platform_stack import PlatformStack

_Place: TypeAlias = tuple[type, str | None]
"""The type of a resource, and its name where there may be several of the type."""


def import_existing(stacks: Sequence[PlatformStack], adoption: Adoption) -> None:
    """Have Terraform import each resource of `stacks` for which `adoption` has an id.

    As long as it does, it refuses every plan that would destroy one of them to make it anew: what can't be changed is
    then not what the environment file says.

    Raises:
        ValueError: an id belongs to no resource, which loading refuses.
    """
    imports = _imports(adoption)
    for element in (element for stack in stacks for element in stack.node.find_all()):
        if isinstance(element, TerraformResource):
            existing = imports.pop(_place(element), None)
            if existing is not None:
                element.import_from(existing)
                element.add_override("lifecycle.prevent_destroy", value=True)
    if imports:
        raise ValueError(f"nothing is made in the place of {', '.join(imports.values())}")


def _imports(adoption: Adoption) -> dict[_Place, str]:
    """Place to the id of what exists there, as the provider documents it for imports of the type."""
    cluster = adoption.cluster_name
    single = {
        (Vpc, None): adoption.vpc_id,
        (InternetGateway, None): adoption.internet_gateway_id,
        (EksCluster, None): cluster,
        (IamOpenidConnectProvider, None): adoption.oidc_provider_arn,
        (IamRole, adoption.cluster_role_name): adoption.cluster_role_name,
        (IamRole, adoption.node_role_name): adoption.node_role_name,
        (CloudwatchLogGroup, adoption.cluster_log_group_name): adoption.cluster_log_group_name,
    }
    return {
        **{place: id for place, id in single.items() if id is not None},
        **{(EksAddon, name): f"{cluster}:{name}" for name in adoption.addon_names},
        **{(EksAccessEntry, arn): f"{cluster}:{arn}" for arn in adoption.access_entry_principal_arns},
    }


def _place(resource: TerraformResource) -> _Place:
    match resource:
        case IamRole() | CloudwatchLogGroup():
            return type(resource), resource.name_input
        case EksAddon():
            return type(resource), resource.addon_name_input
        case EksAccessEntry():
            return type(resource), resource.principal_arn_input
        case _:
            return type(resource), None
