"""Names of AWS, within the limits that AWS sets, and unique where they must be."""

from collections import Counter

from tests.synthesis import Synthesized

# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html and the API reference of each service
LIMITS = {
    "aws_iam_role": ("name", 64),
    "aws_iam_policy": ("name", 128),
    "aws_iam_role_policy": ("name", 128),
    "aws_eks_cluster": ("name", 100),
    "aws_eks_node_group": ("node_group_name", 63),
    "aws_eks_fargate_profile": ("fargate_profile_name", 63),
    "aws_launch_template": ("name", 128),
    "aws_kms_alias": ("name", 256),
    "aws_cloudwatch_log_group": ("name", 512),
    "aws_sqs_queue": ("name", 80),
    "aws_cloudwatch_event_rule": ("name", 64),
    "aws_s3_bucket": ("bucket", 63),
    "helm_release": ("name", 53),
}
UNIQUE_IN_AN_ACCOUNT = ("aws_iam_role", "aws_iam_policy", "aws_s3_bucket")


def names(synthesized: Synthesized, kind: str) -> list[str]:
    return [resource[LIMITS[kind][0]] for _, _, resource in synthesized.resources(kind)]


def test_names_keep_their_limits(synthesized: Synthesized) -> None:
    too_long = [name for kind, (_, limit) in LIMITS.items() for name in names(synthesized, kind) if len(name) > limit]
    assert too_long == []


def test_no_two_resources_of_an_account_share_a_name(synthesized: Synthesized) -> None:
    counted = Counter((kind, name) for kind in UNIQUE_IN_AN_ACCOUNT for name in names(synthesized, kind))
    assert [it for it, count in counted.items() if count > 1] == []


def test_every_name_that_is_set_is_known_here(synthesized: Synthesized) -> None:
    """A new type of resource with a name has to get its limit above."""
    named = {
        kind
        for stack in synthesized.stacks.values()
        for kind, instances in stack.get("resource", {}).items()
        for resource in instances.values()
        if {"name", "bucket", "fargate_profile_name", "node_group_name"} & set(resource)
    }
    settings_of_the_bucket = {kind for kind in named if kind.startswith("aws_s3_bucket_")}
    assert named - settings_of_the_bucket == set(LIMITS)
