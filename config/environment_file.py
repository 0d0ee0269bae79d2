"""What stands in an environment file."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field, ValidationInfo, create_model, field_validator

from config.cluster.adoption import Adoption
from config.cluster.adoption_checks import adoption_problems
from config.cluster.cluster import Cluster
from config.cluster.existing_cluster import ExistingCluster
from config.compute.compute_checks import auto_mode_alone, smoke_test_in_auto_mode
from config.controllers.identity import Identity
from config.controllers.image_registry import ImageRegistry
from config.controllers.kinds import ControllerKinds, controllers_model, installed_controllers
from config.controllers.taken_names import TakenNames, taken_names
from config.controllers.user_chart_checks import user_chart_problems
from config.controllers.user_charts import UserChart, UserChartName
from config.environment_checks import controller_problems, repeated_zones, smoke_test_problems, state_problems
from config.iam import Iam
from config.isolation import image_problems, registry_problems
from config.isolation import smoke_test_problems as isolated_smoke_test_problems
from config.made_or_existing import EXACTLY_ONE_OF_EACH, both_or_neither, cluster_outside_its_network
from config.network.existing_network import ExistingNetwork, missing_for_a_cluster
from config.network.network import Network
from config.platform import HostedZone
from config.regions import Region, RegionName
from config.role_names import role_name_problems
from config.rules.draft import draft_of
from config.rules.model import FrozenMapping, Model
from config.rules.problem import refuse
from config.rules.rule import matching
from config.smoke_test import SmokeTest
from config.state import LocalState, State
from config.tags import Tags, TagValue


class EnvironmentFile(Model):
    """What stands in an environment file."""

    model_config = ConfigDict(json_schema_extra=EXACTLY_ONE_OF_EACH)

    taken_names: ClassVar[TakenNames] = TakenNames()

    region: Annotated[RegionName, Field(examples=["eu-central-1"])]
    """AWS region, such as `eu-central-1`."""
    account_id: Annotated[str, matching("^[0-9]{12}$", "is no account id; write its 12 digits in quotes")] | None = None
    """The only AWS account that plans of this environment may touch: its 12 digits, in quotes."""
    iam: Iam = Iam()
    """What is asked of every IAM role and policy that the platform makes: path, boundary, names."""
    repository: TagValue | None = None
    """Where this environment is described; becomes a tag of everything."""
    tags: Tags = Field(default_factory=dict)
    """Tags of everything in this environment, beside the platform's own."""
    deletion_protection: bool = True
    """Whether the cluster, its key and the state bucket refuse to be destroyed."""
    state: State = LocalState(backend="local")
    """Where Terraform keeps the state: in local files, or in an S3 bucket."""
    network: Network | None = None
    """The VPC to make: address range, zones, way out. Needed, unless there is `existing_network`."""
    existing_network: ExistingNetwork | None = None
    """A VPC that somebody else made, instead of `network`."""
    cluster: Cluster | None = None
    """The EKS cluster to make: version, access, node groups, add-ons. Needed, unless there is `existing_cluster`."""
    existing_cluster: ExistingCluster | None = None
    """An EKS cluster that somebody else made, instead of `cluster`: only controllers are installed in it."""
    adopt: Adoption | None = None
    """Ids of what exists and is managed from now on; the section can go again after the first apply."""
    hosted_zones: tuple[HostedZone, ...] = ()
    """Route 53 zones whose records the platform may manage."""
    identity: Identity = Identity.IRSA
    """How the pods of controllers become their IAM roles, unless a controller says another way."""
    image_registry: ImageRegistry | None = None
    """Registry that has the images of controllers, each under its whole name at the origin; their own when left out."""
    controllers: Model = Field(default_factory=Model)
    """Controller name to its options (`{}` for the defaults); a controller that is not named is not installed."""
    charts: FrozenMapping[UserChartName, UserChart] = Field(default_factory=dict)
    """Name of a release to a chart of your own, installed after the controllers."""
    smoke_test: SmokeTest | None = None
    """A web server that proves DNS, load balancing and IAM; not deployed when left out."""

    @field_validator("region")
    @classmethod
    def _note_region(cls, region: str, info: ValidationInfo) -> str:
        draft_of(info).region = Region(region)
        return region

    @field_validator("account_id")
    @classmethod
    def _note_account_id(cls, account_id: str | None, info: ValidationInfo) -> str | None:
        draft_of(info).account_id = account_id
        return account_id

    @field_validator("iam")
    @classmethod
    def _note_iam(cls, iam: Iam, info: ValidationInfo) -> Iam:
        draft_of(info).iam = iam
        return iam

    @field_validator("state")
    @classmethod
    def _state_within_reach(cls, state: State, info: ValidationInfo) -> State:
        draft = draft_of(info)
        refuse(state_problems(state, draft.region))
        draft.state = state
        return state

    @field_validator("existing_network")
    @classmethod
    def _one_network(cls, existing: ExistingNetwork | None, info: ValidationInfo) -> ExistingNetwork | None:
        refuse(both_or_neither("existing_network", existing, info.data))
        draft_of(info).existing_network = existing
        return existing

    @field_validator("existing_cluster")
    @classmethod
    def _one_cluster(cls, existing: ExistingCluster | None, info: ValidationInfo) -> ExistingCluster | None:
        refuse(both_or_neither("existing_cluster", existing, info.data))
        if existing is not None:
            refuse(cluster_outside_its_network(info.data))
        elif (network := draft_of(info).existing_network) is not None:
            refuse(missing_for_a_cluster(network))
        return existing

    @field_validator("adopt")
    @classmethod
    def _what_is_adopted_can_stay(cls, adopt: Adoption | None, info: ValidationInfo) -> Adoption | None:
        if adopt is not None:
            refuse(adoption_problems(adopt, info.data, draft_of(info)))
        return adopt

    @field_validator("hosted_zones")
    @classmethod
    def _each_zone_once(cls, zones: tuple[HostedZone, ...], info: ValidationInfo) -> tuple[HostedZone, ...]:
        refuse(repeated_zones(zones))
        draft_of(info).hosted_zones = zones
        return zones

    @field_validator("identity")
    @classmethod
    def _note_identity(cls, identity: Identity, info: ValidationInfo) -> Identity:
        draft_of(info).identity = identity
        return identity

    @field_validator("image_registry")
    @classmethod
    def _registry_within_reach(cls, registry: str | None, info: ValidationInfo) -> str | None:
        draft = draft_of(info)
        refuse(registry_problems(registry, draft))
        draft.image_registry = registry
        return registry

    @field_validator("controllers")
    @classmethod
    def _someone_installs_controllers(cls, controllers: Model, info: ValidationInfo) -> Model:
        installed, draft = list(installed_controllers(controllers)), draft_of(info)
        problems = list(controller_problems(installed, draft))
        if "image_registry" in info.data:
            problems += image_problems(installed, info.data["image_registry"], draft)
        refuse(problems)
        return controllers

    @field_validator("charts")
    @classmethod
    def _charts_go_together(cls, charts: Mapping[str, UserChart], info: ValidationInfo) -> Mapping[str, UserChart]:
        controllers, draft = info.data.get("controllers"), draft_of(info)
        if controllers is None:
            return charts
        installed = list(installed_controllers(controllers))
        problems = list(user_chart_problems(charts, cls.taken_names, installed))
        if draft.names is not None:
            problems += role_name_problems(draft.names, [*installed, *charts])
        if charts and not installed:
            problems += controller_problems(list(charts), draft)
            if "image_registry" in info.data:
                # Of the others nothing is known, and `image_registry` changes nothing for them.
                checked = [name for name, chart in charts.items() if chart.unchecked_because is None]
                problems += image_problems(checked, info.data["image_registry"], draft)
        refuse(problems)
        draft.charts = charts
        return charts

    @field_validator("smoke_test")
    @classmethod
    def _smoke_test_can_work(cls, smoke_test: SmokeTest | None, info: ValidationInfo) -> SmokeTest | None:
        if smoke_test is not None:
            refuse(isolated_smoke_test_problems(smoke_test.service_hostname, draft_of(info)))
            controllers = info.data.get("controllers")
            installed = None if controllers is None else list(installed_controllers(controllers))
            draft = draft_of(info)
            if auto_mode_alone(draft.compute, draft.node_groups):
                refuse(smoke_test_in_auto_mode(smoke_test))
            refuse(smoke_test_problems(smoke_test, installed, draft))
            draft.smoke_test = smoke_test
        return smoke_test


def environment_file_model(kinds: ControllerKinds) -> type[EnvironmentFile]:
    """The model of a file whose `controllers` may name `kinds`."""
    controllers = controllers_model(kinds)
    model = create_model(
        "EnvironmentFile",
        __base__=EnvironmentFile,
        __doc__=EnvironmentFile.__doc__,
        controllers=(controllers, Field(default_factory=controllers)),
    )
    model.taken_names = taken_names(kinds)
    return model
