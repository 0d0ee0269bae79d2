"""EKS add-ons that EKS does not take, and those that never become ready."""

from rehearsal.engine.refusal import RefusedError
from rehearsal.engine.values import State, blocks, text
from rehearsal.providers.aws.auto_mode import is_auto
from rehearsal.providers.aws.identities import may_call_aws
from rehearsal.providers.aws.refusals.answer import EKS_API, USERGUIDE, not_ready, refused
from rehearsal.providers.aws.resource import Refusal, Resource
from rehearsal.providers.aws.trust import ServiceAccount

# These run on each node, so without nodes they have nothing to wait for. All others are deployments.
_ON_EACH_NODE = frozenset({"eks-pod-identity-agent", "kube-proxy", "vpc-cni"})

# The service account whose pods cannot start without AWS. The VPC CNI can fall back on the role of its node.
_SERVICE_ACCOUNTS = {"aws-ebs-csi-driver": ServiceAccount("kube-system", "ebs-csi-controller-sa")}


def _of_another_version(resource: Resource) -> None:
    """kube-proxy is published for each Kubernetes version by itself."""
    cluster, version = _cluster(resource), resource.text("addon_version")
    other = version and not version.startswith(f"v{text(cluster, 'version')}.")
    if resource.text("addon_name") == "kube-proxy" and cluster and other and _is_new(resource):
        raise refused(
            f"{'creating' if resource.change.prior is None else 'updating'} EKS Add-On ({_id(resource)})",
            "EKS: CreateAddon" if resource.change.prior is None else "EKS: UpdateAddon",
            "InvalidParameterException: Addon version specified is not supported",
            source=f"{EKS_API}/API_DescribeAddonVersions.html",
        )


def _is_new(resource: Resource) -> bool:
    return text(resource.change.prior or {}, "addon_version") != resource.text("addon_version")


def _without_nodes(resource: Resource) -> None:
    cluster = _cluster(resource)
    if is_auto(cluster):
        return
    groups = (text(group, "cluster_name") for group in resource.all("aws_eks_node_group"))
    if cluster and resource.text("addon_name") not in _ON_EACH_NODE and text(cluster, "name") not in groups:
        raise _degraded(resource, f"{USERGUIDE}/managing-coredns.html")


def _without_identity(resource: Resource) -> None:
    cluster, account = _cluster(resource), _SERVICE_ACCOUNTS.get(resource.text("addon_name"))
    if not cluster or account is None:
        return
    associated = [
        text(association, "role_arn")
        for association in blocks(resource.planned, "pod_identity_association")
        if text(association, "service_account") == account.name
    ]
    role_arn = resource.text("service_account_role_arn")
    if not associated and not may_call_aws(resource.change.inventory, cluster, account, role_arn):
        raise _degraded(resource, f"{USERGUIDE}/ebs-csi.html")


def _degraded(resource: Resource, source: str) -> RefusedError:
    return not_ready(
        f"EKS Add-On ({_id(resource)}) create",
        "timeout while waiting for state to become 'ACTIVE' (last state: 'DEGRADED', timeout: 20m0s)",
        source=source,
    )


def _cluster(resource: Resource) -> State:
    return resource.other("aws_eks_cluster", resource.text("cluster_name"))


def _id(resource: Resource) -> str:
    return f"{resource.text('cluster_name')}:{resource.text('addon_name')}"


ON_CREATE: dict[str, tuple[Refusal, ...]] = {"aws_eks_addon": (_of_another_version,)}
ON_UPDATE = ON_CREATE
NOT_READY: dict[str, tuple[Refusal, ...]] = {"aws_eks_addon": (_without_nodes, _without_identity)}
