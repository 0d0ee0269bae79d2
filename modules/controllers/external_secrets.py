"""External Secrets Operator: copies what lies in AWS Secrets Manager or Parameter Store into Kubernetes Secrets."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

from pydantic import Field

from config.controllers.kinds import ControllerOptions
from config.platform import Platform
from config.rules.model import FrozenMapping, Model
from config.rules.problem import Problem
from config.rules.rule import UNIQUE, matching
from modules.controllers.controller import (
    Chart,
    ClusterFacts,
    Companion,
    Controller,
    Installation,
    KubernetesVersions,
    OwnChart,
    Values,
)
from modules.controllers.external_secrets_policies import read_parameters, read_secrets
from modules.controllers.object_name import ObjectName
from modules.controllers.pods import FOR_EVERYBODY, metrics_at, port_for_the_api_server, requests
from modules.policy_document import PolicyDocument

_PROJECT = "https://github.com/external-secrets/external-secrets"
_VERSION = "2.9.0"
_NAMESPACE = "external-secrets"

_PREFIX = matching(
    r"^([A-Za-z0-9/_+=.@-]{1,512}|\*)$",
    "is no beginning of a name of a secret; write one like dev/shop-, or * for every secret of the region",
)
_PATH = matching(
    r"^(/|(/[A-Za-z0-9_.-]+)+)$", "is no path of parameters; write one like /dev/shop, or / for every parameter"
)
_KEY = matching(
    r"^arn:(aws|aws-cn|aws-us-gov):kms:[a-z0-9-]+:[0-9]{12}:key/[a-z0-9-]+$",
    "is not the ARN of a KMS key; an alias may come to mean another key",
)


class ClusterSecretStore(Model):
    """What ExternalSecrets of some namespaces may read from, with the role of the controller."""

    service: Annotated[Literal["SecretsManager", "ParameterStore"], Field(examples=["SecretsManager"])]
    """Where it reads."""
    namespaces: Annotated[tuple[ObjectName, ...], Field(min_length=1, examples=[["shop"]]), UNIQUE]
    """Namespaces that may use it: each of them reads all that the role may read."""


class ExternalSecretsOptions(ControllerOptions):
    """Options of the External Secrets Operator, and what its role may read."""

    secret_name_prefixes: Annotated[tuple[Annotated[str, _PREFIX], ...], UNIQUE] = ()
    """How names of secrets in Secrets Manager begin that it may read; `*` for all."""
    parameter_paths: Annotated[tuple[Annotated[str, _PATH], ...], UNIQUE] = ()
    """Paths in Parameter Store below which it may read; `/` for all."""
    kms_key_arns: Annotated[tuple[Annotated[str, _KEY], ...], UNIQUE] = ()
    """Keys that it may decrypt these with, beyond the ones of AWS, which need no permission."""
    cluster_secret_stores: FrozenMapping[ObjectName, ClusterSecretStore] = Field(default_factory=dict)
    """Name to ClusterSecretStore."""

    @property
    def has_role(self) -> bool:
        """Whether it may read anything itself."""
        return bool(self.secret_name_prefixes or self.parameter_paths)


def _problems(options: ExternalSecretsOptions, platform: Platform) -> Iterable[Problem]:
    for index, arn in enumerate(options.kms_key_arns):
        region = platform.region
        if arn.split(":")[1:4:2] != [region.partition, region.name]:
            remedy = (
                f"is not in {region.name}, where secrets and parameters are encrypted with keys of the region; "
                f"write one of arn:{region.partition}:kms:{region.name}:..."
            )
            yield Problem(("kms_key_arns", index), arn, remedy)
    if options.kms_key_arns and not options.has_role:
        remedy = "decrypt nothing while it may read nothing: name secret_name_prefixes or parameter_paths, or no keys"
        yield Problem(("kms_key_arns",), list(options.kms_key_arns), remedy)
    readable = {
        "SecretsManager": ("secret_name_prefixes", options.secret_name_prefixes),
        "ParameterStore": ("parameter_paths", options.parameter_paths),
    }
    for name, store in options.cluster_secret_stores.items():
        key, value = readable[store.service]
        if not value:
            remedy = f"has nothing that the role may read; say in {key} what it is"
            yield Problem(("cluster_secret_stores", name, "service"), store.service, remedy)


def _policies(options: ExternalSecretsOptions, cluster: ClusterFacts) -> Mapping[str, PolicyDocument]:
    policies = {}
    if options.secret_name_prefixes:
        policies["secrets"] = read_secrets(options.secret_name_prefixes, options.kms_key_arns, cluster)
    if options.parameter_paths:
        policies["parameters"] = read_parameters(options.parameter_paths, options.kms_key_arns, cluster)
    return policies


def _values(installation: Installation[ExternalSecretsOptions]) -> Values:
    has_role = installation.options.has_role
    pods = {
        "podAnnotations": metrics_at(8080),
        "resources": requests("10m", "32Mi"),
        "priorityClassName": FOR_EVERYBODY,
    }
    return {
        # With the chart, so that Helm upgrades them. They stay when the release goes: with them all copies would.
        "installCRDs": True,
        "crds": {"annotations": {"helm.sh/resource-policy": "keep"}},
        # A store of a namespace that names no credentials gets those of the controller: whoever may make one would
        # read all that the role may. And the controller needs tokens of other service accounts for such stores only.
        "processSecretStore": not has_role,
        "rbac": {"serviceAccountTokenCreate": not has_role},
        # While it is away, nobody can change a store or an ExternalSecret. The others only work a little later.
        "webhook": {
            "replicaCount": 2,
            "podDisruptionBudget": {"enabled": True, "minAvailable": 1},
            "port": port_for_the_api_server(_NAMESPACE, installation.cluster.platform),
            **pods,
        },
        "certController": pods,
        **pods,
        # Pods can't ask the instance metadata: one hop is not enough for them.
        "extraEnv": [{"name": "AWS_REGION", "value": installation.cluster.platform.region.name}],
        "serviceAccount": installation.service_account,
    }


def _store_values(installation: Installation[ExternalSecretsOptions]) -> Values:
    region = installation.cluster.platform.region.name
    return {
        "clusterSecretStores": {
            name: {
                "provider": {"aws": {"service": store.service, "region": region}},
                "conditions": [{"namespaces": list(store.namespaces)}],
            }
            for name, store in installation.options.cluster_secret_stores.items()
        }
    }


EXTERNAL_SECRETS = Controller(
    name="external-secrets",
    namespace=_NAMESPACE,
    chart=Chart(repository="https://charts.external-secrets.io", name="external-secrets", version=_VERSION),
    options=ExternalSecretsOptions,
    # What the chart takes; the project tests with the newest versions only.
    kubernetes=KubernetesVersions(
        oldest="1.19",
        source=f"{_PROJECT}/blob/helm-chart-{_VERSION}/deploy/charts/external-secrets/Chart.yaml",
    ),
    option_problems=_problems,
    policies=_policies,
    policies_for=_VERSION,
    values=_values,
    affinity_paths=(("affinity",), ("certController", "affinity"), ("webhook", "affinity")),
    # Its webhook looks at every store. On the way out, stores go while it is still there.
    behind_it=(
        Companion(
            name="external-secrets-stores",
            chart=OwnChart("external-secrets-stores"),
            values=_store_values,
            wanted=lambda options: bool(options.cluster_secret_stores),
        ),
    ),
    aws_services=("secretsmanager", "ssm", "sts"),
)
