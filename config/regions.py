"""The regions in which EKS runs, and the partition of each."""

from dataclasses import dataclass
from typing import Annotated

from config.rules.rule import one_of

# Source: botocore 1.44.5, data/endpoints.json, service "eks" (FIPS pseudo regions left out).
_REGIONS_OF_PARTITION = {
    "aws": (
        "af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 "
        "ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 "
        "ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 "
        "eu-west-3 il-central-1 me-central-1 me-south-1 mx-central-1 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2"
    ),
    "aws-cn": "cn-north-1 cn-northwest-1",
    "aws-us-gov": "us-gov-east-1 us-gov-west-1",
}

PARTITION_OF_REGION = {
    region: partition for partition, regions in _REGIONS_OF_PARTITION.items() for region in regions.split()
}
"""Region name to partition name."""

RegionName = Annotated[str, one_of(PARTITION_OF_REGION, "a region in which EKS runs")]
"""The name of a region, in an environment file."""


@dataclass(frozen=True)
class Region:
    """A region of AWS and the partition it lies in; never the other way round, and never `aws` by assumption."""

    name: str

    @property
    def partition(self) -> str:
        """The partition: the second field of every ARN of the region."""
        return PARTITION_OF_REGION[self.name]

    @property
    def dns_suffix(self) -> str:
        """The suffix of the partition's service endpoints."""
        return "amazonaws.com.cn" if self.partition == "aws-cn" else "amazonaws.com"

    def service_principal(self, service: str) -> str:
        """The principal of an AWS service, such as `eks`, in trust and key policies of the region.

        Nearly all are called alike everywhere, in China too. Two are not: EC2, whose principal is looked for by EKS
        when it makes nodes, and CloudWatch Logs, which has one for each region. Sources: eksctl's table
        (https://github.com/eksctl-io/eksctl/blob/main/pkg/apis/eksctl.io/v1alpha5/partitions.go), and
        https://docs.amazonaws.cn/en_us/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
        """
        own = {"ec2": f"ec2.{self.dns_suffix}", "logs": f"logs.{self.name}.{self.dns_suffix}"}
        return own.get(service, f"{service}.amazonaws.com")

    def managed_policy_arn(self, path_and_name: str) -> str:
        """The ARN of a policy that AWS manages, in the partition of the region."""
        return f"arn:{self.partition}:iam::aws:policy/{path_and_name}"
