"""S3 buckets and CloudWatch log groups."""

from rehearsal.engine.provider import Traits, always
from rehearsal.engine.values import State
from rehearsal.providers.aws.resource import Resource, ResourceType


def _bucket(resource: Resource) -> State:
    name = resource.text("bucket") or (resource.text("bucket_prefix") or "terraform-") + resource.digits(26)
    suffix = resource.account.partition.dns_suffix
    return {
        "id": name,
        "arn": f"arn:{resource.account.partition.name}:s3:::{name}",
        "bucket": name,
        "bucket_domain_name": f"{name}.s3.{suffix}",
        "bucket_region": resource.region,
        "bucket_regional_domain_name": f"{name}.s3.{resource.region}.{suffix}",
        "hosted_zone_id": f"Z{resource.digest('zone')[:13].upper()}",
        "request_payer": "BucketOwner",
    }


def _part_of_bucket(resource: Resource) -> State:
    return {"id": resource.text("bucket")}


def _lifecycle(resource: Resource) -> State:
    return {
        "id": resource.text("bucket"),
        "transition_default_minimum_object_size": "all_storage_classes_128K",
    }


def _log_group(resource: Resource) -> State:
    name = resource.name()
    return {
        "id": name,
        "arn": resource.arn("logs", f"log-group:{name}"),
        "log_group_class": "STANDARD",
        "name": name,
    }


# What belongs to a bucket is set anew whether or not it was set before.
_SET = Traits(overwrites=always)

STORAGE_TYPES = {
    "aws_s3_bucket": ResourceType(_bucket),
    "aws_s3_bucket_versioning": ResourceType(_part_of_bucket, _SET),
    "aws_s3_bucket_server_side_encryption_configuration": ResourceType(_part_of_bucket, _SET),
    "aws_s3_bucket_public_access_block": ResourceType(_part_of_bucket, _SET),
    "aws_s3_bucket_policy": ResourceType(_part_of_bucket, _SET),
    "aws_s3_bucket_lifecycle_configuration": ResourceType(_lifecycle, _SET),
    "aws_s3_bucket_ownership_controls": ResourceType(_part_of_bucket, _SET),
    "aws_cloudwatch_log_group": ResourceType(_log_group),
}
