"""A bucket that holds objects, of which S3 and not the simulation of AWS knows."""

from collections.abc import Callable

import pytest

from rehearsal.engine.calls import CallLog
from rehearsal.engine.inventory import Inventory
from rehearsal.engine.operations import Operations
from rehearsal.engine.refusal import RefusedError
from rehearsal.engine.values import State
from rehearsal.providers.aws import AwsProvider
from rehearsal.schemas.files import read_schema_file
from tests.rehearsal.refusals.conftest import said


@pytest.fixture
def delete() -> Callable[[State], list[str]]:
    """Makes a bucket and deletes it; what is left."""
    provider = AwsProvider(read_schema_file("aws").schema, holds_objects={"full"}.__contains__)
    inventory = Inventory()
    operations = Operations(provider, inventory, CallLog())
    aws = provider.configure({"region": "eu-central-1"})

    def make_and_delete(arguments: State) -> list[str]:
        config = operations.upgraded("aws_s3_bucket", arguments)
        planned = operations.plan(aws, "aws_s3_bucket", prior=None, config=config, proposed=config)
        operations.delete(aws, "aws_s3_bucket", operations.create(aws, "aws_s3_bucket", planned.state))
        return [key.id for key in inventory]

    return make_and_delete


def test_a_bucket_that_holds_objects_is_not_deleted(delete: Callable[[State], list[str]]) -> None:
    with pytest.raises(RefusedError) as raised:
        delete({"bucket": "full"})

    assert said(raised.value) == (
        "deleting S3 Bucket (full): operation error S3: DeleteBucket: 409, api error BucketNotEmpty: The bucket you "
        "tried to delete is not empty. You must delete all versions in the bucket."
    )


@pytest.mark.parametrize(
    "bucket", [{"bucket": "empty"}, {"bucket": "full", "force_destroy": True}], ids=["empty", "forced"]
)
def test_an_empty_one_is_and_one_that_may_be_emptied(bucket: State, delete: Callable[[State], list[str]]) -> None:
    assert delete(bucket) == []
