"""Who may use the Kubernetes API: EKS access entries, one for each IAM principal."""

import re
from collections.abc import Mapping
from enum import StrEnum

from cdktf_cdktf_provider_aws.eks_access_entry import EksAccessEntry
from cdktf_cdktf_provider_aws.eks_access_policy_association import (
    EksAccessPolicyAssociation,
    EksAccessPolicyAssociationAccessScope,
)
from constructs import Construct

from config.names import with_hash
from config.regions import Region
from modules.template_text import literal


class AccessPolicy(StrEnum):
    """An EKS access policy (https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html)."""

    CLUSTER_ADMIN = "AmazonEKSClusterAdminPolicy"
    VIEW = "AmazonEKSViewPolicy"
    """Kubernetes's `view`: everything but secrets, roles and bindings."""


class AccessEntries(Construct):
    """An access entry and one access policy, for the whole cluster, for each principal (ARN to policy)."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        cluster_name: str,
        region: Region,
        policies: Mapping[str, AccessPolicy],
    ) -> None:
        super().__init__(scope, id)
        for principal_arn, policy in policies.items():
            self._enter(cluster_name, region, principal_arn, policy)

    def _enter(self, cluster_name: str, region: Region, principal_arn: str, policy: AccessPolicy) -> None:
        # The entry is addressed by its principal alone: one who moves from admins to viewers keeps it.
        entry = EksAccessEntry(
            self,
            principal_id(principal_arn),
            cluster_name=cluster_name,
            principal_arn=literal(principal_arn),
            type="STANDARD",
        )
        EksAccessPolicyAssociation(
            entry,  # below its entry, where no id of another principal can meet its own
            policy.value,
            cluster_name=entry.cluster_name,
            principal_arn=entry.principal_arn,
            policy_arn=f"arn:{region.partition}:eks::aws:cluster-access-policy/{policy}",
            access_scope=EksAccessPolicyAssociationAccessScope(type="cluster"),
        )


def principal_id(principal_arn: str) -> str:
    """A construct id for a principal: its account and name, with a hash where characters had to be replaced."""
    account_id, resource = principal_arn.split(":", 5)[4:]
    readable = re.sub(r"[^A-Za-z0-9-]", "-", f"{account_id}-{resource}")
    plain = resource.count("/") == 1 and readable == f"{account_id}-{resource}".replace("/", "-")
    return readable if plain else with_hash(readable, principal_arn)
