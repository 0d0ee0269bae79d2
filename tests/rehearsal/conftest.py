"""What the tests of the rehearsal share: a small schema, real schemas, and a small platform of four stacks."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from rehearsal.engine.calls import CallLog
from rehearsal.engine.inventory import Inventory, Key
from rehearsal.engine.operations import Operations
from rehearsal.engine.schema import Block, read_provider_schema
from rehearsal.engine.values import State
from rehearsal.providers.aws import AwsProvider
from rehearsal.providers.aws.provider import AwsInstance
from rehearsal.providers.aws.refusals.missing import NOT_READY, ON_CREATE
from rehearsal.providers.aws.refusals.named import Named
from rehearsal.schemas.files import read_schema_file

# The test data of a whole platform in miniature: state bucket, network, cluster, controllers.
PLATFORM = Path(__file__).parent / "platform"


@pytest.fixture(scope="session")
def machine() -> Block:
    """A resource type with everything that a schema can have."""
    schema: State = {
        "resource_schemas": {
            "test_machine": {
                "block": {
                    "attributes": {
                        "id": {"type": "string", "computed": True},
                        "name": {"type": "string", "required": True},
                        "size": {"type": "string", "optional": True, "computed": True},
                        "comment": {"type": "string", "optional": True},
                        "password": {"type": "string", "optional": True, "write_only": True},
                        "revision": {"type": "number", "computed": True},
                        "labels": {
                            "optional": True,
                            "nested_type": {
                                "nesting_mode": "list",
                                "attributes": {
                                    "key": {"type": "string", "required": True},
                                    "hash": {"type": "string", "computed": True},
                                },
                            },
                        },
                    },
                    "block_types": {
                        "disk": {
                            "nesting_mode": "list",
                            "block": {
                                "attributes": {
                                    "gib": {"type": "number", "required": True},
                                    "serial": {"type": "string", "computed": True},
                                }
                            },
                        },
                        "timeouts": {
                            "nesting_mode": "single",
                            "block": {"attributes": {"create": {"type": "string", "optional": True}}},
                        },
                    },
                }
            }
        }
    }
    return read_provider_schema(schema).resources["test_machine"].block


@pytest.fixture(scope="session")
def aws_provider() -> AwsProvider:
    return AwsProvider(read_schema_file("aws").schema)


@pytest.fixture
def aws(aws_provider: AwsProvider) -> AwsInstance:
    """The AWS provider as most stacks configure it."""
    return aws_provider.configure(
        {
            "region": "eu-central-1",
            "allowed_account_ids": ["111122223333"],
            "default_tags": [{"tags": {"environment": "dev", "stack": "dev-network"}}],
        }
    )


@pytest.fixture
def inventory() -> Inventory:
    return Inventory()


@pytest.fixture
def calls() -> CallLog:
    return CallLog()


@pytest.fixture
def operations(aws_provider: AwsProvider, inventory: Inventory, calls: CallLog) -> Operations:
    return Operations(aws_provider, inventory, calls)


Create = Callable[[str, State], State]


@pytest.fixture
def create_alone(operations: Operations, aws: AwsInstance) -> Create:
    """Plans and creates an AWS object from its arguments, as Terraform does."""

    def plan_and_create(type_name: str, arguments: State) -> State:
        config = operations.upgraded(type_name, arguments)
        planned = operations.plan(aws, type_name, prior=None, config=config, proposed=config)
        return operations.create(aws, type_name, planned.state)

    return plan_and_create


@pytest.fixture
def create(create_alone: Create, aws: AwsInstance, inventory: Inventory) -> Create:
    """As `create_alone`, for tests of something else: ids and names that a test makes up exist."""

    def let_be_and_create(type_name: str, arguments: State) -> State:
        looked_up = [*ON_CREATE.get(type_name, ()), *NOT_READY.get(type_name, ())]
        for named in (it for it in looked_up if isinstance(it, Named)):
            for name in named.names(arguments):
                state = {"id": name, named.by: name}
                inventory.add(Key("aws", aws.scope(named.type_name, state), named.type_name, name), state)
        return create_alone(type_name, arguments)

    return let_be_and_create


@pytest.fixture
def platform(tmp_path: Path) -> Callable[[], Path]:
    """Gives a copy of the platform that a test may edit."""

    def copy() -> Path:
        return Path(shutil.copytree(PLATFORM, tmp_path / "cdktf.out"))

    return copy
