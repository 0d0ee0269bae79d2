"""What EKS does not take of EKS Auto Mode, and the provider before it."""

from rehearsal.engine.refusal import RefusedError
from rehearsal.engine.values import State, first_block, text, texts
from rehearsal.providers.aws.auto_mode import is_auto
from rehearsal.providers.aws.refusals.answer import EKS_API, USERGUIDE, refused
from rehearsal.providers.aws.refusals.clusters import has_policy
from rehearsal.providers.aws.resource import Refusal, Resource
from rehearsal.providers.aws.trust import find_role, may_tag_sessions

_PROVIDER = "https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/internal/service/eks/cluster.go"
_ROLE = f"{USERGUIDE}/auto-cluster-iam-role.html"
_POLICIES = (
    "AmazonEKSBlockStoragePolicy",
    "AmazonEKSComputePolicy",
    "AmazonEKSLoadBalancingPolicy",
    "AmazonEKSNetworkingPolicy",
)


def _switches(cluster: State) -> list[bool]:
    network = first_block(first_block(cluster, "kubernetes_network_config"), "elastic_load_balancing")
    storage = first_block(first_block(cluster, "storage_config"), "block_storage")
    return [it.get("enabled") is True for it in (first_block(cluster, "compute_config"), network, storage)]


def _only_a_part(resource: Resource) -> None:
    """The provider sees it while planning."""
    if len(set(_switches(resource.planned))) > 1:
        raise RefusedError(
            "compute_config.enabled, kubernetes_networking_config.elastic_load_balancing.enabled, and "
            "storage_config.block_storage.enabled must all be set to either true or false",
            f"See {_PROVIDER}",
        )


def _pools_without_role(resource: Resource) -> None:
    compute = first_block(resource.planned, "compute_config")
    # The role is not known before it is made; by then it has an ARN.
    role, pools = compute.get("node_role_arn"), texts(compute, "node_pools")
    if pools and not role:
        raise _not_taken(
            resource, "When Compute Config nodeRoleArn is null or empty, nodePool list cannot be populated."
        )
    if role and not pools:
        raise _not_taken(
            resource, "When Compute Config nodeRoleArn is not null or empty, nodePool value(s) must be provided."
        )


def _own_addons_too(resource: Resource) -> None:
    """The page tells of the rule; the words are ours."""
    if is_auto(resource.planned) and resource.planned.get("bootstrap_self_managed_addons") is not False:
        raise _not_taken(resource, "bootstrapSelfManagedAddons must be false for EKS Auto Mode")


def _role_without_permissions(resource: Resource) -> None:
    """EKS makes such a cluster, and its nodes never come. The words are ours."""
    role = find_role(resource.change.inventory, resource.text("role_arn"))
    if role is None or not is_auto(resource.planned):
        return
    if not has_policy(resource, role, *_POLICIES):
        missing = [policy for policy in _POLICIES if not has_policy(resource, role, policy)]
        raise _not_taken(resource, f"The provided role lacks policies for EKS Auto Mode: {', '.join(missing)}", _ROLE)
    if not may_tag_sessions(role, "eks.amazonaws.com"):
        raise _not_taken(resource, "The trust policy of the provided role does not allow sts:TagSession", _ROLE)


def _left_out(resource: Resource) -> None:
    """The provider keeps what is left out, so the cluster would go on without the permissions it needs."""
    if is_auto(resource.change.prior or {}) and not first_block(resource.planned, "compute_config"):
        raise RefusedError(
            f"updating EKS Cluster ({resource.text('name')}): arguments of EKS Auto Mode that are left out stay "
            "as they are; set enabled = false in each of them, and apply, before they are taken away",
            "See https://github.com/terraform-aws-modules/terraform-aws-eks#eks-auto-mode",
        )


def _not_taken(
    resource: Resource, answer: str, source: str = f"{EKS_API}/API_ComputeConfigRequest.html"
) -> RefusedError:
    name, creating = text(resource.planned, "name"), resource.change.prior is None
    return refused(
        f"creating EKS Cluster ({name})" if creating else f"updating EKS Cluster ({name}) compute config",
        "EKS: CreateCluster" if creating else "EKS: UpdateClusterConfig",
        f"InvalidParameterException: {answer}",
        source=source,
    )


ON_CREATE: dict[str, tuple[Refusal, ...]] = {
    "aws_eks_cluster": (_only_a_part, _pools_without_role, _own_addons_too, _role_without_permissions),
}
ON_UPDATE: dict[str, tuple[Refusal, ...]] = {"aws_eks_cluster": (_left_out, *ON_CREATE["aws_eks_cluster"])}
