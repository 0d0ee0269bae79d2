"""A queue that tells of everything by which AWS takes an instance away, before it does."""

import json
from collections.abc import Callable, Sequence

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_aws.cloudwatch_event_rule import CloudwatchEventRule
from cdktf_cdktf_provider_aws.cloudwatch_event_target import CloudwatchEventTarget
from cdktf_cdktf_provider_aws.sqs_queue import SqsQueue
from cdktf_cdktf_provider_aws.sqs_queue_policy import SqsQueuePolicy
from constructs import Construct

from modules.policy_document import PolicyDocument

_RETENTION_SECONDS = 300
# Source: aws/karpenter-provider-aws v1.14.1, cloudformation.yaml of its getting started guide.
_EVENTS = {
    "health": ("aws.health", "AWS Health Event"),
    "spot-interruption": ("aws.ec2", "EC2 Spot Instance Interruption Warning"),
    "rebalance": ("aws.ec2", "EC2 Instance Rebalance Recommendation"),
    "state-change": ("aws.ec2", "EC2 Instance State-change Notification"),
    "capacity-reservation": ("aws.ec2", "EC2 Capacity Reservation Instance Interruption Warning"),
}


class InterruptionQueue(Construct):
    """An encrypted queue into which our own rules, and nobody else, may put events, over TLS only."""

    def __init__(self, scope: Construct, id: str, *, queue_name: str, rule_name: Callable[[str], str]) -> None:
        super().__init__(scope, id)
        queue = SqsQueue(
            self,
            "queue",
            name=queue_name,
            message_retention_seconds=_RETENTION_SECONDS,
            sqs_managed_sse_enabled=True,
        )
        rules = {
            event: CloudwatchEventRule(
                self,
                f"{event}-rule",
                name=rule_name(event),
                description=detail_type,
                event_pattern=json.dumps({"source": [source], "detail-type": [detail_type]}),
            )
            for event, (source, detail_type) in _EVENTS.items()
        }
        policy = SqsQueuePolicy(
            self,
            "queue-policy",
            queue_url=queue.id,
            policy=_queue_policy(queue.arn, [rule.arn for rule in rules.values()]).json(),
        )
        targets = [
            CloudwatchEventTarget(self, f"{event}-target", rule=rule.name, arn=queue.arn, target_id="queue")
            for event, rule in rules.items()
        ]
        self.all: Sequence[ITerraformDependable] = [policy, *targets]


def _queue_policy(queue_arn: str, rule_arns: Sequence[str]) -> PolicyDocument:
    return PolicyDocument(
        {
            # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
            "Sid": "OurRulesSendEvents",
            "Effect": "Allow",
            "Principal": {"Service": "events.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": queue_arn,
            "Condition": {"ArnEquals": {"aws:SourceArn": list(rule_arns)}},
        },
        {
            "Sid": "DenyRequestsWithoutTls",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "sqs:*",
            "Resource": queue_arn,
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        },
    )
