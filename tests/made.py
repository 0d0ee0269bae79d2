"""The network and the cluster of an environment that makes its own."""

from config.cluster.cluster import Cluster
from config.environment import Environment
from config.network.network import Network


def made_network(environment: Environment) -> Network:
    assert environment.settings.network is not None
    return environment.settings.network


def made_cluster(environment: Environment) -> Cluster:
    assert environment.settings.cluster is not None
    return environment.settings.cluster
