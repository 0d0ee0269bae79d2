"""What EKS does not do with a control plane."""

from rehearsal.engine.values import State, first_block, text, texts
from rehearsal.providers.aws.refusals.answer import EKS_API, USERGUIDE, refused
from rehearsal.providers.aws.resource import Refusal, Resource
from rehearsal.providers.aws.trust import find_role, trusts_service

_MOST_SKEW = 3
"""How many minor versions nodes may be behind: https://kubernetes.io/releases/version-skew-policy/#kubelet."""
_POLICY = "AmazonEKSClusterPolicy"
_MODES = ("CONFIG_MAP", "API_AND_CONFIG_MAP", "API")
"""Each can only become the next one."""


def minor(version: str) -> int:
    """The minor version of `1.35`; 0 where there is none."""
    number = version.partition(".")[2]
    return int(number) if number.isdecimal() else 0


def zones(resource: Resource, cluster: State) -> list[str] | None:
    """The zones of the control plane's subnets, or None where one of the subnets is not of this rehearsal."""
    subnet_ids = texts(first_block(cluster, "vpc_config"), "subnet_ids")
    found = [text(resource.other("aws_subnet", subnet_id), "availability_zone") for subnet_id in subnet_ids]
    return sorted(set(found)) if found and all(found) else None


def _too_few_zones(resource: Resource) -> None:
    found = zones(resource, resource.planned)
    if found is not None and len(found) < 2:  # noqa: PLR2004 - the number stands in the message
        raise refused(
            _creating(resource),
            "EKS: CreateCluster",
            "InvalidParameterException: Subnets specified must be in at least two different AZs",
            source=f"{USERGUIDE}/network-reqs.html",
        )


def _role_of_nobody(resource: Resource) -> None:
    role = find_role(resource.change.inventory, resource.text("role_arn"))
    if role is not None and not trusts_service(role, "eks.amazonaws.com"):
        raise refused(
            _creating(resource),
            "EKS: CreateCluster",
            "InvalidParameterException: Role could not be assumed because the trusted entity is not correct",
            source=f"{USERGUIDE}/cluster-iam-role.html",
        )


def _role_without_policy(resource: Resource) -> None:
    role = find_role(resource.change.inventory, resource.text("role_arn"))
    if role is not None and not has_policy(resource, role, _POLICY):
        arn = f"arn:{resource.account.partition.name}:iam::aws:policy/{_POLICY}"
        raise refused(
            _creating(resource),
            "EKS: CreateCluster",
            "InvalidParameterException: The provided role doesn't have the Amazon EKS Managed Policies associated with "
            f"it. Please ensure the following policy is attached: {arn}",
            source=f"{USERGUIDE}/cluster-iam-role.html",
        )


def has_policy(resource: Resource, role: State, *policies: str) -> bool:
    """Whether all these policies of AWS are attached to a role."""
    attached = {
        text(attachment, "policy_arn").rpartition("/")[2]
        for attachment in resource.all("aws_iam_role_policy_attachment")
        if text(attachment, "role") == text(role, "name")
    }
    return attached.issuperset(policies)


def _other_zones(resource: Resource) -> None:
    before, after = zones(resource, resource.change.prior or {}), zones(resource, resource.planned)
    if before is not None and after is not None and before != after:
        raise refused(
            f"updating EKS Cluster ({resource.text('name')}) subnets",
            "EKS: UpdateClusterConfig",
            f"InvalidParameterException: Provided subnets belong to the AZs '{','.join(after)}'. But they should "
            f"belong to the exact set of AZs '{','.join(before)}' in which subnets were provided during cluster "
            "creation",
            source=f"{USERGUIDE}/network-reqs.html",
        )


def _skipped_version(resource: Resource) -> None:
    before, after = text(resource.change.prior or {}, "version"), resource.text("version")
    if after and after != before and minor(after) != minor(before) + 1:
        raise refused(
            _updating_version(resource),
            "EKS: UpdateClusterVersion",
            f"InvalidParameterException: Unsupported Kubernetes minor version update from {before} to {after}",
            source=f"{USERGUIDE}/update-cluster.html",
        )


def _nodes_left_behind(resource: Resource) -> None:
    name, version = resource.text("name"), resource.text("version")
    old = [
        text(group, "node_group_name")
        for group in resource.all("aws_eks_node_group")
        if text(group, "cluster_name") == name and minor(version) - minor(text(group, "version")) > _MOST_SKEW
    ]
    before = text(resource.change.prior or {}, "version")
    if version and version != before and old:
        raise refused(
            _updating_version(resource),
            "EKS: UpdateClusterVersion",
            f"InvalidRequestException: Nodegroups {', '.join(old)} must be updated to match cluster version {before} "
            "before updating cluster version",
            source="https://github.com/hashicorp/terraform-provider-aws/issues/19478",
        )


def _access_mode(resource: Resource) -> None:
    before = text(first_block(resource.change.prior or {}, "access_config"), "authentication_mode")
    after = text(first_block(resource.planned, "access_config"), "authentication_mode")
    known = before in _MODES and after in _MODES
    if known and after != before and _MODES.index(after) != _MODES.index(before) + 1:
        raise refused(
            f"updating EKS Cluster ({resource.text('name')}) access configuration",
            "EKS: UpdateClusterConfig",
            f"InvalidParameterException: Unsupported authentication mode update from {before} to {after}",
            source=f"{USERGUIDE}/setting-up-access-entries.html",
        )


def _key_elsewhere(resource: Resource) -> None:
    """The page tells of the rule; the words are ours."""
    key_arn = _key(resource.planned)
    region = key_arn.split(":")[3] if key_arn.count(":") > 3 else resource.region  # noqa: PLR2004 - the place in an ARN
    if region != resource.region:
        raise refused(
            _creating(resource),
            "EKS: CreateCluster",
            f"InvalidParameterException: The key {key_arn} must be in the region of the cluster, {resource.region}",
            source=f"{USERGUIDE}/enable-kms.html",
        )


def _other_key(resource: Resource) -> None:
    """The provider sends a key only where there was none: each plan would show the change anew."""
    before, after = _key(resource.change.prior or {}), _key(resource.planned)
    if before and after and before != after:
        raise refused(
            f"associating EKS Cluster ({resource.text('name')}) encryption config",
            "EKS: AssociateEncryptionConfig",
            "InvalidParameterException: Encryption is already enabled on the cluster",
            source="https://github.com/hashicorp/terraform-provider-aws/issues/19968",
        )


def _key(cluster: State) -> str:
    return text(first_block(first_block(cluster, "encryption_config"), "provider"), "key_arn")


def _protected(resource: Resource) -> None:
    """The page names the code of the error, not its words; these are ours."""
    name = resource.text("name")
    if resource.planned.get("deletion_protection") is True:
        raise refused(
            f"deleting EKS Cluster ({name})",
            "EKS: DeleteCluster",
            f"InvalidRequestException: Cluster {name} cannot be deleted because it has deletion protection turned on",
            source=f"{USERGUIDE}/deletion-protection.html",
        )


def _with_nodes(resource: Resource) -> None:
    """The words for Fargate profiles are ours; the page says that they have to go first, too."""
    name = resource.text("name")
    for kind, what in {"aws_eks_node_group": "nodegroups", "aws_eks_fargate_profile": "Fargate profiles"}.items():
        if any(text(other, "cluster_name") == name for other in resource.all(kind)):
            raise refused(
                f"deleting EKS Cluster ({name})",
                "EKS: DeleteCluster",
                f"ResourceInUseException: Cluster has {what} attached",
                source=f"{EKS_API}/API_DeleteCluster.html",
                status=409,
            )


def _creating(resource: Resource) -> str:
    return f"creating EKS Cluster ({resource.text('name')})"


def _updating_version(resource: Resource) -> str:
    return f"updating EKS Cluster ({resource.text('name')}) version"


ON_CREATE: dict[str, tuple[Refusal, ...]] = {
    "aws_eks_cluster": (_too_few_zones, _role_of_nobody, _role_without_policy, _key_elsewhere),
}
ON_UPDATE: dict[str, tuple[Refusal, ...]] = {
    "aws_eks_cluster": (_skipped_version, _nodes_left_behind, _other_zones, _access_mode, _other_key),
}
ON_DELETE: dict[str, tuple[Refusal, ...]] = {"aws_eks_cluster": (_protected, _with_nodes)}
