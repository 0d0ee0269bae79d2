"""Who may use the Kubernetes API: EKS access entries, one for each IAM principal."""

import re
from collections.abc import Sequence

from cdktf_cdktf_provider_aws.eks_access_entry import EksAccessEntry
from cdktf_cdktf_provider_aws.eks_access_policy_association import (
    EksAccessPolicyAssociation,
    EksAccessPolicyAssociationAccessScope,
)
from constructs import Construct

from config.cluster.access_entries import AccessEntry, AccessPolicy, NamespaceScope, StandardEntry, policies_of
from config.names import with_hash
from config.regions import Region
from modules.template_text import literal


class AccessEntries(Construct):
    """An access entry for each principal, with its access policies."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        cluster_name: str,
        region: Region,
        entries: Sequence[AccessEntry],
    ) -> None:
        super().__init__(scope, id)
        for entry in entries:
            # The entry is addressed by its principal alone: one who moves from admins to viewers keeps it.
            entered = EksAccessEntry(
                self,
                principal_id(entry.principal_arn),
                cluster_name=cluster_name,
                principal_arn=literal(entry.principal_arn),
                type=entry.type,
                kubernetes_groups=_groups(entry),
                user_name=_user_name(entry),
            )
            for policy in policies_of(entry):
                _associate(entered, region, policy)


def _associate(entry: EksAccessEntry, region: Region, policy: AccessPolicy) -> None:
    scope = policy.access_scope
    EksAccessPolicyAssociation(
        entry,  # below its entry, where no id of another principal can meet its own
        policy.name,
        cluster_name=entry.cluster_name,
        principal_arn=entry.principal_arn,
        policy_arn=f"arn:{region.partition}:eks::aws:cluster-access-policy/{policy.name}",
        access_scope=EksAccessPolicyAssociationAccessScope(
            type=scope.type, namespaces=list(scope.namespaces) if isinstance(scope, NamespaceScope) else None
        ),
    )


def _groups(entry: AccessEntry) -> list[str] | None:
    groups = entry.kubernetes_groups if isinstance(entry, StandardEntry) else ()
    return [literal(group) for group in groups] or None


def _user_name(entry: AccessEntry) -> str | None:
    name = entry.user_name if isinstance(entry, StandardEntry) else None
    return None if name is None else literal(name)


def principal_id(principal_arn: str) -> str:
    """A construct id for a principal: its account and name, with a hash where characters had to be replaced."""
    account_id, resource = principal_arn.split(":", 5)[4:]
    readable = re.sub(r"[^A-Za-z0-9-]", "-", f"{account_id}-{resource}")
    plain = resource.count("/") == 1 and readable == f"{account_id}-{resource}".replace("/", "-")
    return readable if plain else with_hash(readable, principal_arn)
