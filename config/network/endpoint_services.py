"""The AWS services that an environment calls from inside its VPC, and what their VPC endpoints are called.

Sources: https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html for nodes,
https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html for services.
"""

from collections.abc import Iterable

from config.cluster.kubernetes_versions import EKS_ADDONS
from config.regions import Region

GATEWAY_SERVICES = ("s3", "dynamodb")
"""The services that have a gateway endpoint, which costs nothing."""
WITHOUT_ENDPOINT = {"iam": "IAM", "route53": "Route 53"}
"""Services that are reached over the internet only, in most regions; service to the name that people know."""

SESSION_MANAGER_SERVICES = ("ec2messages", "ssm", "ssmmessages")
"""What the agent of AWS Systems Manager calls, on nodes that people get onto by it."""

_NODES = ("ec2", "ecr.api", "ecr.dkr", "sts")
# What Terraform calls, which runs inside such a VPC because the Kubernetes API is there.
_TERRAFORM = ("ec2", "eks", "kms", "logs", "sts")
_OF_ADDON = {
    "aws-ebs-csi-driver": ("ec2", "sts"),
    "eks-pod-identity-agent": ("eks-auth",),
    "vpc-cni": ("ec2", "sts"),
}

# What China has under its own name. Source: aws-cdk, aws-ec2/lib/vpc-endpoint.ts, getDefaultEndpointPrefix.
_WITH_PREFIX_IN_CHINA = (
    "application-autoscaling athena autoscaling backup batch cassandra cloudformation dms ebs ec2 ecr.api ecr.dkr eks "
    "elasticache elasticbeanstalk elasticfilesystem emr-containers execute-api fsx imagebuilder kinesis-streams lambda "
    "license-manager monitoring rds redshift redshift-data sagemaker.api sagemaker.runtime securityhub servicecatalog "
    "sqs states sts synthetics transfer xray"
)


def derived_services(of_controllers: Iterable[str], additional: Iterable[str]) -> tuple[str, ...]:
    """The services that need an interface endpoint, sorted: of nodes, EKS add-ons, controllers and Terraform."""
    of_addons = {service for addon in EKS_ADDONS for service in _OF_ADDON.get(addon, ())}
    called = {*_NODES, *_TERRAFORM, *of_addons, *of_controllers, *additional}
    return tuple(sorted(called - set(GATEWAY_SERVICES) - set(WITHOUT_ENDPOINT)))


def endpoint_service_name(service: str, region: Region) -> str:
    """AWS's whole name of the endpoint service of an interface endpoint."""
    in_china = region.partition == "aws-cn" and service in _WITH_PREFIX_IN_CHINA.split()
    return f"{'cn.' if in_china else ''}com.amazonaws.{region.name}.{service}"
