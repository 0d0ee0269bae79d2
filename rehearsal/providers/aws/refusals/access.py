"""Access to a cluster that EKS does not give."""

from rehearsal.engine.values import first_block, text
from rehearsal.providers.aws.refusals.answer import EKS_API, USERGUIDE, refused
from rehearsal.providers.aws.resource import Refusal, Resource


def _entry_in_old_mode(resource: Resource) -> None:
    cluster = resource.other("aws_eks_cluster", resource.text("cluster_name"))
    if text(first_block(cluster, "access_config"), "authentication_mode") == "CONFIG_MAP":
        entry_id = f"{resource.text('cluster_name')}:{resource.text('principal_arn')}"
        raise refused(
            f"creating EKS Access Entry ({entry_id})",
            "EKS: CreateAccessEntry",
            "InvalidRequestException: The cluster's authentication mode must be set to one of "
            "[API, API_AND_CONFIG_MAP] to perform this operation.",
            source=f"{USERGUIDE}/setting-up-access-entries.html",
        )


def _policy_without_entry(resource: Resource) -> None:
    names = [resource.text(name) for name in ("cluster_name", "principal_arn", "policy_arn")]
    entries = (
        [text(entry, "cluster_name"), text(entry, "principal_arn")] for entry in resource.all("aws_eks_access_entry")
    )
    if resource.other("aws_eks_cluster", names[0]) and names[:2] not in entries:
        raise refused(
            f"creating EKS Access Policy Association ({'#'.join(names)})",
            "EKS: AssociateAccessPolicy",
            "ResourceNotFoundException: The specified principalArn could not be found. You can view your available "
            "access entries with 'list-access-entries'.",
            source=f"{EKS_API}/API_AssociateAccessPolicy.html",
            status=404,
        )


def _second_association(resource: Resource) -> None:
    wanted = [resource.text(name) for name in _ASSOCIATION]
    for association in resource.all("aws_eks_pod_identity_association"):
        if [text(association, name) for name in _ASSOCIATION] == wanted:
            raise refused(
                "creating EKS Pod Identity Association",
                "EKS: CreatePodIdentityAssociation",
                f"ResourceInUseException: Association already exists: {text(association, 'association_id')}",
                source=f"{EKS_API}/API_CreatePodIdentityAssociation.html",
                status=409,
            )


_ASSOCIATION = ("cluster_name", "namespace", "service_account")

ON_CREATE: dict[str, tuple[Refusal, ...]] = {
    "aws_eks_access_entry": (_entry_in_old_mode,),
    "aws_eks_access_policy_association": (_policy_without_entry,),
    "aws_eks_pod_identity_association": (_second_association,),
}
