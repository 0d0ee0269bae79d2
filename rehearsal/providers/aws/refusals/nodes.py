"""Node groups that EKS does not make, and nodes that never become ready."""

from rehearsal.engine.values import State, first_block, text
from rehearsal.providers.aws.refusals.answer import EKS_API, USERGUIDE, not_ready, refused
from rehearsal.providers.aws.refusals.clusters import has_policy, minor
from rehearsal.providers.aws.resource import Refusal, Resource
from rehearsal.providers.aws.trust import find_role, trusts_service

_TROUBLESHOOTING = f"{USERGUIDE}/troubleshooting.html"
_WORKER_POLICY = "AmazonEKSWorkerNodePolicy"
_PULLING = ("AmazonEC2ContainerRegistryPullOnly", "AmazonEC2ContainerRegistryReadOnly")
"""One of these lets nodes fetch images: https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html."""


def _cluster(resource: Resource) -> State:
    return resource.other("aws_eks_cluster", resource.text("cluster_name"))


def _newer_than_control_plane(resource: Resource) -> None:
    wanted, current = resource.text("version"), text(_cluster(resource), "version")
    if wanted and current and minor(wanted) > minor(current):
        raise refused(_creating(resource), "EKS: CreateNodegroup", _version_answer(current, current), source=_VERSIONS)


def _other_version(resource: Resource) -> None:
    """A node group goes to the version of its control plane, or stays."""
    before, after = text(resource.change.prior or {}, "version"), resource.text("version")
    current = text(_cluster(resource), "version")
    if current and after not in {"", before, current}:
        raise refused(
            f"updating EKS Node Group ({_id(resource)}) version",
            "EKS: UpdateNodegroupVersion",
            _version_answer(current, before),
            source=_VERSIONS,
        )


_VERSIONS = f"{EKS_API}/API_UpdateNodegroupVersion.html"


def _version_answer(current: str, before: str) -> str:
    return (
        "InvalidParameterException: Nodegroup Kubernetes version should be equal to Cluster kubernetes version "
        f"{current} or NodeGroup kubernetes version {before}"
    )


def _desired_size_outside_of_the_bounds(resource: Resource) -> None:
    """A desired size that is ignored goes along with the bounds as it is in the state.

    https://github.com/hashicorp/terraform-provider-aws/issues/18310
    """
    scaling = first_block(resource.planned, "scaling_config")
    least, most, desired = (scaling.get(key) for key in ("min_size", "max_size", "desired_size"))
    if not (isinstance(least, int) and isinstance(most, int) and isinstance(desired, int)):
        return
    why = None
    if least > desired:
        why = f"Minimum capacity {least} can't be greater than desired size {desired}"
    elif desired > most:
        why = f"desired capacity {desired} can't be greater than max size {most}"
    if why is not None:
        raise refused(
            f"updating EKS Node Group ({_id(resource)}) config",
            "EKS: UpdateNodegroupConfig",
            f"InvalidParameterException: {why}",
            source=f"{EKS_API}/API_NodegroupScalingConfig.html",
        )


def _role_of_nobody(resource: Resource) -> None:
    arn = resource.text("node_role_arn")
    role = find_role(resource.change.inventory, arn)
    service = f"ec2.{resource.account.partition.dns_suffix}"
    if role is not None and not trusts_service(role, service):
        raise refused(
            _creating(resource),
            "EKS: CreateNodegroup",
            f"InvalidParameterException: Following required service principals [{service}] were not found in the trust "
            f"relationships of nodeRole {arn}",
            source=f"{USERGUIDE}/create-node-role.html",
        )


def _disk_in_two_places(resource: Resource) -> None:
    if first_block(resource.planned, "launch_template") and isinstance(resource.planned.get("disk_size"), int):
        raise refused(
            _creating(resource),
            "EKS: CreateNodegroup",
            "InvalidParameterException: Disk size must be specified within the launch template.",
            source=f"{USERGUIDE}/launch-templates.html",
        )


def _cannot_join(resource: Resource) -> None:
    role = find_role(resource.change.inventory, resource.text("node_role_arn"))
    if role is None:
        return
    if not has_policy(resource, role, _WORKER_POLICY) or not any(has_policy(resource, role, it) for it in _PULLING):
        raise not_ready(
            f"EKS Node Group ({_id(resource)}) create",
            "unexpected state 'CREATE_FAILED', wanted target 'ACTIVE'. last error: "
            "NodeCreationFailure: Instances failed to join the kubernetes cluster",
            source=_TROUBLESHOOTING,
        )


def _without_network(resource: Resource) -> None:
    """Nodes need the VPC CNI and kube-proxy: as EKS add-ons, or as what EKS installs itself unless told not to."""
    cluster = _cluster(resource)
    installed = {
        text(addon, "addon_name")
        for addon in resource.all("aws_eks_addon")
        if text(addon, "cluster_name") == text(cluster, "name")
    }
    bare = cluster.get("bootstrap_self_managed_addons") is False
    if bare and not installed.issuperset({"vpc-cni", "kube-proxy"}):
        raise not_ready(
            f"EKS Node Group ({_id(resource)}) create",
            "unexpected state 'CREATE_FAILED', wanted target 'ACTIVE'. last error: "
            "NodeCreationFailure: Unhealthy nodes in the kubernetes cluster",
            source=_TROUBLESHOOTING,
        )


def _id(resource: Resource) -> str:
    return f"{resource.text('cluster_name')}:{resource.text('node_group_name')}"


def _creating(resource: Resource) -> str:
    return f"creating EKS Node Group ({_id(resource)})"


ON_CREATE: dict[str, tuple[Refusal, ...]] = {
    "aws_eks_node_group": (_newer_than_control_plane, _role_of_nobody, _disk_in_two_places),
}
ON_UPDATE: dict[str, tuple[Refusal, ...]] = {
    "aws_eks_node_group": (_other_version, _desired_size_outside_of_the_bounds)
}
NOT_READY: dict[str, tuple[Refusal, ...]] = {"aws_eks_node_group": (_cannot_join, _without_network)}
