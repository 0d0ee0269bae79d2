"""Which stacks an environment has, and how they hang together."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cdktf import App

from config.environment import Environment
from config.state import BucketStack, S3State
from stacks.cluster import ClusterStack
from stacks.contracts import NetworkOutputs, Publication
from stacks.controllers import ControllersStack
from stacks.locations import Locations
from stacks.network import NetworkStack
from stacks.platform_stack import PlatformStack
from stacks.smoke_test import SmokeTestStack
from stacks.state_bucket import StateBucketStack

if TYPE_CHECKING:
    from stacks.existing_cluster import ExistingClusterStack
    from stacks.existing_network import ExistingNetworkStack


def compose(app: App, environments: Sequence[Environment], *, locations: Locations) -> dict[str, list[PlatformStack]]:
    """All stacks of all environments; environment name to its stacks, in the order of deployment.

    The bucket that holds an environment's states comes before them, also where another environment makes it.
    """
    buckets: dict[str, StateBucketStack] = {}
    for environment in environments:
        state = environment.settings.state
        if isinstance(state, S3State) and state.bucket_stack is not BucketStack.ELSEWHERE:
            buckets[state.bucket] = StateBucketStack(
                app, f"{environment.name}-state-bucket", environment=environment, state=state, locations=locations
            )
    stacks: dict[str, list[PlatformStack]] = {
        environment.name: [it for it in buckets.values() if it.environment is environment]
        for environment in environments
    }
    for environment in environments:
        state = environment.settings.state
        bucket = buckets.get(state.bucket) if isinstance(state, S3State) else None
        for stack in _stacks_of(app, environment, locations):
            if bucket is not None:
                stack.add_dependency(bucket)
            stacks[environment.name].append(stack)
    return stacks


def _stacks_of(app: App, environment: Environment, locations: Locations) -> list[PlatformStack]:
    name = environment.name
    network = _network(app, environment, locations)
    cluster = _cluster(app, environment, locations, network.publication)
    stacks: list[PlatformStack] = [network, cluster]
    if environment.settings.adopt is not None:
        from stacks.adoption import import_existing  # noqa: PLC0415 - few environments need it, and few times

        import_existing(stacks, environment.settings.adopt)
    if not environment.controllers and not environment.settings.charts:
        return stacks
    controllers = ControllersStack(
        app,
        f"{name}-controllers",
        environment=environment,
        locations=locations,
        network=network.publication,
        cluster=cluster.publication,
    )
    stacks.append(controllers)
    if environment.settings.smoke_test is not None:
        stacks.append(
            SmokeTestStack(
                app,
                f"{name}-smoke-test",
                environment=environment,
                smoke_test=environment.settings.smoke_test,
                locations=locations,
                cluster=cluster.publication,
                controllers=controllers.publication,
            )
        )
    return stacks


def _network(app: App, environment: Environment, locations: Locations) -> "NetworkStack | ExistingNetworkStack":
    id, settings = f"{environment.name}-network", environment.settings
    if settings.network is not None:
        return NetworkStack(app, id, environment=environment, settings=settings.network, locations=locations)
    if settings.existing_network is not None:
        # Its provider bindings cost time in every synthesis that needs none of them.
        from stacks.existing_network import ExistingNetworkStack  # noqa: PLC0415

        return ExistingNetworkStack(
            app, id, environment=environment, settings=settings.existing_network, locations=locations
        )
    raise ValueError(f"{environment.source} has no network, which loading refuses")


def _cluster(
    app: App, environment: Environment, locations: Locations, network: Publication[NetworkOutputs]
) -> "ClusterStack | ExistingClusterStack":
    id, settings = f"{environment.name}-cluster", environment.settings
    if settings.cluster is not None:
        return ClusterStack(
            app, id, environment=environment, settings=settings.cluster, locations=locations, network=network
        )
    if settings.existing_cluster is not None and settings.existing_network is not None:
        from stacks.existing_cluster import ExistingClusterStack  # noqa: PLC0415 - as above

        return ExistingClusterStack(
            app,
            id,
            environment=environment,
            settings=settings.existing_cluster,
            network=settings.existing_network,
            locations=locations,
        )
    raise ValueError(f"{environment.source} has no cluster, which loading refuses")
