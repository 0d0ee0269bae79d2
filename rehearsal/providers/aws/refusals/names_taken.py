"""What AWS answers when there is such an object already."""

from typing import NamedTuple

from rehearsal.engine.refusal import RefusedError
from rehearsal.engine.values import State, first_block, text
from rehearsal.providers.aws.refusals.answer import EC2_ERRORS, EKS_API, refused
from rehearsal.providers.aws.resource import Refusal, Resource

IAM_API = "https://docs.aws.amazon.com/IAM/latest/APIReference"


class Taken(NamedTuple):
    """The words for one type. Names of arguments in braces stand for their values, `{id}` for the id that is taken."""

    doing: str
    operation: str
    answer: str
    source: str
    status: int = 409


# Types whose id is made of their name: the engine finds out by itself that it is taken.
_WORDS = {
    "aws_cloudwatch_log_group": Taken(
        "creating CloudWatch Logs Log Group ({name})",
        "CloudWatch Logs: CreateLogGroup",
        "ResourceAlreadyExistsException: The specified log group already exists",
        "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html",
        400,
    ),
    "aws_eks_access_entry": Taken(
        "creating EKS Access Entry ({id})",
        "EKS: CreateAccessEntry",
        "ResourceInUseException: The specified access entry resource is already in use on this cluster.",
        f"{EKS_API}/API_CreateAccessEntry.html",
    ),
    "aws_eks_addon": Taken(
        "creating EKS Add-On ({id})",
        "EKS: CreateAddon",
        "ResourceInUseException: Addon already exists.",
        f"{EKS_API}/API_CreateAddon.html",
    ),
    "aws_eks_cluster": Taken(
        "creating EKS Cluster ({name})",
        "EKS: CreateCluster",
        "ResourceInUseException: Cluster already exists with name: {name}",
        f"{EKS_API}/API_CreateCluster.html",
    ),
    "aws_eks_fargate_profile": Taken(
        "creating EKS Fargate Profile ({id})",
        "EKS: CreateFargateProfile",
        "ResourceInUseException: Fargate Profile already exists with this name in the cluster.",
        f"{EKS_API}/API_CreateFargateProfile.html",
    ),
    "aws_eks_node_group": Taken(
        "creating EKS Node Group ({id})",
        "EKS: CreateNodegroup",
        "ResourceInUseException: NodeGroup already exists with name {node_group_name} and cluster name {cluster_name}",
        f"{EKS_API}/API_CreateNodegroup.html",
    ),
    "aws_iam_openid_connect_provider": Taken(
        "creating IAM OIDC Provider",
        "IAM: CreateOpenIDConnectProvider",
        "EntityAlreadyExists: Provider with url {url} already exists.",
        f"{IAM_API}/API_CreateOpenIDConnectProvider.html",
    ),
    "aws_iam_policy": Taken(
        "creating IAM Policy ({name})",
        "IAM: CreatePolicy",
        "EntityAlreadyExists: A policy called {name} already exists. Duplicate names are not allowed.",
        f"{IAM_API}/API_CreatePolicy.html",
    ),
    "aws_iam_role": Taken(
        "creating IAM Role ({name})",
        "IAM: CreateRole",
        "EntityAlreadyExists: Role with name {name} already exists.",
        f"{IAM_API}/API_CreateRole.html",
    ),
    "aws_kms_alias": Taken(
        "creating KMS Alias ({name})",
        "KMS: CreateAlias",
        "AlreadyExistsException: An alias with the name {arn} already exists",
        "https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html",
        400,
    ),
    "aws_launch_template": Taken(
        "creating EC2 Launch Template ({name})",
        "EC2: CreateLaunchTemplate",
        "InvalidLaunchTemplateName.AlreadyExistsException: Launch template name already in use.",
        EC2_ERRORS,
        400,
    ),
    "aws_route": Taken(
        "creating Route in Route Table ({route_table_id}) with destination ({destination_cidr_block})",
        "EC2: CreateRoute",
        "RouteAlreadyExists: The route identified by {destination_cidr_block} already exists.",
        EC2_ERRORS,
        400,
    ),
    "aws_s3_bucket": Taken(
        "creating S3 Bucket ({bucket})",
        "S3: CreateBucket",
        "BucketAlreadyOwnedByYou: Your previous request to create the named bucket succeeded and you already own it.",
        "https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html",
    ),
    "aws_security_group": Taken(
        "creating Security Group ({name})",
        "EC2: CreateSecurityGroup",
        "InvalidGroup.Duplicate: The security group '{name}' already exists for VPC '{vpc_id}'",
        EC2_ERRORS,
        400,
    ),
}


def taken(type_name: str, state: State, object_id: str) -> RefusedError:
    """What AWS answers when it has an object with this id; `state` is the object that was to be made."""
    if type_name not in _WORDS:
        return RefusedError(
            f"{type_name} {object_id} already exists", "No two objects of this type may have the same name or id."
        )
    doing, operation, answer, source, status = _WORDS[type_name]
    values = {**{name: text(state, name) for name in state}, "id": object_id}
    return refused(doing.format_map(values), operation, answer.format_map(values), source=source, status=status)


def _launch_template_name(resource: Resource) -> None:
    """A launch template's name, though its id is another."""
    if any(text(other, "name") == resource.text("name") for other in resource.all("aws_launch_template")):
        raise taken("aws_launch_template", resource.planned, "")


def _security_group_name(resource: Resource) -> None:
    """A security group's name, once for each VPC."""
    name, vpc_id = resource.text("name"), resource.text("vpc_id")
    groups = [*resource.all("aws_security_group"), *resource.all("aws_default_security_group")]
    if any((text(other, "name"), text(other, "vpc_id")) == (name, vpc_id) for other in groups):
        raise taken("aws_security_group", resource.planned, "")


def _log_group_of_cluster(resource: Resource) -> None:
    """The control plane makes its log group by itself where there is none when it first logs."""
    logging = (cluster for cluster in resource.all("aws_eks_cluster") if cluster.get("enabled_cluster_log_types"))
    if resource.text("name") in {f"/aws/eks/{text(cluster, 'name')}/cluster" for cluster in logging}:
        raise taken("aws_cloudwatch_log_group", resource.planned, "")


def _access_entry_of_nodes(resource: Resource) -> None:
    """Nodes that EKS makes get their access entry from it: https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html."""
    cluster, principal = resource.text("cluster_name"), resource.text("principal_arn")
    groups = resource.all("aws_eks_node_group")
    entered = [(text(group, "cluster_name"), text(group, "node_role_arn")) for group in groups]
    profiles = resource.all("aws_eks_fargate_profile")
    entered += [(text(profile, "cluster_name"), text(profile, "pod_execution_role_arn")) for profile in profiles]
    auto_modes = ((it, first_block(it, "compute_config")) for it in resource.all("aws_eks_cluster"))
    entered += [(text(it, "name"), text(compute, "node_role_arn")) for it, compute in auto_modes]
    if (cluster, principal) in entered:
        raise taken("aws_eks_access_entry", resource.planned, f"{cluster}:{principal}")


ON_CREATE: dict[str, tuple[Refusal, ...]] = {
    "aws_cloudwatch_log_group": (_log_group_of_cluster,),
    "aws_eks_access_entry": (_access_entry_of_nodes,),
    "aws_launch_template": (_launch_template_name,),
    "aws_security_group": (_security_group_name,),
}
