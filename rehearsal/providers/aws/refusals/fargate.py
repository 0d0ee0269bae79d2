"""Fargate profiles that EKS does not make."""

from collections.abc import Iterator

from rehearsal.engine.values import text, texts
from rehearsal.providers.aws.refusals.answer import USERGUIDE, refused
from rehearsal.providers.aws.resource import Refusal, Resource
from rehearsal.providers.aws.trust import find_role, trusts_service

_SERVICE = "eks-fargate-pods.amazonaws.com"


def _role_of_nobody(resource: Resource) -> None:
    role = find_role(resource.change.inventory, resource.text("pod_execution_role_arn"))
    if role is not None and not trusts_service(role, _SERVICE):
        raise refused(
            _creating(resource),
            "EKS: CreateFargateProfile",
            "InvalidParameterException: Misconfigured PodExecutionRole Trust Policy; Please add the "
            f"{_SERVICE} Service Principal",
            source=f"{USERGUIDE}/pod-execution-role.html",
        )


def _public_subnet(resource: Resource) -> None:
    """One with a route to an internet gateway: pods on Fargate have no public addresses."""
    public = set(_public_subnets(resource)).intersection(texts(resource.planned, "subnet_ids"))
    if public:
        raise refused(
            _creating(resource),
            "EKS: CreateFargateProfile",
            f"InvalidParameterException: Subnet {min(public)} provided in Fargate Profile is not a private subnet",
            source=f"{USERGUIDE}/fargate-profile.html",
        )


def _public_subnets(resource: Resource) -> Iterator[str]:
    tables = {
        text(it, "route_table_id") for it in resource.all("aws_route") if text(it, "gateway_id").startswith("igw-")
    }
    for association in resource.all("aws_route_table_association"):
        if text(association, "route_table_id") in tables:
            yield text(association, "subnet_id")


def _creating(resource: Resource) -> str:
    return f"creating EKS Fargate Profile ({resource.text('cluster_name')}:{resource.text('fargate_profile_name')})"


ON_CREATE: dict[str, tuple[Refusal, ...]] = {"aws_eks_fargate_profile": (_role_of_nobody, _public_subnet)}
