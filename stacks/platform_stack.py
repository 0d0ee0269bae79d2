"""What all stacks share: state, provider, default tags. Decided here, once."""

from collections.abc import Mapping, Sequence

from cdktf import TerraformElement, TerraformStack
from cdktf_cdktf_provider_aws.provider import AwsProvider, AwsProviderDefaultTags
from constructs import Construct, Node

from config.environment import Environment
from config.regions import Region
from config.state import S3State
from stacks.locations import Locations
from stacks.state_location import LocalStateLocation, S3StateLocation, StateLocation

TERRAFORM_VERSION = ">= 1.11.0"
"""From 1.11 on, S3 state is locked by a lock object (`use_lockfile`) and needs no table."""


class PlatformStack(TerraformStack):
    """One stack of one environment: `<environment>-<kind>`, with a state of its own.

    `state_location` and `region` are the environment's, unless a stack says others.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        kind: str,
        environment: Environment,
        locations: Locations,
        state_location: StateLocation | None = None,
        region: Region | None = None,
    ) -> None:
        super().__init__(scope, id)
        self.id = id
        self.kind = kind
        self.releases: Sequence[str] = ()
        """What the stack installs in the cluster, in that order; it goes in the reverse order."""
        self.environment = environment
        self.state_location = state_location or _state_location(environment, kind=kind, id=id, locations=locations)
        self.state_location.write_from(self)
        self.add_override("terraform.required_version", TERRAFORM_VERSION)
        self.tags: Mapping[str, str] = {**environment.tags, "stack": kind}
        """The tags of everything in this stack; the provider sets them, but not on what AWS makes by itself."""
        account_id = environment.settings.account_id
        AwsProvider(
            self,
            "aws",
            region=(region or environment.region).name,
            allowed_account_ids=None if account_id is None else [account_id],
            default_tags=[AwsProviderDefaultTags(tags=dict(self.tags))],
        )

    def _allocate_logical_id(self, tf_element: TerraformElement | Node) -> str:
        """The path of the construct, joined by `_`, without the hash that cdktf would add: addresses are for people.

        Ids are kebab-case, so no two paths can meet in one name.
        """
        path = tf_element.path if isinstance(tf_element, Node) else tf_element.to_string()
        return "_".join(path.split("/")[1:])


def _state_location(environment: Environment, *, kind: str, id: str, locations: Locations) -> StateLocation:
    state = environment.settings.state
    if isinstance(state, S3State):
        return s3_state_location(environment, state, kind)
    return LocalStateLocation(locations.local_state(id))


def s3_state_location(environment: Environment, state: S3State, kind: str) -> S3StateLocation:
    """The place of a stack's state in the environment's bucket."""
    return S3StateLocation(
        bucket=state.bucket,
        key=f"{state.key_prefix or environment.name}/{kind}.tfstate",
        region=state.region or environment.region.name,
        account_id=environment.settings.account_id,
    )
