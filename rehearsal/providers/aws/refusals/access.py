"""Access to a cluster that EKS does not give."""

from rehearsal.engine.values import first_block, text, texts
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


def _names_of_nodes(resource: Resource) -> None:
    """Nodes are named by EKS. The page tells of the rule, not of the words; those are ours."""
    kind = resource.text("type")
    if kind not in {"", "STANDARD"} and (texts(resource.planned, "kubernetes_groups") or resource.text("user_name")):
        raise refused(
            f"creating EKS Access Entry ({resource.text('cluster_name')}:{resource.text('principal_arn')})",
            "EKS: CreateAccessEntry",
            f"InvalidParameterException: username and kubernetesGroups can't be specified for type {kind}",
            source=f"{USERGUIDE}/creating-access-entries.html",
        )


def _reserved_names(resource: Resource) -> None:
    names = {
        "username": [resource.text("user_name")],
        "kubernetes group name": texts(resource.planned, "kubernetes_groups"),
    }
    for what, given in names.items():
        for name in given:
            reserved = next((it for it in _RESERVED if name.startswith(it)), None)
            if reserved is not None:
                raise refused(
                    f"creating EKS Access Entry ({resource.text('cluster_name')}:{resource.text('principal_arn')})",
                    "EKS: CreateAccessEntry",
                    f"InvalidParameterException: The {what} {name} is invalid, it cannot start with {reserved}",
                    source=f"{USERGUIDE}/creating-access-entries.html",
                )


_RESERVED = ("system:", "eks:", "aws:", "amazon:", "iam:")


def _policy_of_nodes(resource: Resource) -> None:
    """Only nodes of Auto Mode have a policy, and only theirs. The words are ours."""
    cluster, principal = resource.text("cluster_name"), resource.text("principal_arn")
    kind = text(resource.other("aws_eks_access_entry", f"{cluster}:{principal}"), "type")
    name = resource.text("policy_arn").rpartition("/")[2]
    allowed = {"STANDARD": (name,), "EC2": ("AmazonEKSAutoNodePolicy",)}.get(kind, ())
    if kind and name not in allowed:
        raise refused(
            f"creating EKS Access Policy Association ({cluster}#{principal}#{resource.text('policy_arn')})",
            "EKS: AssociateAccessPolicy",
            f"InvalidRequestException: {name} can't be associated with an access entry of type {kind}",
            source=f"{USERGUIDE}/creating-access-entries.html",
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
    "aws_eks_access_entry": (_entry_in_old_mode, _names_of_nodes, _reserved_names),
    "aws_eks_access_policy_association": (_policy_without_entry, _policy_of_nodes),
    "aws_eks_pod_identity_association": (_second_association,),
}
