"""What EKS finds wrong with arguments that the provider passes on unseen."""

import re

from config.cluster.kubernetes_versions import KUBERNETES_VERSIONS
from rehearsal.engine.values import first_block
from rehearsal.providers.aws.refusals.answer import EKS_API, USERGUIDE, refused
from rehearsal.providers.aws.refusals.clusters import minor
from rehearsal.providers.aws.resource import Refusal, Resource

_FIRST_MINOR = 10
"""EKS began with Kubernetes 1.10: https://docs.aws.amazon.com/eks/latest/userguide/doc-history.html."""


def _version(resource: Resource) -> None:
    """Versions that EKS never had; which of the others it has no more depends on the day, and a rehearsal has none."""
    version = resource.text("version")
    newest = max(map(minor, KUBERNETES_VERSIONS))
    if version and not (re.fullmatch(r"1\.\d+", version) and _FIRST_MINOR <= minor(version) <= newest):
        raise refused(
            f"creating EKS Cluster ({resource.text('name')})",
            "EKS: CreateCluster",
            f"InvalidParameterException: unsupported Kubernetes version {version}",
            source=f"{USERGUIDE}/kubernetes-versions.html",
        )


def _node_group_name(resource: Resource) -> None:
    name = resource.text("node_group_name")
    if name and not re.fullmatch("[0-9A-Za-z][0-9A-Za-z_-]*", name):
        raise refused(
            f"creating EKS Node Group ({_id(resource)})",
            "EKS: CreateNodegroup",
            "InvalidParameterException: The nodegroupName parameter contains invalid characters. It should start with "
            "a number or letter, and can contain numbers, letters, dashes, and underscores.",
            source=f"{EKS_API}/API_CreateNodegroup.html",
        )


def _sizes(resource: Resource) -> None:
    """https://github.com/terraform-aws-modules/terraform-aws-eks/issues/3306 quotes the words."""
    scaling = first_block(resource.planned, "scaling_config")
    least, desired, most = (scaling.get(name) for name in ("min_size", "desired_size", "max_size"))
    if not isinstance(least, int) or not isinstance(desired, int) or not isinstance(most, int):
        return
    answer = ""
    if least > desired:
        answer = f"Minimum capacity {least} can't be greater than desired size {desired}"
    elif desired > most:
        answer = f"desired capacity {desired} can't be greater than max size {most}"
    if answer:
        is_new = resource.change.prior is None
        raise refused(
            f"creating EKS Node Group ({_id(resource)})"
            if is_new
            else f"updating EKS Node Group ({_id(resource)}) config",
            "EKS: CreateNodegroup" if is_new else "EKS: UpdateNodegroupConfig",
            f"InvalidParameterException: {answer}",
            source=f"{EKS_API}/API_NodegroupScalingConfig.html",
        )


def _id(resource: Resource) -> str:
    return f"{resource.text('cluster_name')}:{resource.text('node_group_name')}"


ON_CREATE: dict[str, tuple[Refusal, ...]] = {
    "aws_eks_cluster": (_version,),
    "aws_eks_node_group": (_node_group_name, _sizes),
}
ON_UPDATE: dict[str, tuple[Refusal, ...]] = {"aws_eks_node_group": (_sizes,)}
