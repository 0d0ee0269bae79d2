"""A VPC that somebody else made: read and checked, never managed."""

from collections.abc import Mapping

from cdktf_cdktf_provider_aws.data_aws_vpc import DataAwsVpc
from constructs import Construct


class ExistingNetwork(Construct):
    """The VPC with this id."""

    def __init__(self, scope: Construct, id: str, *, vpc_id: str) -> None:
        super().__init__(scope, id)
        vpc = DataAwsVpc(self, "vpc", id=vpc_id)
        self.vpc_id: str = vpc.id
        self.vpc_arn: str = vpc.arn
        self.account_id: str = vpc.owner_id
        self.public_subnet_ids: Mapping[str, str] = {}
        self.private_subnet_ids: Mapping[str, str] = {}
        self.intra_subnet_ids: Mapping[str, str] = {}
