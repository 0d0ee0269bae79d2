"""Flow logs of a VPC: who talked to whom."""

from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.flow_log import FlowLog
from constructs import Construct

from config.iam import Iam
from config.names import ClusterNames
from config.regions import Region
from config.retention import RetentionInDays
from modules.policy_document import PolicyDocument
from modules.service_role import ServiceRole
from modules.trust_policies import service_trust_for_account


class FlowLogs(Construct):
    """All accepted and rejected traffic of a VPC, in a log group with retention."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        names: ClusterNames,
        iam: Iam,
        region: Region,
        account_id: str,
        vpc_id: str,
        retention_in_days: RetentionInDays,
    ) -> None:
        super().__init__(scope, id)
        # AWS encrypts the group with a key of its own: the cluster's key comes later, with the cluster.
        log_group = CloudwatchLogGroup(self, "logs", name=names.flow_log_group, retention_in_days=retention_in_days)
        log_group_arn = f"arn:{region.partition}:logs:{region.name}:{account_id}:log-group:{names.flow_log_group}"
        role = ServiceRole(
            self,
            "delivery",
            name=names.flow_log_role,
            iam=iam,
            description=f"Flow logs of the VPC of {names.cluster}",
            trust=service_trust_for_account(region.service_principal("vpc-flow-logs"), account_id),
            # https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html, narrowed to the one group
            policy=PolicyDocument(
                {
                    "Sid": "WriteFlowLogs",
                    "Effect": "Allow",
                    "Action": ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
                    "Resource": f"{log_group_arn}:*",
                },
                {
                    # DescribeLogGroups has no resource level below the account's log groups.
                    "Sid": "FindTheLogGroup",
                    "Effect": "Allow",
                    "Action": "logs:DescribeLogGroups",
                    "Resource": f"arn:{region.partition}:logs:{region.name}:{account_id}:log-group:*",
                },
            ),
        )
        FlowLog(
            self,
            "flow-log",
            vpc_id=vpc_id,
            traffic_type="ALL",
            log_destination_type="cloud-watch-logs",
            log_destination=log_group.arn,
            iam_role_arn=role.arn,
            max_aggregation_interval=60,
            tags={"Name": names.cluster},
            depends_on=role.permissions,
        )
