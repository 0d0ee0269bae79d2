"""What exists already and is managed from now on: Terraform imports it instead of making it.

Ids are those that the provider documents for the import of each type, such as
https://registry.terraform.io/providers/hashicorp/aws/6.25.0/docs/resources/eks_cluster#import.
"""

from typing import Annotated

from pydantic import Field

from config.cluster.cluster import AddonName, ClusterName
from config.cluster.principals import PrincipalArn
from config.network.existing_network import VpcId
from config.role_names import RoleName
from config.rules.model import Model
from config.rules.rule import UNIQUE, matching

_GATEWAY_PATTERN = "^igw-([0-9a-f]{8}|[0-9a-f]{17})$"
_GATEWAY_REMEDY = "is no id of an internet gateway; write one like igw-0123456789abcdef0"


class Adoption(Model):
    """Ids of what exists already and is managed from now on; the section can go again after the first apply."""

    vpc_id: VpcId | None = None
    """Id of the VPC that `network` describes; its subnets are made anew, in the places that the address plan has."""
    internet_gateway_id: (
        Annotated[str, Field(examples=["igw-0123456789abcdef0"]), matching(_GATEWAY_PATTERN, _GATEWAY_REMEDY)] | None
    ) = None
    """Id of the internet gateway of the VPC, which can have only one."""
    cluster_name: Annotated[ClusterName, Field(examples=["payments"])] | None = None
    """Name of the cluster that `cluster` describes."""
    cluster_role_name: Annotated[RoleName, Field(examples=["payments-cluster"])] | None = None
    """Name of the role of its control plane; the cluster keeps the role that it was made with."""
    node_role_name: Annotated[RoleName, Field(examples=["payments-node"])] | None = None
    """Name of a role for nodes."""
    oidc_provider_arn: (
        Annotated[
            str, Field(examples=["arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/0123"])
        ]
        | None
    ) = None
    """ARN of the IAM OIDC provider of its issuer, of which an account can have only one."""
    cluster_log_group_name: Annotated[str, Field(examples=["/aws/eks/payments/cluster"])] | None = None
    """Name of the log group of the control plane, which is there if any log type was ever on."""
    addon_names: Annotated[tuple[AddonName, ...], Field(examples=[["kube-proxy"]]), UNIQUE] = ()
    """EKS add-ons that the cluster has; not what runs there without being one."""
    access_entry_principal_arns: Annotated[
        tuple[PrincipalArn, ...], Field(examples=[["arn:aws:iam::111122223333:role/platform-admin"]]), UNIQUE
    ] = ()
    """Those of the principals that this file gives access who have an access entry already."""
