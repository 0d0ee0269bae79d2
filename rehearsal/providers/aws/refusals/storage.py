"""What S3 does not delete."""

from rehearsal.providers.aws.refusals.answer import refused
from rehearsal.providers.aws.resource import Refusal, Resource


def _bucket_with_objects(resource: Resource) -> None:
    """With `force_destroy` the provider empties the bucket first."""
    name = resource.text("id")
    if resource.planned.get("force_destroy") is not True and resource.holds_objects(name):
        raise refused(
            f"deleting S3 Bucket ({name})",
            "S3: DeleteBucket",
            "api error BucketNotEmpty: The bucket you tried to delete is not empty. You must delete all versions in "
            "the bucket.",
            source="https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html",
            status=409,
        )


ON_DELETE: dict[str, tuple[Refusal, ...]] = {"aws_s3_bucket": (_bucket_with_objects,)}
