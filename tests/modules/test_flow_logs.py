"""Flow logs of a VPC."""

import json

from constructs import Construct

from config.iam import Iam
from config.names import ClusterNames
from config.regions import Region
from modules.flow_logs import FlowLogs
from tests.synthesis import Json, synthesize_stack


def _synthesize(region: str = "eu-central-1") -> Json:
    def build(stack: Construct) -> None:
        FlowLogs(
            stack,
            "flow-logs",
            names=ClusterNames("test"),
            iam=Iam(),
            region=Region(region),
            account_id="111122223333",
            vpc_id="vpc-1",
            retention_in_days=14,
        )

    return synthesize_stack(build)["resource"]


def test_all_traffic_goes_to_a_log_group_with_retention() -> None:
    resources = _synthesize()

    assert resources["aws_cloudwatch_log_group"] == {
        "flow-logs_logs": {"name": "/aws/vpc/test/flow-logs", "retention_in_days": 14}
    }
    assert resources["aws_flow_log"] == {
        "flow-logs_flow-log": {
            "vpc_id": "vpc-1",
            "traffic_type": "ALL",
            "log_destination_type": "cloud-watch-logs",
            "log_destination": "${aws_cloudwatch_log_group.flow-logs_logs.arn}",
            "iam_role_arn": "${aws_iam_role.flow-logs_delivery_role.arn}",
            "max_aggregation_interval": 60,
            "tags": {"Name": "test"},
            "depends_on": ["aws_iam_role_policy.flow-logs_delivery_policy"],
        }
    }


def test_the_service_assumes_its_role_for_this_account_only() -> None:
    trust = json.loads(_synthesize()["aws_iam_role"]["flow-logs_delivery_role"]["assume_role_policy"])

    assert trust == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "ServiceAssumesItsRoleForThisAccount",
                "Effect": "Allow",
                "Principal": {"Service": "vpc-flow-logs.amazonaws.com"},
                "Action": "sts:AssumeRole",
                "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}},
            }
        ],
    }


def test_the_role_writes_to_its_own_log_group_only() -> None:
    policy = json.loads(_synthesize("cn-north-1")["aws_iam_role_policy"]["flow-logs_delivery_policy"]["policy"])

    assert policy == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "WriteFlowLogs",
                "Effect": "Allow",
                "Action": ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
                "Resource": "arn:aws-cn:logs:cn-north-1:111122223333:log-group:/aws/vpc/test/flow-logs:*",
            },
            {
                "Sid": "FindTheLogGroup",
                "Effect": "Allow",
                "Action": "logs:DescribeLogGroups",
                "Resource": "arn:aws-cn:logs:cn-north-1:111122223333:log-group:*",
            },
        ],
    }
