"""The bucket in which the other stacks keep their state."""

from constructs import Construct

from config.environment import Environment
from config.regions import Region
from config.state import BucketStack, S3State
from modules.state_bucket import StateBucket
from stacks.contracts import StateBucketOutputs, publish
from stacks.locations import Locations
from stacks.platform_stack import PlatformStack, s3_state_location
from stacks.state_location import LocalStateLocation, StateLocation

KIND = "state-bucket"


class StateBucketStack(PlatformStack):
    """The state bucket; its own state is a local file until it is moved into the bucket."""

    def __init__(
        self, scope: Construct, id: str, *, environment: Environment, state: S3State, locations: Locations
    ) -> None:
        region = Region(state.region or environment.region.name)
        super().__init__(
            scope,
            id,
            kind=KIND,
            environment=environment,
            locations=locations,
            state_location=_own_state_location(id, environment, state, locations),
            region=region,
        )
        bucket = StateBucket(
            self,
            "state",
            bucket=state.bucket,
            region=region,
            prevent_destroy=environment.settings.deletion_protection,
        )
        self.publication = publish(self, StateBucketOutputs(bucket=bucket.name, bucket_arn=bucket.arn))


def _own_state_location(id: str, environment: Environment, state: S3State, locations: Locations) -> StateLocation:
    if state.bucket_stack is BucketStack.IN_BUCKET:
        return s3_state_location(environment, state, KIND)
    return LocalStateLocation(locations.local_state(id))
