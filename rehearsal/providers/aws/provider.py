"""The simulated provider hashicorp/aws: account, region and tags."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rehearsal.engine.calls import Action
from rehearsal.engine.inventory import Inventory
from rehearsal.engine.provider import Change, Traits
from rehearsal.engine.refusal import RefusedError
from rehearsal.engine.schema import ProviderSchema
from rehearsal.engine.values import UNKNOWN, State, Value, first_block, mapping, text, texts, wholly_known
from rehearsal.providers.aws.account import DEFAULT_ACCOUNT_ID, Account
from rehearsal.providers.aws.compute import COMPUTE_TYPES
from rehearsal.providers.aws.data_sources import DATA_SOURCES
from rehearsal.providers.aws.defaults import defaults_for, filled, with_defaults
from rehearsal.providers.aws.eks import EKS_TYPES
from rehearsal.providers.aws.identity import IDENTITY_TYPES
from rehearsal.providers.aws.network import NETWORK_TYPES
from rehearsal.providers.aws.observed import observed
from rehearsal.providers.aws.policy_equivalence import kept_policy
from rehearsal.providers.aws.refusals import NOT_READY, REFUSALS
from rehearsal.providers.aws.refusals.arguments import validate
from rehearsal.providers.aws.refusals.names_taken import taken
from rehearsal.providers.aws.resource import TIMESTAMP, HoldsObjects, Resource, ResourceType, holds_nothing
from rehearsal.providers.aws.storage import STORAGE_TYPES
from rehearsal.providers.replacement import all_replacements

_TYPES = {**NETWORK_TYPES, **COMPUTE_TYPES, **IDENTITY_TYPES, **STORAGE_TYPES, **EKS_TYPES}
_PLAIN = ResourceType()
_TRAITS = {
    type_name: replace(
        _TYPES.get(type_name, _PLAIN).traits,
        replaced_by=replacement.replaced_by,
        replaced_by_removing=replacement.replaced_by_removing,
    )
    for type_name, replacement in all_replacements().items()
}


@dataclass(frozen=True)
class AwsProvider:
    """hashicorp/aws with the credentials of one account; None: of whichever account a stack allows.

    Objects in S3 are not among the simulated ones: `holds_objects` tells of them.
    """

    schema: ProviderSchema
    account_id: str | None = None
    holds_objects: HoldsObjects = holds_nothing
    address: str = "registry.terraform.io/hashicorp/aws"

    def __post_init__(self) -> None:
        """Serve the defaults."""
        object.__setattr__(self, "schema", with_defaults(self.schema))

    def validate(self, type_name: str, config: State) -> Sequence[RefusedError]:
        """What the provider finds wrong with names, address ranges and policies as soon as it sees them."""
        return validate(type_name, config)

    def configure(self, config: State) -> "AwsInstance":
        """The provider in one region.

        Raises:
            RefusedError: the configuration has no region, or does not allow this account.
        """
        region = text(config, "region")
        if not region:
            raise RefusedError("invalid AWS Region: ", path=("region",))
        allowed = texts(config, "allowed_account_ids")
        account_id = self.account_id or next(iter(allowed), DEFAULT_ACCOUNT_ID)
        if allowed and account_id not in allowed:
            raise RefusedError(f"AWS account ID not allowed: {account_id}")
        default_tags = mapping(first_block(config, "default_tags"), "tags")
        return AwsInstance(self.schema, Account(account_id, region, default_tags), self.holds_objects)


@dataclass(frozen=True)
class AwsInstance:
    """hashicorp/aws as one `provider` block configures it."""

    schema: ProviderSchema
    account: Account
    holds_objects: HoldsObjects

    def scope(self, type_name: str, state: State) -> str:
        """Account and region; the account alone for global services, whose types have no `region`."""
        if "region" not in self.schema.resources[type_name].block.attributes:
            return self.account.id
        return f"{self.account.id}/{text(state, 'region') or self.account.region}"

    def traits(self, type_name: str) -> Traits:
        """How objects of this type live."""
        return _TRAITS.get(type_name, _PLAIN.traits)

    def decided(self, type_name: str, *, prior: State | None, config: State, proposed: State) -> State:
        """Defaults, `region` and `tags_all`, and a policy that is in place where the configured one says the same."""
        block = self.schema.resources[type_name].block
        attributes = block.attributes
        decided = dict(defaults_for(type_name, block, config=config, proposed=proposed))
        if "region" in attributes and config.get("region") is None:
            decided["region"] = self.account.region
        if "tags_all" in attributes and "tags" in attributes:
            decided["tags_all"] = self._all_tags(config)
        return {**decided, **kept_policy(type_name, prior or {}, config)}

    def refuse(self, action: Action, change: Change) -> None:
        """Let each refusal of the type look at what is about to be done.

        Raises:
            RefusedError: in the words of AWS.
        """
        for refusal in REFUSALS.get(action, {}).get(change.type_name, ()):
            refusal(Resource(self.account, change, self.holds_objects))

    def wait(self, change: Change) -> None:
        """Let each refusal of the type look at what was made.

        Raises:
            RefusedError: in the words of AWS.
        """
        for refusal in NOT_READY.get(change.type_name, ()):
            refusal(Resource(self.account, change))

    def observed(self, type_name: str, state: State, inventory: Inventory) -> State:
        """With what other objects do to it, and with defaults even if it was made before they were known here."""
        whole = filled(type_name, self.schema.resources[type_name].block, state)
        return observed(Resource(self.account, Change(type_name, whole, whole, inventory)))

    def taken(self, type_name: str, state: State, object_id: str) -> RefusedError:
        """In the words of AWS."""
        return taken(type_name, state, object_id)

    def invent(self, change: Change) -> State:
        """Ids, ARNs, endpoints and whatever else AWS would have answered."""
        return _TYPES.get(change.type_name, _PLAIN).invent(Resource(self.account, change))

    def fallbacks(self, change: Change) -> State:
        """What an attribute of this name means in every type."""
        _, service, *words = change.type_name.split("_")
        kind = "-".join(words)
        resource = Resource(self.account, change)
        resource_id = resource.identifier(kind)
        return {
            "id": resource_id,
            "arn": resource.arn(service, f"{kind}/{resource_id}"),
            "owner_id": self.account.id,
            "created_at": TIMESTAMP,
            "status": "ACTIVE",
        }

    def read_data(self, type_name: str, config: State, inventory: Inventory) -> State:
        """What the data source answers.

        Raises:
            RefusedError: nobody has taught the rehearsal this data source, or there is no such thing.
        """
        if type_name not in DATA_SOURCES:
            raise RefusedError(
                f"The rehearsal does not know what data source {type_name} answers",
                "Add it to rehearsal/providers/aws/data_sources.py.",
            )
        return DATA_SOURCES[type_name](self.account, config, inventory)

    def _all_tags(self, config: State) -> Value:
        if not wholly_known(config.get("tags")) or not wholly_known(self.account.default_tags):
            return UNKNOWN
        return {**self.account.default_tags, **mapping(config, "tags")}
